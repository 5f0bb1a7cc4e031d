// What a form knows of its fields: the refusals that came back from Rust (by field name) and what a field itself
// will not let pass (a day that does not exist). A field with a problem stops the save; its text stays as typed.

import { inject, onBeforeUnmount, provide, reactive, watch, type InjectionKey } from 'vue';

type Problem = () => string | null;

export interface FormHouse {
  /** Sentences by field name, from the last refused save. */
  readonly refusals: Record<string, string>;
  clear(field: string): void;
  join(field: string, problem: Problem): () => void;
}

export interface Form extends FormHouse {
  refuse(field: string, says: string): void;
  reset(): void;
  /** Every field that will not let the form pass, in the order of the form. */
  problems(): { field: string; says: string }[];
}

const KEY: InjectionKey<FormHouse> = Symbol('form');

export function makeForm(): Form {
  const refusals = reactive<Record<string, string>>({});
  const problems = new Map<string, Problem>();
  return {
    refusals,
    clear(field) {
      delete refusals[field];
    },
    join(field, problem) {
      problems.set(field, problem);
      return () => {
        if (problems.get(field) === problem) problems.delete(field);
      };
    },
    refuse(field, says) {
      refusals[field] = says;
    },
    reset() {
      for (const field of Object.keys(refusals)) delete refusals[field];
    },
    problems() {
      return [...problems].flatMap(([field, problem]) => {
        const says = problem();
        return says ? [{ field, says }] : [];
      });
    },
  };
}

export function provideForm(form: Form): void {
  provide(KEY, form);
}

/** For fields. Outside a form nothing is registered. A line that moves up when another is removed takes its new name. */
export function useFormField(field: () => string | undefined, problem: Problem) {
  const house = inject(KEY, null);
  let leave: (() => void) | undefined;
  if (house) {
    const join = (name: string | undefined): void => {
      leave?.();
      leave = name ? house.join(name, problem) : undefined;
    };
    watch(field, join, { immediate: true });
    onBeforeUnmount(() => leave?.());
  }
  return {
    refusal: (): string | null => {
      const name = field();
      return (name && house?.refusals[name]) || null;
    },
    changed: (): void => {
      const name = field();
      if (name) house?.clear(name);
    },
  };
}
