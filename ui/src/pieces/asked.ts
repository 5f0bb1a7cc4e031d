// What Rust says of a form while it is typed: asked a moment after the last key, saved nowhere. An answer that was
// overtaken by another question is dropped.

import { onBeforeUnmount, shallowRef, watch, type ShallowRef } from 'vue';

const REST_MS = 150;

/** `question` is null while there is nothing to ask. A question that fails is answered with nothing. */
export function useAsked<Q, A>(
  question: () => Q | null,
  ask: (question: Q) => Promise<A>,
): ShallowRef<A | null> {
  const answer = shallowRef<A | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;

  async function look(): Promise<void> {
    const mine = ++asked;
    const wanted = question();
    const given = wanted === null ? null : await ask(wanted).catch(() => null);
    if (mine === asked) answer.value = given;
  }

  watch(
    () => JSON.stringify(question()),
    () => {
      clearTimeout(timer);
      timer = setTimeout(() => void look(), REST_MS);
    },
    { immediate: true },
  );
  onBeforeUnmount(() => clearTimeout(timer));
  return answer;
}
