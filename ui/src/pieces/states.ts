// How each state looks: icon, word, tone. One place, so that a state looks the same on every page.

import type {
  CallState,
  CardState,
  CustodyState,
  OldPartState,
  RemedyState,
  RepairState,
  TodayKind,
} from '../api/types';
import type { IconName } from '../kit/icons';
import type { Tone } from '../kit/tone';
import { t } from '../text';

export interface StateLook {
  tone: Tone;
  icon: IconName;
  word: string;
  /** Why, where the word alone does not say it. */
  why?: string;
}

const CARD: Record<CardState, [Tone, IconName]> = {
  issued: ['quiet', 'draft'],
  queued: ['quiet', 'wait'],
  acknowledged: ['good', 'check'],
  returned: ['bad', 'returned'],
  before_start: ['quiet', 'archive'],
  voided: ['quiet', 'void'],
};
const REPAIR: Record<RepairState, [Tone, IconName]> = {
  draft: ['quiet', 'repair'],
  submitted: ['good', 'check'],
  voided: ['quiet', 'void'],
};
const OLD_PART: Record<OldPartState, [Tone, IconName]> = {
  tagged: ['risk', 'tag'],
  in_store: ['quiet', 'archive'],
  sent: ['good', 'truck'],
  kept_by_user: ['quiet', 'check'],
  destroyed: ['quiet', 'void'],
  lost: ['bad', 'alert'],
  stays_at_dealer: ['quiet', 'archive'],
  voided: ['quiet', 'void'],
};
/** Outbox and report states travel as text; one this window does not know is shown as it came. */
const SENT: Record<string, [Tone, IconName]> = {
  pending: ['quiet', 'wait'],
  inflight: ['quiet', 'sync'],
  deferred: ['quiet', 'wait'],
  rejected: ['bad', 'returned'],
  acked: ['good', 'check'],
  superseded: ['quiet', 'void'],
  not_sent: ['quiet', 'folder'],
  handed: ['quiet', 'truck'],
};
const CALL: Record<CallState, [Tone, IconName]> = {
  open: ['risk', 'wait'],
  arranged: ['risk', 'calendar'],
  dispatched: ['quiet', 'send'],
  arrived: ['quiet', 'repair'],
  referred: ['quiet', 'send'],
  done: ['quiet', 'check'],
  signed: ['good', 'check'],
  closed: ['good', 'check'],
  voided: ['quiet', 'void'],
};
const CUSTODY: Record<CustodyState, [Tone, IconName]> = {
  here: ['risk', 'archive'],
  returned: ['good', 'check'],
  taken_away: ['quiet', 'truck'],
  voided: ['quiet', 'void'],
};
const REMEDY: Record<RemedyState, [Tone, IconName]> = {
  open: ['risk', 'wait'],
  told: ['risk', 'wait'],
  chosen: ['risk', 'wait'],
  asked: ['quiet', 'send'],
  approved: ['good', 'check'],
  refused: ['bad', 'returned'],
  offered: ['risk', 'returned'],
  exchanged: ['good', 'check'],
  replaced: ['good', 'check'],
  refunded: ['good', 'check'],
  mended: ['good', 'check'],
  withdrawn: ['quiet', 'void'],
  declined: ['quiet', 'void'],
  closed: ['quiet', 'archive'],
  voided: ['quiet', 'void'],
};
const KIND: Record<TodayKind, IconName> = {
  card: 'sale',
  rejected: 'returned',
  report: 'report',
  month: 'report',
  demand: 'alert',
  repair: 'repair',
  call: 'late',
  call_left: 'alert',
  custody: 'archive',
  old_part: 'part',
  notice: 'claim',
  part_return: 'part',
  sync: 'send',
  policy: 'shield',
  unread: 'alert',
  message: 'info',
  entry: 'register',
  paper: 'register',
  expected: 'late',
};

const look = ([tone, icon]: [Tone, IconName], word: string): StateLook => ({ tone, icon, word });

export const cardLook = (state: CardState): StateLook => look(CARD[state], t.states.card[state]);
interface Standing {
  state: RepairState;
  completed_on?: string | null;
  user_signed: boolean;
  returned_reason: string | null;
}

/** A repair that is done is no longer 在修: it waits for the signature, then for being submitted. */
export function repairLook(
  { state, completed_on, user_signed, returned_reason }: Standing,
  enrolled = true,
): StateLook {
  if (returned_reason) return look(['bad', 'returned'], t.states.card.returned);
  // Nobody is there to take it: what was submitted waits.
  if (state === 'submitted' && !enrolled)
    return { ...look(['risk', 'wait'], t.states.card.queued), why: t.repair.noHeadOffice };
  if (state !== 'draft' || !completed_on) return look(REPAIR[state], t.states.repair[state]);
  return look(['risk', 'draft'], user_signed ? t.repair.waitsSubmit : t.repair.waitsSign);
}
export const callLook = (state: CallState): StateLook => look(CALL[state], t.call.states[state]);
export const custodyLook = (state: CustodyState): StateLook => look(CUSTODY[state], t.custody.states[state]);
export const remedyLook = (state: RemedyState): StateLook => look(REMEDY[state], t.remedy.states[state]);
/** What head office refused says so before anything else, with the reason. */
export const returnedLook = (why: string): StateLook => ({
  ...look(['bad', 'returned'], t.states.card.returned),
  why,
});
export const oldPartLook = (state: OldPartState): StateLook => look(OLD_PART[state], t.states.oldPart[state]);
const TONES: Readonly<Record<string, [Tone, IconName]>> = {
  wait: ['risk', 'wait'],
  work: ['quiet', 'repair'],
  risk: ['risk', 'alert'],
  done: ['good', 'check'],
  bad: ['bad', 'returned'],
  off: ['quiet', 'void'],
};
interface EntryStanding {
  tone: string;
  state_title: string;
  returned: boolean;
  voided: boolean;
}
/** How a state of a form looks is said by the form; a tone this window does not know is quiet. */
export function entryLook({ tone, state_title, returned, voided }: EntryStanding): StateLook {
  if (voided) return look(['quiet', 'void'], t.register.voidedWord);
  if (returned) return look(['bad', 'returned'], t.register.returned);
  return look(TONES[tone] ?? ['quiet', 'info'], state_title);
}
export const kindLook = (kind: TodayKind): { icon: IconName; word: string } => ({
  icon: KIND[kind],
  word: t.today.kinds[kind],
});

export function sentLook(state: string): StateLook {
  const words: Record<string, string> = { ...t.states.outbox, ...t.states.report };
  return look(SENT[state] ?? ['quiet', 'info'], words[state] ?? state);
}
