// How packings and the results of head office look, wherever they stand on this page.

import type {
  ExchangeStanding,
  OldPartView,
  OpeningClaimState,
  PackingState,
  PartStanding,
} from '../../api/types';
import type { IconName } from '../../kit/icons';
import type { Tone } from '../../kit/tone';
import { oldPartLook, returnedLook, type StateLook } from '../../pieces/states';
import { t } from '../../text';

const PACKING: Record<PackingState, [Tone, IconName]> = {
  open: ['risk', 'draft'],
  sealed: ['quiet', 'archive'],
  sent: ['good', 'truck'],
  dissolved: ['quiet', 'void'],
};
const STANDING: Record<PartStanding, [Tone, IconName]> = {
  sent: ['quiet', 'wait'],
  short: ['bad', 'alert'],
  wrong_part: ['bad', 'alert'],
  received: ['quiet', 'check'],
  covered: ['good', 'check'],
  not_covered: ['bad', 'returned'],
  usable: ['good', 'check'],
  scrap: ['good', 'check'],
  returned: ['risk', 'returned'],
  disputed: ['risk', 'alert'],
  lost: ['bad', 'void'],
};

const EXCHANGE: Record<ExchangeStanding, [Tone, IconName]> = {
  old_here: ['risk', 'part'],
  on_the_way: ['quiet', 'truck'],
  new_owed: ['risk', 'wait'],
  no_old_part: ['bad', 'alert'],
  done: ['good', 'check'],
  bought: ['quiet', 'check'],
  free: ['quiet', 'check'],
};

const OPENING: Record<OpeningClaimState, [Tone, IconName]> = {
  open: ['quiet', 'wait'],
  settled: ['good', 'check'],
  voided: ['quiet', 'void'],
};

export function openingLook(state: OpeningClaimState): StateLook {
  const [tone, icon] = OPENING[state];
  return { tone, icon, word: t.opening.settle.states[state] };
}

export function exchangeLook(standing: ExchangeStanding): StateLook {
  const [tone, icon] = EXCHANGE[standing];
  return { tone, icon, word: t.exchange.standings[standing] };
}

export function packingLook(state: PackingState): StateLook {
  const [tone, icon] = PACKING[state];
  return { tone, icon, word: t.partReturn.packing.states[state] };
}

export function standingLook(standing: PartStanding): StateLook {
  const [tone, icon] = STANDING[standing];
  return { tone, icon, word: t.partReturn.standings[standing] };
}

/** Where an old part is; of a sent one, what head office says of it; before that, that its record came back. */
export function partLook({ state, standing, returned }: OldPartView): StateLook {
  if (returned) return returnedLook(returned);
  return standing ? standingLook(standing) : oldPartLook(state);
}
