// What a call brings into the repair that is opened from it.

import { dayAndTime } from '../../kit/moment';
import type { CallView } from '../../api/types';
import type { RepairModel } from './repair-model';

/** The call a new repair is opened from, out of its address; null when it is none. */
export const calledFrom = (from: string): string | null => /^call:(.+)$/.exec(from)?.[1] ?? null;

/** The customer as the archive has him; one it does not have with the address that was told, as one line. */
function fillCustomer(model: RepairModel, { draft, party }: CallView): void {
  const { customer } = model;
  customer.id ??= draft.customer_id ?? null;
  customer.name ||= party?.name || draft.caller;
  customer.phone ||= party?.phone || draft.phone;
  if (customer.county || customer.town || customer.village) return;
  if (party) Object.assign(customer, { county: party.county, town: party.town, village: party.village });
  if (!customer.county && !customer.town && !customer.village) customer.village = draft.address;
}

/** What the call says already. Only empty fields are filled; a half-filled form of another call stays as it was. */
export function fillFromCall(model: RepairModel, view: CallView, today: string | null = null): void {
  const { id, draft, steps } = view;
  if (model.call !== null && model.call !== id) return;
  const begins = model.call === null;
  model.call = id;
  model.principal ||= draft.principal;
  model.unit.serial ||= draft.serial;
  model.unit.model ||= draft.model;
  model.unit.product ||= draft.product;
  fillCustomer(model, view);
  model.channel = draft.channel;
  model.fault ||= draft.complaint;
  const step = (kind: string) => steps.find((one) => one.kind === kind);
  const sent = step('dispatched')?.who || step('arrived')?.who || step('done')?.who;
  if (begins && sent) model.technician = sent;
  model.at_user = view.custody?.state !== 'here';
  if (begins && model.at_user) for (const line of model.parts) line.old_part_here = false;
  // A new form begins with today; a call says its own day.
  const unsaid = model.reported_on === null || (begins && model.reported_on === today);
  if (draft.received_at && unsaid) {
    const { day, time } = dayAndTime(draft.received_at);
    model.reported_on = day;
    model.kept.reported_time = time;
  }
  const sentAt = step('dispatched')?.at;
  if (begins && sentAt) model.depart_time ||= dayAndTime(sentAt).time;
  if (begins) model.completed_on ??= step('done')?.on ?? null;
  const arrived = step('arrived');
  if (arrived && model.kept.arrived_on === null) {
    model.kept.arrived_on = arrived.on;
    model.kept.arrived_time = arrived.at ? dayAndTime(arrived.at).time : '';
  }
}
