import { serialKey } from './serial';

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

/** The place of the line a text names, -1 without one. `coded`: its whole code counts first, and a name of two lines is none. */
export function exactOf(listed: readonly Option[], typed: string, coded: boolean): number {
  const key = (text: string): string => text.normalize('NFKC').trim().toLowerCase();
  const named = (o: Option): boolean => key(o.value) === key(typed);
  if (!coded) return listed.findIndex(named);
  const code = listed.findIndex((o) => o.code && serialKey(o.code) === serialKey(typed));
  if (code >= 0) return code;
  return listed.filter(named).length === 1 ? listed.findIndex(named) : -1;
}
