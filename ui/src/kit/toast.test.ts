import { beforeEach, expect, it } from 'vitest';
import { toast, toasts } from './toast';

const says = (): string[] => toasts.map((one) => one.says);
async function goTo(hash: string): Promise<void> {
  const gone = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }));
  location.hash = hash;
  await gone;
}

beforeEach(() => toasts.splice(0));

it('bad news stays beside bad news, until something worked', () => {
  toast({ says: '第一个', tone: 'bad' });
  toast({ says: '第二个', tone: 'bad' });
  expect(says()).toEqual(['第一个', '第二个']);
  toast({ says: '已保存' });
  expect(says()).toEqual(['已保存']);
});

it('bad news of one page is not shown on the next; what was said for the next is', async () => {
  await goTo('#/sales');
  toast({ says: '没有保存', tone: 'bad' });
  location.hash = '#/repairs';
  toast({ says: '存了，没有提交', tone: 'bad' });
  expect(says()).toEqual(['没有保存', '存了，没有提交']);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(says()).toEqual(['存了，没有提交']);
});
