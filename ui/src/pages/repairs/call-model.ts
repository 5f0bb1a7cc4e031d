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
export const stepSays = ({ who, no, words, by_repair }: StepView): string =>
  [who, no, words, by_repair ? t.call.panel.byRepair : ''].filter(Boolean).join(' · ');

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
  forwarded_at: number | null;
  day: string | null;
  time: string | null;
  note: string;
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
    forwarded_at: null,
    day: null,
    time: null,
    note: '',
    follows: null,
  };
}

function modelOf(d: CallDraft): CallModel {
  const { phone, caller, channel, complaint, address, serial, model, product, task_no, note } = d;
  const when = d.received_at ? dayAndTime(d.received_at) : { day: null, time: null };
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
    forwarded_at: d.forwarded_at ?? null,
    follows: d.follows ?? null,
  };
}

export function fromCall({ rev, draft }: CallView): CallModel {
  return { ...modelOf(draft), made_from: { rev, draft } };
}

/** A machine or customer that was taken from the phone is left as soon as its words are typed over. */
export function toCallDraft(model: CallModel, today: string): CallDraft {
  const { made_from, day, time, principal, request_id, ...rest } = model;
  const before = made_from?.draft.received_at ?? null;
  const was = before === null ? null : dayAndTime(before);
  const same = was !== null && was.day === day && was.time === time;
  const typed = day !== null || time !== null;
  const received_at = same ? before : typed ? instantOf(day ?? today, time ?? '00:00') : null;
  return { ...rest, request_id: request_id || null, principal: principal ?? '', received_at };
}

/** What a phone brought along. */
export function takeKnown(model: CallModel, known: KnownCaller): void {
  model.customer_id = known.customer_id;
  model.caller = known.name;
  model.address ||= known.address;
  if (!known.unit_id) return;
  const { unit_id, principal, serial, model: code, product } = known;
  Object.assign(model, { unit_id, principal, serial, model: code, product });
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
