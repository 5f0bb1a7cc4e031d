// Where a record of the ledger is opened, and where it is mended: forms that know the refused field begin at it.

import type { OutboxRow } from '../api/types';
import type { Place } from '../nav';

type At = readonly [place: Place, view?: string, id?: string];

/** The list the record belongs to, with its row chosen. */
export function opensAt({ kind, opens, principal, title }: OutboxRow): At | null {
  if (!opens) return null;
  switch (kind) {
    case 'card':
      return ['sales', 'list', opens];
    case 'repair':
      return ['repairs', 'list', opens];
    case 'part':
      return ['parts', 'list', opens];
    case 'remedy':
      return ['repairs', 'remedies', opens];
    case 'report': {
      const month = /\d{4}-\d{2}/.exec(title)?.[0];
      return month ? ['month', principal, month] : ['month'];
    }
    default:
      return null;
  }
}

/** The form of the record; those without one are changed beside their row. */
export function mend(row: OutboxRow): At | null {
  const at = opensAt(row);
  return at && (row.kind === 'card' || row.kind === 'repair') ? [at[0], 'edit', row.opens ?? ''] : at;
}
