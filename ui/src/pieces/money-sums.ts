// One figure for the makers in question: the sum of theirs, with every row it is the sum of.

import type { MoneyRow, MoneyView } from '../api/types';

export const FIGURES = ['earned', 'to_claim', 'waiting', 'at_risk', 'lost'] as const;
export type Figure = (typeof FIGURES)[number];

/** A row of a figure; a claim may stand in it more than once, for different reasons. */
export interface Owed extends MoneyRow {
  record: string;
  principal: string;
}

export interface Sum {
  fen: number;
  unknown: number;
  rows: Owed[];
  /** Rows that are not listed, and what they sum to. */
  more: number;
  moreFen: number;
}

export function sumOf(views: readonly MoneyView[], figure: Figure): Sum {
  const rows = views.flatMap((view) =>
    view[figure].rows.map((row) => ({
      ...row,
      id: `${row.kind}:${row.id}:${row.reason}`,
      record: row.id,
      principal: view.principal,
    })),
  );
  return {
    fen: views.reduce((sum, view) => sum + view[figure].fen, 0),
    unknown: views.reduce((sum, view) => sum + view[figure].unknown, 0),
    more: views.reduce((sum, view) => sum + view[figure].more, 0),
    moreFen: views.reduce((sum, view) => sum + view[figure].more_fen, 0),
    rows: rows.toSorted((one, other) => (other.fen ?? -1) - (one.fen ?? -1)),
  };
}
