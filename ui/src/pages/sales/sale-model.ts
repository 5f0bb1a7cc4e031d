// The sale form's model: a draft in which nothing is undefined and the day may still be missing.

import type { SaleDraft, SaleView } from '../../api/types';
import { catchUp, changesBetween, movedSays, type Change } from '../../pieces/others';
import { fieldNamed } from '../../pieces/refuse';
import { t } from '../../text';

export interface SaleModel {
  /** What is being changed, as it was when the form began with it; null for a new sale. */
  made_from: { rev: number; draft: SaleDraft } | null;
  request_id: string;
  principal: string;
  customer: {
    id: string | null;
    name: string;
    phone: string;
    county: string;
    town: string;
    village: string;
    id_no: string;
  };
  unit: {
    model: string;
    product: string;
    serial: string;
    engine_no: string;
    frame_no: string;
    produced_on: string | null;
    power_milli_kw: number | null;
  };
  sold_on: string | null;
  price_fen: number | null;
  subsidy_fen: number | null;
  invoice_no: string;
  invoice_on: string | null;
  delivered_on: string | null;
  installed_on: string | null;
  seller: string;
  outlet: string;
  note: string;
  card_no: string;
  user_signed: boolean;
  share_consent: boolean;
}

/** What is the same on the next paper of the same pile is carried over, in sight. */
export interface Carried {
  principal: string;
  seller: string;
  outlet: string;
}

export function blankSale(carried: Carried): SaleModel {
  return {
    made_from: null,
    request_id: crypto.randomUUID(),
    principal: carried.principal,
    customer: { id: null, name: '', phone: '', county: '', town: '', village: '', id_no: '' },
    unit: {
      model: '',
      product: '',
      serial: '',
      engine_no: '',
      frame_no: '',
      produced_on: null,
      power_milli_kw: null,
    },
    sold_on: null,
    price_fen: null,
    subsidy_fen: null,
    invoice_no: '',
    invoice_on: null,
    delivered_on: null,
    installed_on: null,
    seller: carried.seller,
    outlet: carried.outlet,
    note: '',
    card_no: '',
    user_signed: false,
    share_consent: false,
  };
}

export function fromSale({ rev, draft }: SaleView): SaleModel {
  return { ...modelOf(draft), made_from: { rev, draft } };
}

function modelOf(draft: SaleDraft): SaleModel {
  const { customer: c, unit: u } = draft;
  return {
    made_from: null,
    request_id: draft.request_id ?? '',
    principal: draft.principal,
    customer: {
      id: c.id ?? null,
      name: c.name,
      phone: c.phone,
      county: c.county,
      town: c.town,
      village: c.village,
      id_no: c.id_no ?? '',
    },
    unit: {
      model: u.model,
      product: u.product,
      serial: u.serial,
      engine_no: u.engine_no,
      frame_no: u.frame_no,
      produced_on: u.produced_on ?? null,
      power_milli_kw: u.power_milli_kw ?? null,
    },
    sold_on: draft.sold_on,
    price_fen: draft.price_fen ?? null,
    subsidy_fen: draft.subsidy_fen ?? null,
    invoice_no: draft.invoice_no,
    invoice_on: draft.invoice_on ?? null,
    delivered_on: draft.delivered_on ?? null,
    installed_on: draft.installed_on ?? null,
    seller: draft.seller,
    outlet: draft.outlet,
    note: draft.note,
    card_no: draft.card_no,
    user_signed: draft.user_signed,
    share_consent: draft.share_consent,
  };
}

/** Null while the day is missing: there is no draft without it. */
export function toDraft(model: SaleModel): SaleDraft | null {
  if (model.sold_on === null) return null;
  const { made_from: _, sold_on, ...rest } = model;
  const { id_no: idNo, ...customer } = model.customer;
  return {
    ...rest,
    request_id: model.request_id || null,
    sold_on,
    customer: { ...customer, id_no: idNo.trim() || null },
  };
}

/** Brings in what another window saved meanwhile; says so in a sentence a field. */
export function followOthers(model: SaleModel, stands: SaleView): string[] {
  const seen = model.made_from;
  model.made_from = { rev: stands.rev, draft: stands.draft };
  if (!seen || seen.rev === stands.rev) return [];
  const { made_from: _, ...now } = modelOf(stands.draft);
  const moved = catchUp<Omit<SaleModel, 'made_from'>>(model, modelOf(seen.draft), now);
  return movedSays(moved, LABELS);
}

const f = t.saleForm.fields;
const LABELS: Readonly<Record<string, string>> = {
  'customer.name': f.name,
  'customer.phone': f.phone,
  'customer.county': f.county,
  'customer.town': f.town,
  'customer.village': f.village,
  'customer.id_no': f.idNo,
  'unit.model': f.model,
  'unit.product': f.product,
  'unit.serial': f.serial,
  'unit.engine_no': f.engineNo,
  'unit.frame_no': f.frameNo,
  'unit.produced_on': f.producedOn,
  'unit.power_milli_kw': t.archive.models.columns.power,
  sold_on: f.soldOn,
  price_fen: f.price,
  subsidy_fen: f.subsidy,
  invoice_no: f.invoiceNo,
  invoice_on: f.invoiceOn,
  delivered_on: f.deliveredOn,
  installed_on: f.installedOn,
  seller: f.seller,
  outlet: f.outlet,
  note: f.note,
  card_no: f.cardNo,
  user_signed: f.signed,
  share_consent: f.consent,
};

/** What the form would change of the record, in the words of the form: old value beside new. */
export function changesOf(model: SaleModel): Change[] {
  const seen = model.made_from;
  return seen ? changesBetween(modelOf(seen.draft), model, LABELS) : [];
}

/** The form's field that head office named in its refusal; null when it named none the form has. */
export function returnedIn(sale: SaleView | null): string | null {
  return sale?.returned_field ? fieldNamed(sale.returned_field, Object.keys(LABELS)) : null;
}

/** Whether the clerk typed anything: what was carried over does not count. */
export function worthKeeping(model: SaleModel): boolean {
  const { customer: c, unit: u } = model;
  const texts = [
    c.name,
    c.phone,
    c.county,
    c.town,
    c.village,
    c.id_no,
    u.model,
    u.serial,
    u.engine_no,
    u.frame_no,
  ];
  texts.push(model.invoice_no, model.card_no, model.note);
  return texts.some((text) => text.trim() !== '') || model.sold_on !== null || model.price_fen !== null;
}
