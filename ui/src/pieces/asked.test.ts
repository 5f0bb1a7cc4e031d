import { mount } from '@vue/test-utils';
import { defineComponent, h, ref, type ShallowRef } from 'vue';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useAsked } from './asked';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const rest = () => vi.advanceTimersByTimeAsync(200);

function form() {
  const typed = ref<string | null>(null);
  const open: { question: string; answer: (said: string) => void; fail: () => void }[] = [];
  let said!: ShallowRef<string | null>;
  mount(
    defineComponent(() => {
      said = useAsked(
        () => typed.value,
        (question) =>
          new Promise<string>((answer, fail) => open.push({ question, answer, fail: () => fail() })),
      );
      return () => h('i');
    }),
  );
  return { typed, open, said };
}

it('asks once the keys rest, and not while there is nothing to ask', async () => {
  const { typed, open, said } = form();
  await rest();
  expect(open).toEqual([]);
  typed.value = 'H';
  await vi.advanceTimersByTimeAsync(50);
  typed.value = 'HH';
  await rest();
  expect(open.map(({ question }) => question)).toEqual(['HH']);
  open[0]?.answer('known');
  await rest();
  expect(said.value).toBe('known');
  typed.value = null;
  await rest();
  expect(said.value).toBeNull();
});

it('an answer that was overtaken is dropped, and a failure is no answer', async () => {
  const { typed, open, said } = form();
  typed.value = 'A';
  await rest();
  typed.value = 'B';
  await rest();
  open[1]?.answer('about B');
  open[0]?.answer('about A');
  await rest();
  expect(said.value).toBe('about B');
  typed.value = 'C';
  await rest();
  open[2]?.fail();
  await rest();
  expect(said.value).toBeNull();
});
