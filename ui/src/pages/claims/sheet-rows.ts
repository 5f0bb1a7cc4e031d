// A workbook of head office, row by row: what is refused first, with why.

import type { DecisionsOutcome } from '../../api/types';
import { spoken, t } from '../../text';

export interface SheetRow {
  id: string;
  row: number;
  result: 'refused' | 'open' | 'said';
  claim_no: string;
  repair_no: string;
  claimed_fen: number | null;
  approved_fen: number | null;
  why: string;
}

export function sheetRows({ lines, errors }: DecisionsOutcome): SheetRow[] {
  const refused: SheetRow[] = errors.map(({ row, field, message }, at) => {
    const line = lines.find((one) => one.row === row);
    return {
      id: `refused-${at}`,
      row,
      result: 'refused',
      claim_no: line?.claim_no ?? '',
      repair_no: line?.repair_no ?? '',
      claimed_fen: line?.claimed_fen ?? null,
      approved_fen: line?.approved_fen ?? null,
      why: t.claim.sheet.wrong(field, spoken(message)),
    };
  });
  const wrong = new Set(errors.map((error) => error.row));
  const others = lines
    .filter((line) => !wrong.has(line.row))
    .map(({ reason, ...line }): SheetRow => {
      // No sum and no word: head office has not come to it.
      const result = line.approved_fen === null && reason === '' ? 'open' : 'said';
      return { ...line, id: `row-${line.row}`, result, why: spoken(reason) };
    });
  return [...refused, ...others];
}
