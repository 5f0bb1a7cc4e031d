// One question before what cannot be undone. With `reason`, the answer is the reason typed;
// with `choices` the key of the chosen one; otherwise an empty text.

import { shallowRef } from 'vue';

export interface Question {
  title: string;
  says: readonly string[];
  yes: string;
  danger?: boolean;
  /** The label of the reason's field: a void is written with its reason. */
  reason?: string;
  /** Why this person may not answer yes, while it is so; what was typed stays when another takes the desk over. */
  held?: () => string | null;
  /** A word to type before the button works: for the few steps that replace everything. */
  typed?: string;
  /** One of these, the first unless another is taken. */
  choices?: readonly { key: string; word: string; says: string }[];
}

export interface Asked extends Question {
  answer: (value: string | null) => void;
}

export const asked = shallowRef<Asked | null>(null);

/** The reason (or '') when the answer was yes, null when it was no. */
export function ask(question: Question): Promise<string | null> {
  asked.value?.answer(null);
  return new Promise((resolve) => {
    asked.value = {
      ...question,
      answer(value) {
        asked.value = null;
        resolve(value);
      },
    };
  });
}
