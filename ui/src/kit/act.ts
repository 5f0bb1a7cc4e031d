// One action of a form or panel at a time: the button rests while it runs, and a refusal goes where the page shows it.

import { ref, type Ref } from 'vue';
import { putAway, standing } from './toast';

export interface Actor {
  busy: Ref<boolean>;
  act: (run: () => Promise<void>) => Promise<void>;
}

/** `ready` may hold the action back; `refused` shows what was thrown. */
export function useAct(refused: (thrown: unknown) => void, ready: () => boolean = () => true): Actor {
  const busy = ref(false);
  async function act(run: () => Promise<void>): Promise<void> {
    if (busy.value || !ready()) return;
    busy.value = true;
    const stale = standing();
    try {
      await run();
      putAway(stale);
    } catch (thrown) {
      refused(thrown);
    } finally {
      busy.value = false;
    }
  }
  return { busy, act };
}
