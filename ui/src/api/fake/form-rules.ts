// What the fake makes of an entry: enough of each form's rules that its screen can be tried. The real ones are in Rust.

import { serialKey } from '../../kit/serial';
import type { EntryChecked, FormCell, FormView, RefName, RefHit } from '../types';
import type { Field } from './form-parts';
import { has } from './sales';
import { TODAY, type World } from './world';

export type Cells = { [key in string]: FormCell };
export const fieldsOf = (form: FormView): Field[] => form.sections.flatMap(({ fields }) => fields);

function records(world: World, to: string): RefHit[] {
  if (to === 'repair')
    return world.repairs.map(({ id, no, draft }) => ({
      id,
      no,
      title: `${draft.customer.name} ${draft.fault}`,
      detail: draft.unit.serial,
    }));
  if (to === 'unit')
    return world.sales.map(({ unit_id, draft: { unit, customer } }) => ({
      id: unit_id,
      no: unit.serial,
      title: `${unit.model} ${unit.product}`,
      detail: customer.name,
    }));
  if (to !== 'customer') return [];
  return world.sales.map(({ customer_id, draft: { customer } }) => ({
    id: customer_id,
    no: '',
    title: customer.name,
    detail: `${customer.phone} ${customer.town ?? ''}`,
  }));
}

export const findIn = (world: World, to: string, term: string): RefHit[] =>
  records(world, to)
    .filter(({ no, title, detail }) => has(term, no, title, detail) || has(serialKey(term), serialKey(no)))
    .slice(0, 12);

/** What the references of an entry name, by id. */
export function namesIn(world: World, form: FormView, values: Cells): Record<string, RefName> {
  const names: Record<string, RefName> = {};
  const look = (fields: readonly Field[], row: Cells): void => {
    for (const { key, kind, to, columns } of fields) {
      const value = row[key];
      if (kind === 'table' && Array.isArray(value)) for (const one of value) look(columns, one as Cells);
      const hit = kind === 'ref' ? records(world, to).find(({ id }) => id === value) : undefined;
      if (hit) names[hit.id] = { to, id: hit.id, no: hit.no, title: hit.title };
    }
  };
  look(fieldsOf(form), values);
  return names;
}

const rowsOf = (cell: FormCell | undefined): Cells[] => (Array.isArray(cell) ? (cell as Cells[]) : []);

function computed(form: FormView, values: Cells): Cells {
  if (form.key !== 'technician_day') return {};
  const lines = rowsOf(values.lines);
  return {
    jobs: lines.length * 1000,
    taken: lines.reduce((sum, line) => sum + Number(line.paid ?? 0), 0),
  };
}

const MACHINE = ['unit', 'fault_on', 'hours', 'loss', 'photos'];
function hiddenOf(form: FormView, values: Cells): string[] {
  if (form.key === 'complaint') return values.kind === 'quality' ? [] : ['#2', ...MACHINE];
  if (form.key !== 'revisit') return [];
  return [...(values.reached === true ? [] : ['score']), ...(values.reached === false ? [] : ['again_on'])];
}
function neededOf(form: FormView, values: Cells): string[] {
  if (form.key === 'complaint' && values.kind === 'quality') return ['fault_on'];
  if (form.key === 'revisit')
    return values.reached === true ? ['score'] : values.reached === false ? ['again_on'] : [];
  return [];
}

/** What a chosen record offers to boxes that are empty. */
function offered(world: World, form: FormView, values: Cells, touched: string): Cells {
  if (form.key !== 'complaint' || touched !== 'customer') return {};
  const customer = world.sales.find(({ customer_id }) => customer_id === values.customer)?.draft.customer;
  if (!customer) return {};
  const { name, phone, county = '', town = '', village = '' } = customer;
  return { complainant: name, phone, address: `${county}${town}${village}` };
}

function refusals(form: FormView, values: Cells, needed: ReadonlySet<string>, hidden: ReadonlySet<string>) {
  const missing = (fields: readonly Field[], row: Cells, at: string) =>
    fields.flatMap((one) => {
      const value = row[one.key];
      const rows = one.kind === 'table' ? rowsOf(value) : [];
      const inner = rows.flatMap((line, i): { field: string; code: string; message: string }[] =>
        missing(one.columns, line, `${one.key}[${i}].`),
      );
      const owed = (one.required || needed.has(one.key)) && (value === undefined || value === '');
      if (!owed || hidden.has(one.key)) return inner;
      return [{ field: `values.${at}${one.key}`, code: 'missing', message: `${one.title}没有填` }, ...inner];
    });
  const late = fieldsOf(form).filter(
    ({ kind, key }) => kind === 'day' && key === form.day && String(values[key] ?? '') > TODAY,
  );
  return [
    ...missing(fieldsOf(form), values, ''),
    ...late.map(({ key, title }) => ({
      field: `values.${key}`,
      code: 'future_day',
      message: `${title}不能晚于今天`,
    })),
    ...(Number(values.kilometres ?? 0) > 1_000_000
      ? [{ field: 'values.kilometres', code: 'out_of_range', message: '里程一天不会超过 1000 公里，请核对' }]
      : []),
  ];
}

export function judged(world: World, form: FormView, values: Cells, touched = ''): EntryChecked {
  const hidden = hiddenOf(form, values);
  const stays = Object.fromEntries(Object.entries(values).filter(([key]) => !hidden.includes(key)));
  const filled = { ...offered(world, form, stays, touched), ...stays, ...computed(form, stays) } as Cells;
  const required = neededOf(form, filled);
  return {
    values: filled,
    hidden,
    required,
    refused: refusals(form, filled, new Set(required), new Set(hidden)),
    names: namesIn(world, form, filled),
    notices: [],
    drawn: [],
  };
}
