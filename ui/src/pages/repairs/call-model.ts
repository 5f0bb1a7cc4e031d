// The call form's model, and what each step asks for.

import { dayAndTime, instantOf } from '../../kit/moment';
import { catchUp, movedSays } from '../../pieces/others';
import { t } from '../../text';
import type {
  Area,
  CallDraft,
  CallView,
  Channel,
  KnownCaller,
  StepKind,
  StepView,
  Urgency,
} from '../../api/types';

/** The steps in the order of the register; a step's key is its place. */
export const STEPS: readonly StepKind[] = [
  'arranged',
  'told',
  'filed',
  'referred',
  'dispatched',
  'arrived',
  'done',
  'signed',
  'crossed_off',
];

/** The digit that puts a step in. */
export const keyOf = (kind: StepKind): string => String(STEPS.indexOf(kind) + 1);

export interface NextStep {
  kind: StepKind;
  word: string;
  key: string;
  missed: boolean;
}

/** Whether a step fills in the number of a filing that was told by phone. */
export const fillsNo = (kind: StepKind, { steps }: CallView): boolean =>
  kind === 'filed' && steps.some((step) => step.awaits_no);

/** The steps that may come now; those that later ones have passed can only be made up for. */
export function nextOf(call: CallView): NextStep[] {
  const { next, steps } = call;
  const furthest = Math.max(-1, ...steps.map(({ kind }) => STEPS.indexOf(kind)));
  return next.map((kind) => ({
    kind,
    word: fillsNo(kind, call) ? t.call.step.fillNo : t.call.steps[kind],
    key: keyOf(kind),
    missed: STEPS.indexOf(kind) < furthest && !fillsNo(kind, call),
  }));
}

interface Asks {
  /** Label of the person; null where nobody is asked for. */
  who: string | null;
  /** Head office's filing number. */
  no: boolean;
  words: string;
  wordsNeeded: boolean;
}

const signed = ({ steps }: CallView): boolean =>
  steps.some((step) => step.kind === 'signed' || step.kind === 'referred');

/** What a step asks for. */
export function askedOf(kind: StepKind, call: CallView): Asks {
  const w = t.call.step;
  const unsigned = kind === 'crossed_off' && !signed(call);
  return {
    who:
      kind === 'dispatched' ? w.technician : kind === 'signed' ? w.signer : kind === 'filed' ? w.who : null,
    no: kind === 'filed',
    words: unsigned
      ? w.whyUnsigned
      : kind === 'done'
        ? w.result
        : kind === 'arranged'
          ? w.arrangement
          : w.words,
    wordsNeeded: unsigned,
  };
}

/** Whether a step cannot be put in by its key alone. */
export function asksMore(kind: StepKind, call: CallView): boolean {
  const asks = askedOf(kind, call);
  return asks.no || asks.wordsNeeded || kind === 'dispatched';
}

/** Who and what of a step, in a line. */
export const stepSays = ({ who, no, words, by_repair, awaits_no }: StepView): string =>
  [who, awaits_no ? t.call.step.byPhone : no, words, by_repair ? t.call.panel.byRepair : '']
    .filter(Boolean)
    .join(' · ');

export interface CallModel {
  /** What is being changed, as it was when the form began with it; null for a new call. */
  made_from: { rev: number; draft: CallDraft } | null;
  request_id: string;
  phone: string;
  caller: string;
  customer_id: string | null;
  unit_id: string | null;
  principal: string | null;
  channel: Channel;
  complaint: string;
  area: Area | null;
  address: string;
  serial: string;
  model: string;
  product: string;
  urgency: Urgency;
  task_no: string;
  /** When head office forwarded it; empty means with the call. */
  forwarded_day: string | null;
  forwarded_time: string | null;
  /** When the first word of it was typed: that is when it came in, unless somebody says otherwise. */
  began_at: number | null;
  day: string | null;
  time: string | null;
  note: string;
  /** What the phone brought along; it goes again when another phone is typed. */
  taken: KnownCaller | null;
  /** UUID of the earlier call it comes after. */
  follows: string | null;
}

export function blankCall(principal: string): CallModel {
  return {
    made_from: null,
    request_id: crypto.randomUUID(),
    phone: '',
    caller: '',
    customer_id: null,
    unit_id: null,
    principal: principal || null,
    channel: 'phone',
    complaint: '',
    area: null,
    address: '',
    serial: '',
    model: '',
    product: '',
    urgency: 'normal',
    task_no: '',
    forwarded_day: null,
    forwarded_time: null,
    began_at: null,
    day: null,
    time: null,
    note: '',
    taken: null,
    follows: null,
  };
}

/** The first word is typed: the call came in now. It stands in the form, so that it can be put right. Where the window's
    clock is on another day than the desk's, the desk's own is left to say it. */
export function beginAt(model: CallModel, now: number, today: string): void {
  if (model.began_at !== null || model.made_from !== null || dayAndTime(now).day !== today) return;
  model.began_at = now;
  if (model.day === null && model.time === null) Object.assign(model, dayAndTime(now));
}

function modelOf(d: CallDraft): CallModel {
  const { phone, caller, channel, complaint, address, serial, model, product, task_no, note } = d;
  const when = d.received_at ? dayAndTime(d.received_at) : { day: null, time: null };
  const apart = d.forwarded_at !== d.received_at ? d.forwarded_at : null;
  const sent = apart ? dayAndTime(apart) : { day: null, time: null };
  return {
    ...blankCall(d.principal),
    phone,
    caller,
    channel,
    complaint,
    address,
    serial,
    model,
    product,
    task_no,
    note,
    ...when,
    request_id: '',
    customer_id: d.customer_id ?? null,
    unit_id: d.unit_id ?? null,
    area: d.area ?? null,
    urgency: d.urgency ?? 'normal',
    forwarded_day: sent.day,
    forwarded_time: sent.time,
    follows: d.follows ?? null,
  };
}

export function fromCall({ rev, draft }: CallView): CallModel {
  return { ...modelOf(draft), made_from: { rev, draft } };
}

/** Whether it is a task of head office. */
export const isForwarded = ({ channel, task_no }: CallModel): boolean =>
  channel === 'head_office' || task_no.trim() !== '';

/** The instant two boxes say; as exact as it was known before, where nobody touched them. */
function instantIn(
  day: string | null,
  time: string | null,
  before: number | null,
  today: string,
): number | null {
  if (day === null && time === null) return null;
  const was = before === null ? null : dayAndTime(before);
  if (was !== null && was.day === day && was.time === time) return before;
  return instantOf(day ?? today, time ?? '00:00');
}

export function toCallDraft(model: CallModel, today: string): CallDraft {
  const { made_from, began_at, taken: _, day, time, forwarded_day, forwarded_time, ...rest } = model;
  const { principal, request_id } = model;
  const stood = made_from?.draft;
  const received_at = instantIn(day, time, stood?.received_at ?? began_at, today);
  const sent = instantIn(forwarded_day, forwarded_time, stood?.forwarded_at ?? null, today);
  return {
    ...rest,
    request_id: request_id || null,
    principal: principal ?? '',
    received_at,
    forwarded_at: isForwarded(model) ? sent : null,
  };
}

/** What a phone brought along. */
export function takeKnown(model: CallModel, known: KnownCaller): void {
  model.taken = known;
  model.customer_id = known.customer_id;
  model.caller = known.name;
  model.address ||= known.address;
  if (!known.unit_id) return;
  const { unit_id, principal, serial, model: code, product } = known;
  Object.assign(model, { unit_id, principal, serial, model: code, product });
}

/** Another phone is typed: what the one before brought goes with it; what was typed over it stays. */
export function leaveKnown(model: CallModel, principal: string): void {
  const { taken } = model;
  model.customer_id = null;
  model.taken = null;
  if (!taken) return;
  if (model.caller === taken.name) model.caller = '';
  if (model.address === taken.address) model.address = '';
  if (!taken.unit_id || model.serial !== taken.serial) return;
  Object.assign(model, { unit_id: null, serial: '', model: '', product: '', principal: principal || null });
}

/** The earlier call a new one follows, out of its address; null when it is none. */
export const callAfter = (id: string): string | null => /^after:(.+)$/.exec(id)?.[1] ?? null;

/** The user comes again with the same machine. Only empty fields are filled. */
export function fillAfter(model: CallModel, { id, draft: d }: CallView): void {
  model.follows = id;
  model.phone ||= d.phone;
  model.caller ||= d.caller;
  model.address ||= d.address;
  model.serial ||= d.serial;
  model.model ||= d.model;
  model.product ||= d.product;
  model.customer_id ??= d.customer_id ?? null;
  model.unit_id ??= d.unit_id ?? null;
  model.area ??= d.area ?? null;
  model.principal = d.principal || model.principal;
}

const f = t.call.form;
const LABELS: Readonly<Record<string, string>> = {
  phone: f.phone,
  caller: f.caller,
  principal: f.maker,
  channel: f.channel,
  complaint: f.complaint,
  area: f.area,
  address: f.address,
  serial: f.serial,
  model: f.model,
  urgency: f.urgency,
  task_no: f.taskNo,
  forwarded_day: f.forwardedDay,
  forwarded_time: f.forwardedTime,
  day: f.day,
  time: f.time,
  note: f.note,
};

/** Brings in what another window saved meanwhile; says so in a sentence a field. */
export function followOthers(model: CallModel, stands: CallView): string[] {
  const seen = model.made_from;
  model.made_from = { rev: stands.rev, draft: stands.draft };
  if (!seen || seen.rev === stands.rev) return [];
  const { made_from: _, ...now } = modelOf(stands.draft);
  const moved = catchUp<Omit<CallModel, 'made_from'>>(model, modelOf(seen.draft), now);
  const words = { channel: t.repair.channels, area: t.call.areas, urgency: t.call.urgencies };
  return movedSays(moved, LABELS, words);
}

export const worthKeeping = (model: CallModel): boolean =>
  [model.phone, model.caller, model.complaint, model.serial, model.address].some(
    (text) => text.trim() !== '',
  );
