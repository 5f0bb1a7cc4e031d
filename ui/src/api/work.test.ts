import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { replaceDoor } from './call';
import { stopWork, work, works } from './work';

const asked: [string, unknown][] = [];
let answer: (command: string) => unknown = () => null;
beforeEach(() => {
  vi.useFakeTimers();
  asked.length = 0;
  replaceDoor({
    call: async (command, input) => {
      asked.push([command, input]);
      return answer(command);
    },
    shell: async () => null,
  });
});
afterEach(() => vi.useRealTimers());

it('what is done in a moment is never shown', async () => {
  expect(await work('导入', async () => 7)).toBe(7);
  await vi.advanceTimersByTimeAsync(1000);
  expect([works.length, asked.length]).toEqual([0, 0]);
});

it('long work says how far it is, can be stopped, and is gone when it ends', async () => {
  let end: (value: string) => void = () => undefined;
  answer = (command) => (command === 'task_show' ? { done: 30, total: 120, can_stop: true } : null);
  const done = work('导入', () => new Promise<string>((resolve) => (end = resolve)));
  await vi.advanceTimersByTimeAsync(500);
  expect(works.map((one) => [one.says, one.percent, one.canStop])).toEqual([['导入', 25, true]]);
  await stopWork(works[0]!);
  expect(asked.at(-1)).toEqual(['task_stop', { id: works[0]!.id }]);
  end('已取消');
  expect(await done).toBe('已取消');
  expect(works).toEqual([]);
});

it('work that fails is gone too', async () => {
  const failed = work('导出', async (): Promise<void> => {
    throw new Error('no');
  });
  await expect(failed).rejects.toThrow('no');
  expect(works).toEqual([]);
});
