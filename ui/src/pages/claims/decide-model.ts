// Decisions as typed from a paper of head office. A line in which nothing was changed is not sent.

import type { ClaimLineView, LineDecision } from '../../api/types';

export interface DecisionLine {
  /** The line as it stands. */
  stands: ClaimLineView;
  approved_fen: number | null;
  reason: string;
}

export const toLine = (stands: ClaimLineView): DecisionLine => ({
  stands,
  approved_fen: stands.approved_fen,
  reason: stands.reason,
});

/** Changed, and not emptied: what was decided is corrected, not taken back. */
export const begun = ({ stands, approved_fen, reason }: DecisionLine): boolean =>
  (approved_fen !== null || reason.trim() !== '') &&
  (approved_fen !== stands.approved_fen || reason.trim() !== stands.reason);

/** A cut, a refusal and a wish for more paper have a reason; all of it needs none. */
export const needsReason = (line: DecisionLine): boolean =>
  line.approved_fen !== null && line.approved_fen !== line.stands.claimed_fen;

export const toDecisions = (lines: readonly DecisionLine[], judged_by: string): LineDecision[] =>
  lines.filter(begun).map(({ stands, approved_fen, reason }) => ({
    repair_no: stands.repair_no,
    approved_fen,
    reason: reason.trim(),
    judged_by: judged_by.trim() || stands.judged_by,
  }));
