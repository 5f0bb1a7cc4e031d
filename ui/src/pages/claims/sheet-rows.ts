// A workbook of head office, row by row: what is refused first, with why.

import type { DecisionPart, DecisionsOutcome } from '../../api/types';
import { quantityText } from '../../kit/money';
import { spoken, t } from '../../text';

export interface SheetRow {
  id: string;
  row: number;
  /** Its sheet, where head office filled in several of one book. */
  sheet: string;
  result: 'refused' | 'open' | 'said';
  claim_no: string;
  /** The repair, or the tag of an old part. */
  repair_no: string;
  claimed_fen: number | null;
  approved_fen: number | null;
  why: string;
}

/** Why it is refused, and what head office wrote there. */
const wrote = (why: string, written: string): string =>
  written === '' ? why : `${why}；${t.claim.sheet.written(written)}`;

/** What head office says of an old part. */
function partSays({ received_milli, wrong_milli, verdict, disposal }: DecisionPart): string {
  if (received_milli === null) return '';
  const w = t.partReturn;
  const all = [
    received_milli > 0 || !wrong_milli ? w.rowSays.received(quantityText(received_milli)) : '',
    wrong_milli ? w.rowSays.wrong(quantityText(wrong_milli)) : '',
    verdict ? w.verdicts[verdict] : '',
    disposal ? w.disposals[disposal] : '',
  ];
  return all.filter(Boolean).join('，');
}

export function sheetRows({ lines, errors }: DecisionsOutcome): SheetRow[] {
  const refused: SheetRow[] = errors.map(({ row, sheet, no, field, message }, at) => {
    const line = lines.find((one) => one.row === row && one.sheet === sheet);
    return {
      id: `refused-${at}`,
      row,
      sheet,
      result: 'refused',
      claim_no: line?.claim_no ?? '',
      repair_no: line?.part?.tag_no ?? (line ? line.repair_no : no),
      claimed_fen: line?.claimed_fen ?? null,
      approved_fen: line?.approved_fen ?? null,
      why: wrote(t.claim.sheet.wrong(field, spoken(message)), line?.written ?? ''),
    };
  });
  const place = ({ sheet, row }: { sheet: string; row: number }): string => `${row} ${sheet}`;
  const wrong = new Set(errors.map(place));
  const others = lines
    .filter((line) => !wrong.has(place(line)))
    .map(({ reason, part, ...line }): SheetRow => {
      if (part) {
        const result = part.received_milli === null ? 'open' : 'said';
        return { ...line, id: `row-${place(line)}`, result, repair_no: part.tag_no, why: partSays(part) };
      }
      // No sum and no word: head office has not come to it.
      const result = line.approved_fen === null && reason === '' ? 'open' : 'said';
      return { ...line, id: `row-${place(line)}`, result, why: spoken(reason) };
    });
  return [...refused, ...others];
}
