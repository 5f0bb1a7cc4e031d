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

/** The place of the only line found whose initials are the whole text, a letter for each character; -1 without one. */
export function initialsOf(listed: readonly Option[], typed: string): number {
  const [only, more] = listed;
  const text = typed.trim();
  if (!only || more || !/^[a-z]{2,}$/i.test(text)) return -1;
  if (only.code?.toLowerCase().includes(text.toLowerCase())) return -1;
  return [...only.label].length === text.length && /^\p{Script=Han}+$/u.test(only.label) ? 0 : -1;
}

/** The line a text stands for when its box is left. A text of its own may stand where `exactly`, the place of the line it
    names, is given: only what it names whole takes its place. In a list it is the line it names, or the only one that fits. */
export function meantBy(list: readonly Option[], text: string, exactly: number | null): Option | undefined {
  if (exactly !== null) return list[exactly >= 0 ? exactly : initialsOf(list, text)];
  const named = list.filter((o) => o.label === text || o.code === text);
  if (named.length === 1) return named[0];
  return list.length === 1 ? list[0] : undefined;
}
