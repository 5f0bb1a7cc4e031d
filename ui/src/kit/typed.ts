// A field whose text is not its value: days, money, quantities. What was typed stays in the box until it is left;
// a text that cannot be read stays visible with its reason, and the value is null, never something near it.

import { computed, ref, watch, type Ref } from 'vue';
import { useFormField } from './form';

export type Reading<V> = { value: V | null; problem: string | null };

export interface TypedField<V> {
  model: Ref<V | null>;
  read: (typed: string) => Reading<V>;
  show: (value: V) => string;
  name: () => string | undefined;
  error: () => string | null | undefined;
  /** The sentence for an empty box that may not be empty; said when a save is tried, not before. */
  missing?: () => string | null;
}

export function useTyped<V>(spec: TypedField<V>) {
  const typed = ref(spec.model.value === null ? '' : spec.show(spec.model.value));
  const left = ref(true);
  const problem = computed(() => spec.read(typed.value).problem);
  const field = useFormField(
    spec.name,
    () => problem.value ?? (spec.model.value === null ? (spec.missing?.() ?? null) : null),
  );

  watch(spec.model, (value) => {
    const read = spec.read(typed.value);
    // Our own echo, or a text that is not a value yet: leave what the hand typed alone.
    if (read.value === value && (read.problem === null || value !== null)) return;
    if (value === null && read.problem !== null) return;
    typed.value = value === null ? '' : spec.show(value);
  });

  return {
    typed,
    problem,
    /** Shown only once the field was left, or when a save was refused: nobody is scolded in the middle of a day. */
    wrong: computed(() => spec.error() ?? field.refusal() ?? (left.value ? problem.value : null)),
    input(value: string): void {
      left.value = false;
      typed.value = value;
      field.changed();
      spec.model.value = spec.read(value).value;
    },
    leave(): void {
      left.value = true;
      const read = spec.read(typed.value);
      if (read.problem === null && read.value !== null) typed.value = spec.show(read.value);
    },
    /** A draft or a reset puts the box back to the value. */
    reset(): void {
      typed.value = spec.model.value === null ? '' : spec.show(spec.model.value);
      left.value = true;
    },
  };
}
