// What a register is narrowed by beside its state: fields with few answers. What was chosen stays while the window is open.

import { reactive } from 'vue';
import type { FormCell, FormView } from '../../api/types';
import { t } from '../../text';
import { fieldsOf } from './register-columns';

interface Choice {
  title: string;
  options: { value: string; word: string }[];
  /** The chosen word as the value of its field. */
  cellOf: (value: string) => FormCell;
}

const w = t.register;
const kept = new Map<string, Record<string, string>>();

export function keptFilters(form: string): Record<string, string> {
  const one = kept.get(form) ?? reactive<Record<string, string>>({});
  kept.set(form, one);
  return one;
}

export function choicesOf(form: FormView): Map<string, Choice> {
  const choices = new Map<string, Choice>();
  for (const field of fieldsOf(form)) {
    if (!form.filters.includes(field.key)) continue;
    const any = { value: '', word: field.title };
    if (field.kind === 'choice' && field.codes.length > 0) {
      const options = [any, ...field.codes.map(({ code, title }) => ({ value: code, word: title }))];
      choices.set(field.key, { title: field.title, options, cellOf: (value) => value });
    } else if (field.kind === 'yes_no') {
      const both = [
        { value: 'true', word: w.answer(field.title, t.common.yes) },
        { value: 'false', word: w.answer(field.title, t.common.no) },
      ];
      choices.set(field.key, { title: field.title, options: [any, ...both], cellOf: (v) => v === 'true' });
    } else if (field.kind === 'rating') {
      const levels = field.levels.map((word, i) => ({ value: String(i + 1), word }));
      choices.set(field.key, { title: field.title, options: [any, ...levels], cellOf: Number });
    }
  }
  return choices;
}
