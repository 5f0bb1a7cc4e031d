// Long work: done in the background of the window, asked how far it is, and stopped when somebody thinks better of it.
// It goes on when its page is left; what runs stands under the top bar.

import { reactive } from 'vue';
import { call } from './call';

export interface Work {
  id: string;
  says: string;
  /** 0–100; null while nobody knows how much there is. */
  percent: number | null;
  canStop: boolean;
  stopping: boolean;
}

/** What is being done now and takes longer than a moment. */
export const works = reactive<Work[]>([]);

const A_MOMENT_MS = 400;

/** Does `run` under a name of its own. The answer is `run`'s. */
export async function work<T>(says: string, run: (task: string) => Promise<T>): Promise<T> {
  const one = reactive<Work>({
    id: crypto.randomUUID(),
    says,
    percent: null,
    canStop: false,
    stopping: false,
  });
  let ended = false;
  const look = async (): Promise<void> => {
    const view = await call('task_show', { id: one.id }).catch(() => null);
    if (ended) return;
    if (!works.some((other) => other.id === one.id)) works.push(one);
    one.percent = view && view.total > 0 ? Math.floor((100 * view.done) / view.total) : null;
    one.canStop = view?.can_stop ?? false;
    timer = setTimeout(() => void look(), A_MOMENT_MS);
  };
  let timer = setTimeout(() => void look(), A_MOMENT_MS);
  try {
    return await run(one.id);
  } finally {
    ended = true;
    clearTimeout(timer);
    const at = works.findIndex((other) => other.id === one.id);
    if (at >= 0) works.splice(at, 1);
  }
}

/** Asks for the end; the work itself says what is left of it. */
export async function stopWork(one: Work): Promise<void> {
  one.stopping = true;
  await call('task_stop', { id: one.id }).catch(() => null);
}
