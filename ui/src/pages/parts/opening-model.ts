// The opening lists as typed: nothing undefined, days and money may be missing. A line in which nothing was typed is not
// begun; the day and the shelf come from the line above.

import type { OpeningClaims, OpeningParts } from '../../api/types';

export interface PartLine {
  /** For the list on the screen only. */
  key: string;
  name: string | null;
  code: string;
  qty_milli: number | null;
  value_fen: number | null;
  removed_on: string | null;
  repair_no: string;
  bin: string;
}

export interface ClaimLine {
  key: string;
  no: string;
  amount_fen: number | null;
  claimed_on: string | null;
  note: string;
}

export interface Opening<Line> {
  request_id: string;
  principal: string;
  lines: Line[];
}

export function blankList<Line>(principal: string, line: () => Line): Opening<Line> {
  return { request_id: crypto.randomUUID(), principal, lines: [line()] };
}

export const blankPart = (): PartLine => ({
  key: crypto.randomUUID(),
  name: '',
  code: '',
  qty_milli: 1000,
  value_fen: null,
  removed_on: null,
  repair_no: '',
  bin: '',
});

export const blankClaim = (): ClaimLine => ({
  key: crypto.randomUUID(),
  no: '',
  amount_fen: null,
  claimed_on: null,
  note: '',
});

export const partBegun = (line: PartLine): boolean =>
  [line.name ?? '', line.code, line.repair_no].some((text) => text.trim() !== '') || line.value_fen !== null;
export const claimBegun = (line: ClaimLine): boolean =>
  [line.no, line.note].some((text) => text.trim() !== '') || line.amount_fen !== null;

/** Null while a day is missing: the form says which. */
export function toParts({ request_id, principal, lines }: Opening<PartLine>): OpeningParts | null {
  const parts = lines.filter(partBegun).flatMap(({ key: _key, removed_on, ...line }) => {
    if (removed_on === null) return [];
    return [{ ...line, name: line.name ?? '', qty_milli: line.qty_milli ?? 0, removed_on }];
  });
  return parts.length === lines.filter(partBegun).length ? { request_id, principal, parts } : null;
}

export function toClaims({ request_id, principal, lines }: Opening<ClaimLine>): OpeningClaims | null {
  const claims = lines.filter(claimBegun).flatMap(({ key: _key, claimed_on, ...line }) => {
    if (claimed_on === null) return [];
    return [{ ...line, amount_fen: line.amount_fen ?? 0, claimed_on }];
  });
  return claims.length === lines.filter(claimBegun).length ? { request_id, principal, claims } : null;
}
