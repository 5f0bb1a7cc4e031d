export interface Option {
  value: string;
  label: string;
  /** Shown in front, monospaced, and searched. */
  code?: string;
  /** Shown at the right, quiet, and searched. */
  hint?: string;
  /** Searched, not shown: pinyin initials, old names. */
  also?: string;
}

export function matches(option: Option, term: string): boolean {
  const want = term.normalize('NFKC').trim().toLowerCase();
  if (want === '') return true;
  return [option.label, option.code, option.hint, option.also, option.value].some((text) =>
    text?.toLowerCase().includes(want),
  );
}
