// The repair form's model: nothing undefined, days and money may be missing.

import { placeOfLine } from '../../pieces/lines';
import { catchUp, movedSays } from '../../pieces/others';
import { fieldNamed } from '../../pieces/refuse';
import { t } from '../../text';
import type {
  Channel,
  FaultHit,
  Method,
  PartKind,
  PartView,
  Payer,
  RepairDraft,
  RepairPartInput,
  RepairView,
  UnitView,
  Severity,
  UsageUnit,
  Wait,
} from '../../api/types';

/** What the price list asks for a part. */
export type ListPrices = Pick<PartView, 'price_fen' | 'market_price_fen'>;

export interface PartLine {
  /** For the list on the screen only. */
  key: string;
  id: string | null;
  code: string;
  name: string;
  spec: string;
  unit: string;
  qty_milli: number | null;
  price_fen: number | null;
  /** The prices one was proposed from; null for a line on record, whose price stays. */
  listed: ListPrices | null;
  kind: PartKind | null;
  replaced_on: string | null;
  wants_replacement: boolean;
  old_serial: string;
  new_serial: string;
  old_part_here: boolean;
  bin: string;
  tag_no: string | null;
}

/** A time within the repair with a cause of its own. */
export interface WaitLine {
  /** For the list on the screen only. */
  key: string;
  cause: Wait['cause'];
  from: string | null;
  to: string | null;
}

export interface RepairModel {
  /** What is being changed, as it was when the form began with it; null for a new repair. */
  made_from: { rev: number; draft: RepairDraft } | null;
  request_id: string;
  /** UUID of the call it is opened from. */
  call: string | null;
  /** The machine of that call is with the user: old parts are not here when they come off. */
  at_user: boolean;
  no: string;
  principal: string;
  customer: { id: string | null; name: string; phone: string; county: string; town: string; village: string };
  unit: {
    model: string;
    product: string;
    serial: string;
    engine_no: string;
    frame_no: string;
    produced_on: string | null;
  };
  channel: Channel;
  reported_on: string | null;
  received_on: string | null;
  completed_on: string | null;
  handed_over_on: string | null;
  usage_milli: number | null;
  usage_unit: UsageUnit;
  in_warranty: boolean;
  /** The clerk ticked it, or it is on record: the proposal no longer moves it. */
  warranty_said: boolean;
  payer: Payer | null;
  fault: string;
  fault_place: string;
  /** Code in the fault tree; null or empty for a fault in words alone. */
  fault_code: string | null;
  cause: string;
  responsibility: string;
  method: Method;
  work: string;
  technician: string;
  labour_milli_hours: number | null;
  labour_fen: number | null;
  material_fen: number | null;
  travel_milli_km: number | null;
  travel_fen: number | null;
  other_fen: number | null;
  user_signed: boolean;
  user_rating: string;
  note: string;
  share_consent: boolean;
  parts: PartLine[];
  severity: Severity | null;
  /** UUID of an earlier repair of the same problem. */
  same_as: string | null;
  component_exchanged: boolean;
  waits: WaitLine[];
  usage_read_on: string | null;
  new_meter: boolean;
  old_meter_milli: number | null;
  depart_time: string;
  /** Kept as they came: this form does not show them. */
  kept: Pick<RepairDraft, 'reported_time' | 'arrived_on' | 'arrived_time'>;
}

/** A line before anything is typed. Of a repair at the user's place the old part is not here yet. */
export function blankPart(here = true): PartLine {
  return {
    key: crypto.randomUUID(),
    id: null,
    code: '',
    name: '',
    spec: '',
    unit: t.repairForm.part.piece,
    qty_milli: 1000,
    price_fen: null,
    listed: null,
    kind: null,
    replaced_on: null,
    wants_replacement: false,
    old_serial: '',
    new_serial: '',
    old_part_here: here,
    bin: '',
    tag_no: null,
  };
}

export function blankRepair(principal: string, technician: string, today: string | null = null): RepairModel {
  return {
    made_from: null,
    request_id: crypto.randomUUID(),
    call: null,
    at_user: false,
    no: '',
    principal,
    customer: { id: null, name: '', phone: '', county: '', town: '', village: '' },
    unit: { model: '', product: '', serial: '', engine_no: '', frame_no: '', produced_on: null },
    channel: 'phone',
    reported_on: today,
    received_on: null,
    completed_on: null,
    handed_over_on: null,
    usage_milli: null,
    usage_unit: 'hour',
    in_warranty: false,
    warranty_said: false,
    payer: null,
    fault: '',
    fault_place: '',
    fault_code: null,
    cause: '',
    responsibility: '',
    method: 'replace',
    work: '',
    technician,
    labour_milli_hours: null,
    labour_fen: null,
    material_fen: null,
    travel_milli_km: null,
    travel_fen: null,
    other_fen: null,
    user_signed: false,
    user_rating: '',
    note: '',
    share_consent: false,
    parts: [],
    severity: null,
    same_as: null,
    component_exchanged: false,
    waits: [],
    usage_read_on: null,
    new_meter: false,
    old_meter_milli: null,
    depart_time: '',
    kept: { reported_time: '', arrived_on: null, arrived_time: '' },
  };
}

function lineOf(part: RepairPartInput): PartLine {
  return {
    ...blankPart(),
    ...part,
    key: part.id ?? crypto.randomUUID(),
    id: part.id ?? null,
    price_fen: part.price_fen ?? null,
    kind: part.kind ?? null,
    replaced_on: part.replaced_on ?? null,
    tag_no: part.tag_no ?? null,
  };
}

export function fromRepair({ rev, draft }: RepairView): RepairModel {
  return { ...modelOf(draft), made_from: { rev, draft } };
}

function modelOf(d: RepairDraft): RepairModel {
  const { id, name, phone, county, town, village } = d.customer;
  const { model, product, serial, engine_no, frame_no } = d.unit;
  return {
    ...blankRepair(d.principal, d.technician),
    ...pickTexts(d),
    warranty_said: true,
    fault_code: d.fault_code || null,
    request_id: d.request_id ?? '',
    call: d.call ?? null,
    customer: { id: id ?? null, name, phone, county, town, village },
    unit: { model, product, serial, engine_no, frame_no, produced_on: d.unit.produced_on ?? null },
    reported_on: d.reported_on,
    received_on: d.received_on ?? null,
    completed_on: d.completed_on ?? null,
    handed_over_on: d.handed_over_on ?? null,
    usage_milli: d.usage_milli ?? null,
    usage_unit: d.usage_unit ?? 'hour',
    payer: d.payer ?? null,
    labour_milli_hours: d.labour_milli_hours ?? null,
    material_fen: d.material_fen ?? null,
    travel_milli_km: d.travel_milli_km ?? null,
    parts: d.parts.map(lineOf),
    severity: d.severity ?? null,
    same_as: d.same_as ?? null,
    component_exchanged: d.component_exchanged,
    waits: (d.waits ?? []).map((wait, n) => ({
      key: `${n}`,
      cause: wait.cause,
      from: wait.from,
      to: wait.to ?? null,
    })),
    usage_read_on: d.usage_read_on ?? null,
    new_meter: d.new_meter,
    old_meter_milli: d.old_meter_milli ?? null,
    kept: {
      reported_time: d.reported_time,
      arrived_on: d.arrived_on ?? null,
      arrived_time: d.arrived_time,
    },
  };
}

function pickTexts(d: RepairDraft) {
  const { no, channel, in_warranty, fault, fault_place, cause, responsibility, method, work } = d;
  const { labour_fen, travel_fen, other_fen, user_signed, user_rating, note, share_consent, depart_time } = d;
  const texts = { no, channel, in_warranty, fault, fault_place, cause, responsibility, method, work };
  return {
    ...texts,
    labour_fen,
    travel_fen,
    other_fen,
    user_signed,
    user_rating,
    note,
    share_consent,
    depart_time,
  };
}

const begun = (line: PartLine): boolean =>
  line.name.trim() !== '' || line.code.trim() !== '' || line.price_fen !== null;

/** Null while the day of the report is missing. A part line in which nothing was typed is not begun. */
export function toRepairDraft(model: RepairModel): RepairDraft | null {
  const { made_from: _, warranty_said: __, at_user: ___, reported_on, kept, parts, waits, ...rest } = model;
  if (reported_on === null) return null;
  return {
    ...rest,
    ...kept,
    request_id: model.request_id || null,
    reported_on,
    fault_code: model.fault_code ?? '',
    waits: waits.flatMap(({ cause, from, to }) => (from === null ? [] : [{ cause, from, to }])),
    labour_fen: model.labour_fen ?? 0,
    travel_fen: model.travel_fen ?? 0,
    other_fen: model.other_fen ?? 0,
    parts: parts
      .filter(begun)
      .map(({ key: _key, listed: _listed, qty_milli, ...line }) => ({ ...line, qty_milli: qty_milli ?? 0 })),
  };
}

/** In warranty the price ex works, out of it the market price: as PART-2 has it for a line without a price. */
function listPrice(listed: ListPrices, inWarranty: boolean): number | null {
  return inWarranty ? listed.price_fen : (listed.market_price_fen ?? listed.price_fen);
}

/** A part of the price list taken into a line. */
export function takePart(line: PartLine, part: PartView, inWarranty: boolean): void {
  const { code, name, spec, kind, price_fen, market_price_fen } = part;
  const listed = { price_fen, market_price_fen };
  const unit = part.unit || line.unit;
  Object.assign(line, { code, name, spec, unit, kind, listed, price_fen: listPrice(listed, inWarranty) });
}

/** Another text in the line of a listed part: nothing of that part stays under it. */
export function dropPart(line: PartLine): void {
  const { code, spec, unit, kind, price_fen, listed } = blankPart();
  Object.assign(line, { code, spec, unit, kind, price_fen, listed });
}

/** Lines that would be charged at nothing: nobody knows the part and nobody typed a price. */
export const unpriced = ({ parts }: RepairModel): PartLine[] =>
  parts.filter((line) => begun(line) && line.code === '' && line.price_fen === null);

/** The tick 三包期内 moved: proposed prices follow it, a typed one stays. */
export function followWarranty(model: RepairModel): void {
  for (const line of model.parts) {
    const proposed = line.listed && listPrice(line.listed, !model.in_warranty);
    if (line.listed && line.price_fen === proposed)
      line.price_fen = listPrice(line.listed, model.in_warranty);
  }
}

/** What a found machine brings along. Only empty fields are filled: nothing typed is changed. */
export function fillFrom(model: RepairModel, found: UnitView): void {
  const owner = found.owner;
  model.principal = found.unit.principal;
  const unit = model.unit;
  unit.model ||= found.unit.model;
  unit.product ||= found.unit.product;
  unit.engine_no ||= found.unit.engine_no;
  unit.frame_no ||= found.frame_no;
  if (!owner || model.customer.name !== '') return;
  const { name, phone, county, town, village } = owner;
  model.customer = { id: owner.id ?? null, name, phone, county, town, village };
}

export function placeOf({ parts: lines }: RepairModel, field: string): string {
  const boxes = ['name', 'qty_milli', 'price_fen', 'kind', 'bin', 'old_serial', 'new_serial'] as const;
  return placeOfLine({ list: 'parts', lines, begun, boxes: [...boxes] }, field);
}

/** A fault picked in the tree: its wording where nothing was typed, and the place and cause it names. */
export function takeFault(model: RepairModel, hit: FaultHit): void {
  model.fault_code = hit.code;
  model.fault_place = hit.part;
  model.cause = hit.cause;
  model.fault ||= hit.symptom;
}

/** Another fault in its place: its words go where they stand as they came. */
export function dropFault(model: RepairModel, hit: FaultHit): void {
  if (model.fault_place === hit.part) model.fault_place = '';
  if (model.cause === hit.cause) model.cause = '';
  if (model.fault === hit.symptom) model.fault = '';
}

export const lineFen = (line: PartLine): number =>
  Math.round(((line.price_fen ?? 0) * (line.qty_milli ?? 0)) / 1000);

export function partsFen(model: RepairModel): number {
  return model.parts.reduce((sum, line) => sum + lineFen(line), 0);
}

export function totalFen(model: RepairModel): number {
  const { labour_fen, travel_fen, other_fen, material_fen } = model;
  return (labour_fen ?? 0) + (material_fen ?? partsFen(model)) + (travel_fen ?? 0) + (other_fen ?? 0);
}

/** Brings in what another window saved meanwhile; says so in a sentence a field. */
export function followOthers(model: RepairModel, stands: RepairView): string[] {
  const seen = model.made_from;
  model.made_from = { rev: stands.rev, draft: stands.draft };
  if (!seen || seen.rev === stands.rev) return [];
  const { made_from: _, ...now } = modelOf(stands.draft);
  const moved = catchUp<Omit<RepairModel, 'made_from'>>(model, modelOf(seen.draft), now);
  const {
    channels: channel,
    methods: method,
    payers: payer,
    usageUnits: usage_unit,
    severities: severity,
  } = t.repair;
  return movedSays(moved, LABELS, { channel, method, payer, usage_unit, severity });
}

const f = t.repairForm.fields;
const LABELS: Readonly<Record<string, string>> = {
  no: f.no,
  'customer.name': f.name,
  'customer.phone': f.phone,
  'customer.county': f.county,
  'customer.town': f.town,
  'customer.village': f.village,
  'unit.model': f.model,
  'unit.serial': f.serial,
  'unit.engine_no': f.engineNo,
  channel: f.channel,
  reported_on: f.reportedOn,
  received_on: f.receivedOn,
  completed_on: f.completedOn,
  handed_over_on: f.handedOverOn,
  usage_milli: f.usage,
  usage_unit: f.usageUnit,
  in_warranty: f.inWarranty,
  payer: f.payer,
  fault: f.fault,
  fault_place: f.faultPlace,
  fault_code: t.faults.pick,
  cause: f.cause,
  responsibility: f.responsibility,
  method: f.method,
  work: f.work,
  technician: f.technician,
  labour_milli_hours: f.labourHours,
  labour_fen: f.labour,
  material_fen: f.material,
  travel_milli_km: f.travelKm,
  travel_fen: f.travel,
  other_fen: f.other,
  user_signed: f.signed,
  user_rating: f.rating,
  note: f.note,
  share_consent: f.consent,
  parts: t.repairForm.parts,
  severity: f.severity,
  same_as: f.sameAs,
  component_exchanged: f.componentExchanged,
  waits: f.waits,
  usage_read_on: f.usageReadOn,
  new_meter: f.newMeter,
  old_meter_milli: f.oldMeter,
  depart_time: t.fees.departTime,
};

/** The form's field that head office named in its refusal; null when it named none the form has. */
export function returnedIn(repair: RepairView | null): string | null {
  return repair?.returned_field ? fieldNamed(repair.returned_field, Object.keys(LABELS)) : null;
}

export function worthKeeping(model: RepairModel): boolean {
  const { customer: c, unit: u } = model;
  const texts = [
    model.no,
    c.name,
    c.phone,
    u.serial,
    u.model,
    model.fault,
    model.cause,
    model.work,
    model.note,
  ];
  return texts.some((text) => text.trim() !== '') || model.parts.length > 0;
}
