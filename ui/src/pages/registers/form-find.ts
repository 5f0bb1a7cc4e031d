// Registers a search narrows the place to.

import type { FormGroup, FormRow } from '../../api/types';

const isCalled = ({ title, short }: FormRow, want: string): boolean =>
  [title, short].some((text) => text.toLowerCase().includes(want));
const says = (form: FormRow, want: string): boolean =>
  isCalled(form, want) ||
  [form.note, form.key, ...form.ledger].some((text) => text.toLowerCase().includes(want));

/** Groups with the forms that fit. The name of a group brings all of it, those first that are called so themselves. */
export function formsFound(groups: readonly FormGroup[], term: string): FormGroup[] {
  const want = term.normalize('NFKC').trim().toLowerCase();
  const fits = ({ title, forms }: FormGroup): FormRow[] => {
    const all = title.includes(want) ? forms : forms.filter((form) => says(form, want));
    return [...all.filter((form) => isCalled(form, want)), ...all.filter((form) => !isCalled(form, want))];
  };
  return groups.map((group) => ({ ...group, forms: fits(group) })).filter(({ forms }) => forms.length > 0);
}
