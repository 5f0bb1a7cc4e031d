// How a submission looks in the list and in its panel.

import type { SubmissionRow, SubmissionState } from '../../api/types';
import type { IconName } from '../../kit/icons';
import type { Tone } from '../../kit/tone';
import type { StateLook } from '../../pieces/states';
import { spoken, t } from '../../text';

const LOOKS: Record<SubmissionState, [Tone, IconName]> = {
  queued: ['quiet', 'wait'],
  sent: ['quiet', 'send'],
  received: ['good', 'check'],
  returned: ['bad', 'returned'],
  voided: ['quiet', 'void'],
};

export function submissionLook(row: SubmissionRow): StateLook {
  const [tone, icon] = LOOKS[row.state];
  const why = row.returned_reason ?? row.void_reason;
  return { tone, icon, word: t.submission.states[row.state], ...(why ? { why: spoken(why) } : {}) };
}

/** Head office's receipt: its number, or how many it signed. */
export const receiptOf = (row: SubmissionRow): string =>
  row.receipt_no || (row.signed_receipts > 0 ? t.submission.signed(row.signed_receipts) : '');

/** What keeps it from counting whole. */
export const lacks = (row: SubmissionRow): string =>
  [
    row.evidence_missing ? t.submission.noEvidence : '',
    row.missing.length > 0 ? t.submission.missing(row.missing) : '',
  ]
    .filter((part) => part !== '')
    .join('；');
