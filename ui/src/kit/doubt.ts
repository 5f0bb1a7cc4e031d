import { t } from '../text';

/** What stands against a computed day: its rule is of a sample pack, or nobody compared it with its source. */
export type Doubt = 'sample' | 'unchecked';

/** A day in a sentence or a cell, with the word against it. */
export const doubted = (day: string, doubt: Doubt | null | undefined): string =>
  doubt ? `${day}（${t.due.doubt[doubt]}）` : day;
