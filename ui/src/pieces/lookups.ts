// Searches that several forms share.

import { call } from '../api/call';
import type { CustomerRow, FaultHit, ModelView, PartView } from '../api/types';
import { yuan } from '../kit/money';
import type { Option } from '../kit/pick';

export interface Carrying<T> extends Option {
  carries: T;
}

export async function findModels(term: string, principal: string): Promise<Carrying<ModelView>[]> {
  const { rows } = await call('model_list', { term, principal, limit: 20 });
  return rows.map((m) => ({ value: m.code, code: m.code, label: m.product, hint: m.principal, carries: m }));
}

export async function findCustomers(term: string): Promise<Carrying<CustomerRow>[]> {
  if (term.trim() === '') return [];
  const { rows } = await call('customer_list', { term, principal: '', limit: 8 });
  return rows.map((c) => ({
    value: c.name,
    label: c.name,
    hint: `${c.phone} ${c.town}${c.village}`,
    carries: c,
  }));
}

export async function findParts(term: string): Promise<Carrying<PartView>[]> {
  if (term.trim() === '') return [];
  const { rows } = await call('part_list', { term, principal: '', limit: 12 });
  return rows.map((p) => ({
    value: p.name,
    code: p.code,
    label: p.name,
    hint: [p.spec, p.price_fen === null ? '' : yuan(p.price_fen)].filter(Boolean).join(' '),
    carries: p,
  }));
}

/** Faults of the product's tree; of a product without one, of all trees. */
export async function findFaults(term: string, product: string): Promise<Carrying<FaultHit>[]> {
  const hits = await call('fault_find', { term, product });
  return hits.map((hit) => ({
    value: hit.code,
    code: hit.code,
    label: `${hit.part}：${hit.symptom}`,
    hint: `${hit.place} ${hit.cause}`,
    carries: hit,
  }));
}

/** Records a field of a form can name. `HH26B123` stands in front, what it is behind it. */
export async function findRefs(to: string, term: string, principal: string): Promise<Option[]> {
  const hits = await call('ref_find', { to, term, principal });
  return hits.map(({ id, no, title, detail }) => {
    const label = title || no;
    return {
      value: id,
      label,
      ...(no && no !== label ? { code: no } : {}),
      ...(detail ? { hint: detail } : {}),
    };
  });
}
