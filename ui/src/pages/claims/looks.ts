// How claims and what head office decided of a line look, wherever they stand on this page.

import type { ClaimState, Verdict } from '../../api/types';
import type { IconName } from '../../kit/icons';
import type { Tone } from '../../kit/tone';
import type { StateLook } from '../../pieces/states';
import { t } from '../../text';

const STATE: Record<ClaimState, [Tone, IconName]> = {
  submitted: ['quiet', 'wait'],
  partly_decided: ['quiet', 'wait'],
  decided: ['good', 'check'],
  noticed: ['risk', 'alert'],
  disputed: ['bad', 'returned'],
  confirmed: ['good', 'check'],
  deducted: ['good', 'claim'],
  voided: ['quiet', 'void'],
};
const VERDICT: Record<Verdict, [Tone, IconName]> = {
  approved: ['good', 'check'],
  cut: ['risk', 'alert'],
  refused: ['bad', 'void'],
  needs_material: ['risk', 'draft'],
};

/** `differs`: its notice says other sums than its lines; it cannot be confirmed, only disputed. */
export function claimLook(state: ClaimState, differs = false): StateLook {
  const [tone, icon] = STATE[state];
  const word = state === 'noticed' && differs ? t.claim.states.differing : t.claim.states[state];
  return { tone, icon, word };
}

export function withdrawnLook(): StateLook {
  return { tone: 'quiet', icon: 'void', word: t.claim.panel.withdrawnWord };
}

export function verdictLook(verdict: Verdict | null): StateLook {
  if (verdict === null) return { tone: 'quiet', icon: 'wait', word: t.claim.panel.undecided };
  const [tone, icon] = VERDICT[verdict];
  return { tone, icon, word: t.claim.verdicts[verdict] };
}
