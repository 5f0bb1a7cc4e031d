import { addDays } from '../../kit/day';
import { serialKey } from '../../kit/serial';
import { t } from '../../text';
import type { Commands, SaleDraft, SaleRow, SaleView, RefusedField, Notice } from '../types';
import { dueOf, levelOf, newId, number, queue, TODAY, type World } from './world';

export function refuse(fields: RefusedField[]): never {
  const first = fields[0];
  throw {
    code: first?.code ?? 'bad_input',
    field: first?.field ?? '',
    message: first?.message ?? '',
    fields,
  };
}

export function found<T>(item: T | undefined, label: string): T {
  return item ?? refuse([{ field: 'id', code: 'unknown', message: `找不到${label}` }]);
}

export const pageOf = <T>(rows: T[], limit?: number | null, offset?: number | null) => ({
  rows: rows.slice(offset ?? 0, (offset ?? 0) + (limit ?? 50)),
  total: rows.length,
});

export const has = (term: string, ...texts: (string | null | undefined)[]): boolean => {
  const want = term.normalize('NFKC').trim().toLowerCase();
  return want === '' || texts.some((text) => text?.toLowerCase().includes(want));
};

export function saleRow(sale: SaleView): SaleRow {
  const { draft } = sale;
  return {
    id: sale.id,
    no: sale.no,
    card_no: sale.card_no,
    principal: draft.principal,
    customer: draft.customer.name,
    phone: draft.customer.phone,
    model: draft.unit.model,
    product: draft.unit.product,
    serial: draft.unit.serial,
    sold_on: draft.sold_on,
    price_fen: draft.price_fen ?? null,
    state: sale.state,
    due_on: sale.due?.due_on ?? null,
    days_left: sale.due?.days_left ?? null,
    doubt: sale.due?.doubt ?? null,
    level: levelOf(sale.state, sale.due?.days_left ?? null),
    returned_reason: sale.returned_reason,
  };
}

function problems(draft: SaleDraft): RefusedField[] {
  const missing = (field: string, label: string, value: string): RefusedField[] =>
    value.trim() === '' ? [{ field, code: 'missing', message: `${label}没有填` }] : [];
  return [
    ...missing('principal', '厂家', draft.principal),
    ...missing('customer.name', '购机者姓名', draft.customer.name),
    ...missing('unit.model', '机型', draft.unit.model),
    ...missing('unit.serial', '出厂编号', draft.unit.serial),
    ...missing('sold_on', '销售日期', draft.sold_on),
    ...(draft.sold_on > TODAY
      ? [
          {
            field: 'sold_on',
            code: 'future_day',
            message: `销售日期（${draft.sold_on}）在今天（${TODAY}）之后`,
          },
        ]
      : []),
  ];
}

const isNew = (world: World, { unit }: SaleDraft): boolean =>
  unit.model !== '' && !world.models.some((m) => serialKey(m.code) === serialKey(unit.model));

function notices(world: World, draft: SaleDraft, self: string): Notice[] {
  const key = serialKey(draft.unit.serial);
  const same = world.sales.filter(
    (s) => s.id !== self && s.state !== 'voided' && serialKey(s.draft.unit.serial) === key,
  );
  const list = same.map((s) => ({
    field: 'unit.serial',
    code: 'serial_sold',
    message: `同一编号已登记：${s.draft.customer.name}，${s.draft.sold_on} 销售`,
  }));
  const phone = draft.customer.phone === '' && draft.customer.name !== '';
  return phone ? [...list, { field: 'customer.phone', code: 'no_phone', message: '没有联系电话' }] : list;
}

/** Another window saved in between. */
export function refuseStale(seen: number | null | undefined, rev: number): void {
  if (typeof seen === 'number' && seen !== rev)
    refuse([{ field: '', code: 'stale', message: '这条记录打开之后已在别处改过，这次没有保存' }]);
}

function apply(world: World, sale: SaleView, draft: SaleDraft): void {
  sale.rev += 1;
  sale.draft = structuredClone(draft);
  sale.draft.customer.id = sale.customer_id;
  sale.card_no = draft.card_no || sale.card_no;
  sale.state = draft.user_signed ? 'queued' : 'issued';
  sale.queued_on = draft.user_signed ? TODAY : null;
  sale.returned_on = draft.user_signed ? TODAY : null;
  sale.returned_reason = null;
  sale.returned_field = null;
  sale.due = dueOf(draft.sold_on, sale.state);
  sale.notices = notices(world, draft, sale.id);
  if (draft.user_signed) send(world, sale);
}

function collect(world: World, sale: SaleView, on: string, consent: boolean | null | undefined): void {
  sale.rev += 1;
  sale.state = 'queued';
  sale.draft.user_signed = true;
  sale.draft.share_consent = consent ?? sale.draft.share_consent;
  sale.returned_on = on;
  sale.queued_on = TODAY;
  sale.due = dueOf(sale.draft.sold_on, 'queued');
  send(world, sale);
}

const leftOf = ({ id, card_no, draft }: SaleView, reason: string) => ({
  id,
  card_no,
  customer: draft.customer.name,
  reason,
});

function send(world: World, sale: SaleView): void {
  queue(world, {
    record_id: sale.id,
    principal: sale.draft.principal,
    kind: 'card',
    no: sale.card_no,
    title: `${sale.draft.customer.name} ${sale.draft.unit.model} ${sale.draft.unit.serial}`,
  });
}

type Handlers<C extends keyof Commands> = {
  [K in C]: (input: Commands[K]['input']) => Commands[K]['output'];
};
type Names =
  | 'cards_collect'
  | 'sale_open'
  | 'sale_check'
  | 'sale_amend'
  | 'card_collect'
  | 'sale_void'
  | 'sale_show'
  | 'sale_list';

export function saleCommands(world: World): Handlers<Names> {
  const get = (id: string): SaleView =>
    found(
      world.sales.find((s) => s.id === id),
      '销售',
    );
  const done = (sale: SaleView) => ({
    value: structuredClone(sale),
    touched: ['sale', 'card', 'unit', 'customer', 'sync'] as const,
  });
  const written = (sale: SaleView) => ({ ...done(sale), touched: [...done(sale).touched] });
  return {
    sale_check: (draft) => ({
      due: draft.sold_on
        ? dueOf(draft.sold_on, world.sales.find((s) => s.id === draft.amends)?.state ?? 'issued')
        : null,
      no_due: null,
      refused: problems(draft),
      notices: notices(world, draft, ''),
      product_needed: isNew(world, draft),
    }),
    sale_open(draft) {
      const bad = problems(draft);
      if (isNew(world, draft) && !draft.unit.product.trim())
        bad.push({ field: 'unit.product', code: 'missing', message: '产品名称没有填' });
      if (bad.length > 0) refuse(bad);
      const again = world.sales.find((s) => s.draft.request_id && s.draft.request_id === draft.request_id);
      if (again) return written(again);
      const known = world.sales.find(
        (s) =>
          s.draft.customer.name === draft.customer.name && s.draft.customer.phone === draft.customer.phone,
      );
      const n = world.sales.length + 7;
      const sale: SaleView = {
        id: newId('s'),
        rev: 0,
        no: number('XS', n),
        unit_id: newId('u'),
        customer_id: known?.customer_id ?? newId('c'),
        draft,
        state: 'issued',
        card_no: number('HZ', n),
        due: null,
        returned_on: null,
        queued_on: null,
        left_desk: false,
        acknowledged_on: null,
        receipt_no: null,
        returned_reason: null,
        returned_field: null,
        void_reason: null,
        entered_late: draft.sold_on < addDays(TODAY, -1),
        entered_on: TODAY,
        entered_by: null,
        clock_suspect: false,
        left_repairs: [],
        notices: [],
      };
      apply(world, sale, draft);
      world.sales.unshift(sale);
      return written(sale);
    },
    sale_amend({ id, rev, draft, reason }) {
      const sale = get(id);
      refuseStale(rev, sale.rev);
      const bad = problems(draft);
      if (sale.left_desk && sale.state !== 'returned' && !reason.trim())
        bad.push({ field: 'reason', code: 'missing', message: '修改原因没有填' });
      if (bad.length > 0) refuse(bad);
      apply(world, sale, draft);
      return written(sale);
    },
    card_collect({ id, rev, returned_on, share_consent }) {
      const sale = get(id);
      refuseStale(rev, sale.rev);
      if (sale.state !== 'issued')
        refuse([{ field: '', code: 'wrong_state', message: '回执卡现在不能收回' }]);
      collect(world, sale, returned_on ?? TODAY, share_consent);
      return written(sale);
    },
    cards_collect({ ids, returned_on, share_consent }) {
      const left = ids.flatMap((id) => {
        const sale = get(id);
        const state = t.states.card[sale.state];
        if (sale.state !== 'issued') return [leftOf(sale, `这张回执卡现在是「${state}」，不能收回`)];
        if (sale.draft.sold_on > returned_on) return [leftOf(sale, '收回日期早于销售日期')];
        collect(world, sale, returned_on, share_consent);
        return [];
      });
      return {
        value: { done: ids.length - left.length, left },
        touched: ['sale', 'card', 'sync'],
      };
    },
    sale_void({ id, rev, reason }) {
      const sale = get(id);
      refuseStale(rev, sale.rev);
      if (!reason.trim()) refuse([{ field: 'reason', code: 'missing', message: '作废原因没有填' }]);
      sale.state = 'voided';
      sale.void_reason = reason;
      sale.due = null;
      return written(sale);
    },
    sale_show: ({ id }) => structuredClone(get(id)),
    sale_list(query) {
      const rows = world.sales
        .filter((s) => !query.principal || s.draft.principal === query.principal)
        .filter((s) => !query.month || s.draft.sold_on.startsWith(query.month))
        .filter((s) => !query.state || s.state === query.state)
        .filter((s) =>
          has(
            query.term,
            s.no,
            s.card_no,
            s.draft.customer.name,
            s.draft.customer.phone,
            s.draft.unit.serial,
          ),
        )
        .map(saleRow)
        .filter((r) => !query.due_only || r.level === 'late' || r.level === 'soon');
      if (query.due_only) rows.sort((a, b) => (a.days_left ?? 0) - (b.days_left ?? 0));
      return pageOf(rows, query.limit, query.offset);
    },
  };
}
