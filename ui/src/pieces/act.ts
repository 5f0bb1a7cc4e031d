// What a button of a form or a panel does: once at a time, and what is refused is said where it belongs.

import type { Ref } from 'vue';
import { useAct, type Actor } from '../kit/act';
import type { Form } from '../kit/form';
import { sayError, showRefusal } from './refuse';

interface Shown {
  passes(): boolean;
  focusOneOf(fields: readonly string[]): boolean;
}

/** Of a form: its fields let it pass first, and each refusal stands beside its field. */
export function useFormAct(form: Form, shown: Ref<Shown | undefined>): Actor {
  const ready = (): boolean => {
    form.reset();
    return shown.value?.passes() !== false;
  };
  return useAct((thrown) => showRefusal(thrown, form, shown.value), ready);
}

/** Of a panel without a form: what is refused is said aloud. */
export const usePanelAct = (): Actor => useAct(sayError);
