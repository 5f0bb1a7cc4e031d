// The receipt form's model: what a call or a repair says already is taken over once, and may be typed over.

import { dayAndTime, instantOf } from '../../kit/moment';
import { catchUp, movedSays } from '../../pieces/others';
import { t } from '../../text';
import type { CallView, CustodyDraft, CustodyRow, CustodyView, RepairView } from '../../api/types';
import type { Tone } from '../../kit/tone';

export interface CustodyModel {
  /** What is being changed, as it was when the form began with it; null for a new receipt. */
  made_from: { rev: number; draft: CustodyDraft } | null;
  request_id: string;
  call: string | null;
  repair: string | null;
  principal: string | null;
  unit_id: string | null;
  bearer: string;
  phone: string;
  serial: string;
  model: string;
  product: string;
  outside: string;
  accessories: string;
  fault: string;
  day: string | null;
  time: string | null;
  promised_on: string | null;
  shelf: string;
  note: string;
}

export function blankCustody(principal: string): CustodyModel {
  return {
    made_from: null,
    request_id: crypto.randomUUID(),
    call: null,
    repair: null,
    principal: principal || null,
    unit_id: null,
    bearer: '',
    phone: '',
    serial: '',
    model: '',
    product: '',
    outside: '',
    accessories: '',
    fault: '',
    day: null,
    time: null,
    promised_on: null,
    shelf: '',
    note: '',
  };
}

function modelOf(d: CustodyDraft): CustodyModel {
  const { bearer, phone, serial, model, product, outside, accessories, fault, shelf, note } = d;
  const when = d.in_at ? dayAndTime(d.in_at) : { day: null, time: null };
  return {
    ...blankCustody(d.principal),
    bearer,
    phone,
    serial,
    model,
    product,
    outside,
    accessories,
    fault,
    shelf,
    note,
    ...when,
    request_id: '',
    call: d.call ?? null,
    repair: d.repair ?? null,
    unit_id: d.unit_id ?? null,
    promised_on: d.promised_on ?? null,
  };
}

export const fromCustody = ({ rev, draft }: CustodyView): CustodyModel => ({
  ...modelOf(draft),
  made_from: { rev, draft },
});

/** The instant is left as it was where nobody moved its two boxes. */
export function toCustodyDraft(model: CustodyModel, today: string): CustodyDraft {
  const { made_from, day, time, principal, request_id, ...rest } = model;
  const before = made_from?.draft.in_at ?? null;
  const was = before === null ? null : dayAndTime(before);
  const same = was !== null && was.day === day && was.time === time;
  const typed = day !== null || time !== null;
  const in_at = same ? before : typed ? instantOf(day ?? today, time ?? '00:00') : null;
  return { ...rest, request_id: request_id || null, principal: principal ?? '', in_at };
}

/** What a new receipt comes out of, by its address: `call:…` or `repair:…`. */
export function comesFrom(from: string): { kind: 'call' | 'repair'; id: string } | null {
  const found = /^(call|repair):(.+)$/.exec(from);
  return found ? { kind: found[1] as 'call' | 'repair', id: found[2] ?? '' } : null;
}

/** Only empty fields are filled; a half-filled receipt of something else stays as it was. */
export function fillFromCall(model: CustodyModel, { id, draft }: CallView): void {
  if ((model.call !== null && model.call !== id) || model.repair !== null) return;
  model.call = id;
  model.principal = draft.principal || model.principal;
  model.unit_id ??= draft.unit_id ?? null;
  model.bearer ||= draft.caller;
  model.phone ||= draft.phone;
  model.serial ||= draft.serial;
  model.model ||= draft.model;
  model.product ||= draft.product;
  model.fault ||= draft.complaint;
}

export function fillFromRepair(model: CustodyModel, { id, unit_id, draft }: RepairView): void {
  if (model.repair !== null && model.repair !== id) return;
  model.repair = id;
  model.principal = draft.principal;
  model.unit_id = unit_id;
  model.bearer ||= draft.customer.name;
  model.phone ||= draft.customer.phone;
  model.serial ||= draft.unit.serial;
  model.model ||= draft.unit.model;
  model.product ||= draft.unit.product;
  model.fault ||= draft.fault;
}

const f = t.custody.form;
const LABELS: Readonly<Record<string, string>> = {
  bearer: f.bearer,
  phone: f.phone,
  principal: f.maker,
  serial: f.serial,
  model: f.model,
  outside: f.outside,
  accessories: f.accessories,
  fault: f.fault,
  promised_on: f.promisedOn,
  shelf: f.shelf,
  day: f.day,
  time: f.time,
  note: f.note,
};

/** Brings in what another window saved meanwhile; says so in a sentence a field. */
export function followOthers(model: CustodyModel, stands: CustodyView): string[] {
  const seen = model.made_from;
  model.made_from = { rev: stands.rev, draft: stands.draft };
  if (!seen || seen.rev === stands.rev) return [];
  const { made_from: _, ...now } = modelOf(stands.draft);
  return movedSays(catchUp<Omit<CustodyModel, 'made_from'>>(model, modelOf(seen.draft), now), LABELS, {});
}

export const worthKeeping = (model: CustodyModel): boolean =>
  [model.phone, model.bearer, model.serial, model.outside, model.accessories, model.fault].some(
    (text) => text.trim() !== '',
  );

/** What is left to the day promised, in a word and its tone. */
export function promiseLook({ state, days_left }: CustodyRow): { word: string; tone: Tone } {
  const w = t.custody;
  if (state !== 'here') return { word: '', tone: 'quiet' };
  if (days_left === null) return { word: w.noPromise, tone: 'quiet' };
  if (days_left < 0) return { word: w.late(-days_left), tone: 'bad' };
  return days_left === 0 ? { word: w.dueToday, tone: 'risk' } : { word: w.left(days_left), tone: 'quiet' };
}
