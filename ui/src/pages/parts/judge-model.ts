// Receipt and inspection as typed from a paper of head office. A line in which nothing was changed is not sent.

import type { Disposal, PartResultLine, PartResultView, PartVerdict } from '../../api/types';

export interface JudgedLine {
  /** The part as it stands. */
  stands: PartResultView;
  received_milli: number | null;
  wrong_milli: number | null;
  verdict: string | null;
  disposal: string | null;
}

export const toLine = (stands: PartResultView): JudgedLine => ({
  stands,
  received_milli: stands.received_milli,
  wrong_milli: stands.wrong_milli || null,
  verdict: stands.verdict,
  disposal: stands.disposal,
});

/** Something stands in it that head office was not known to have said. */
export const begun = ({ stands, received_milli, wrong_milli, verdict, disposal }: JudgedLine): boolean =>
  received_milli !== stands.received_milli ||
  (wrong_milli ?? 0) !== stands.wrong_milli ||
  verdict !== stands.verdict ||
  disposal !== stands.disposal;

export const toJudged = (lines: readonly JudgedLine[]): PartResultLine[] =>
  lines.filter(begun).map(({ stands, received_milli, wrong_milli, verdict, disposal }) => ({
    tag_no: stands.tag_no,
    received_milli: received_milli ?? 0,
    wrong_milli: wrong_milli ?? 0,
    verdict: verdict as PartVerdict | null,
    disposal: disposal as Disposal | null,
  }));
