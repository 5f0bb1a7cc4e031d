// What a button of a form or a panel does: once at a time, and what is refused is said where it belongs.

import type { Ref } from 'vue';
import type { CallError } from '../api/call';
import { useAct, type Actor } from '../kit/act';
import type { Form } from '../kit/form';
import { sayError, showRefusal } from './refuse';

interface Shown {
  passes(): boolean;
  focusOneOf(fields: readonly string[]): boolean;
}

interface Ways {
  /** Where a field of the command stands in the form, if elsewhere. */
  place?: (field: string) => string;
  /** What else a refusal asks for, once it is shown. */
  after?: (error: CallError) => void;
}

/** Of a form: its fields let it pass first, and each refusal stands beside its field. */
export function useFormAct(form: Form, shown: Ref<Shown | undefined>, { place, after }: Ways = {}): Actor {
  const ready = (): boolean => {
    form.reset();
    return shown.value?.passes() !== false;
  };
  const refused = (thrown: unknown): void => {
    const error = showRefusal(thrown, form, shown.value, place);
    after?.(error);
  };
  return useAct(refused, ready);
}

/** Of a panel without a form: what is refused is said aloud. */
export const usePanelAct = (): Actor => useAct(sayError);
