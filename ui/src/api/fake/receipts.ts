// Paid service of the fake desk: jobs the user pays, receipts, and what was taken a day.

import { t } from '../../text';
import type { Commands, ReceiptView, RefusedField, RepairView } from '../types';
import { found, pageOf, refuse, refuseStale } from './sales';
import { newId, number, TODAY, type World } from './world';

type Names =
  | 'receipt_ready'
  | 'receipt_check'
  | 'receipt_open'
  | 'receipt_settle'
  | 'receipt_void'
  | 'receipt_show'
  | 'receipt_list';
type Handlers = { [K in Names]: (input: Commands[K]['input']) => Commands[K]['output'] };

const MARK_UP = 1.16;
const OLDER = 7;
const OLDER_FROM = 900;

/** A job the user pays, done. */
export const isPaidJob = ({ draft, state }: RepairView): boolean =>
  (draft.payer ? draft.payer === 'paid' : !draft.in_warranty) &&
  Boolean(draft.completed_on) &&
  state !== 'voided';

export function receiptCommands(world: World): Handlers {
  const receipts: ReceiptView[] = [];
  const made = new Map<string, string>();
  // More jobs than the page shows at first.
  const older: RepairView[] = world.repairs
    .filter(isPaidJob)
    .slice(0, 1)
    .flatMap((one) =>
      Array.from({ length: OLDER }, (_, n) => ({
        ...structuredClone(one),
        id: newId('r'),
        no: number('WX', OLDER_FROM + n),
      })),
    );
  const get = (id: string): ReceiptView =>
    found(
      receipts.find((one) => one.id === id),
      '收据',
    );
  const job = (id: string): RepairView =>
    found(
      [...world.repairs, ...older].find((one) => one.id === id),
      '维修单',
    );
  const standing = (repair: string): ReceiptView | undefined =>
    receipts.find((one) => one.repair_id === repair && one.void_reason === null);
  const touched = (value: ReceiptView): Commands['receipt_void']['output'] => ({
    value: structuredClone(value),
    touched: ['money'],
  });

  const market = (code: string): number | null =>
    world.parts.find((one) => one.code === code)?.market_price_fen ?? null;
  function look(repair: RepairView): ReceiptView {
    const { draft, total_fen } = repair;
    const { labour_fen, travel_fen, other_fen } = draft;
    return {
      id: '',
      rev: 1,
      no: '',
      principal: draft.principal,
      repair_id: repair.id,
      repair_no: repair.no,
      customer: draft.customer.name,
      phone: draft.customer.phone,
      model: draft.unit.model,
      serial: draft.unit.serial,
      done_on: draft.completed_on ?? TODAY,
      wage_fen: labour_fen,
      travel_fen,
      parts_fen: total_fen - labour_fen - travel_fen - other_fen,
      other_fen,
      total_fen,
      capitals: '',
      user_fault: draft.in_warranty,
      parts: draft.parts.map((part) => {
        const price = market(part.code);
        const cap_fen = price === null ? null : Math.floor(price * MARK_UP);
        const reason = `维修配件最高售价 = 市场供货价 ${((price ?? 0) / 100).toFixed(2)} 元 ×（1 + 加价率 16%）`;
        const { code, name, qty_milli } = part;
        const cap_reason = cap_fen === null ? '' : reason;
        return { code, name, qty_milli, price_fen: part.price_fen ?? 0, cap_fen, cap_reason };
      }),
      way: 'cash',
      way_name: t.paid.ways.cash,
      way_reason: '',
      paid_on: null,
      invoice_no: '',
      invoice_on: null,
      old_parts_stay: draft.parts.length > 0,
      note: '',
      void_reason: null,
    };
  }

  function settle(
    one: ReceiptView,
    no: string,
    invoice_on: string | null | undefined,
    paid_on: string | null | undefined,
  ): void {
    const bad: RefusedField[] = [];
    const say = (field: string, code: string, message: string): unknown => bad.push({ field, code, message });
    if (no && !invoice_on) say('invoice_on', 'missing', '开票日期没有填');
    if (invoice_on && !no) say('invoice_no', 'missing', '发票号没有填');
    if (one.way === 'invoice_first' && paid_on && !(invoice_on ?? one.invoice_on))
      say('paid_on', 'out_of_range', '收款日期必须在开票之后：大额有偿服务先开票、后收款');
    if (bad.length > 0) refuse(bad);
    if (no && invoice_on) Object.assign(one, { invoice_no: no, invoice_on });
    if (paid_on) one.paid_on = paid_on;
  }

  return {
    receipt_ready({ principal, limit, offset }) {
      const jobs = [...world.repairs, ...older].filter((one) => isPaidJob(one) && !standing(one.id));
      const mine = jobs.filter(({ draft }) => !principal || draft.principal === principal);
      const { rows, total } = pageOf(mine, limit, offset);
      return {
        rows: rows.map((one) => ({
          id: one.id,
          no: one.no,
          principal: one.draft.principal,
          customer: one.draft.customer.name,
          model: one.draft.unit.model,
          done_on: one.draft.completed_on ?? null,
          total_fen: one.total_fen,
        })),
        total,
      };
    },
    receipt_check({ id }) {
      const receipt = look(job(id));
      const over = receipt.parts.findIndex((part) => part.cap_fen !== null && part.price_fen > part.cap_fen);
      const message = `第 ${over + 1} 行：零件单价「${receipt.parts[over]?.name ?? ''}」超过最高价：${receipt.parts[over]?.cap_reason ?? ''}。请把维修单上的价格改下来再开收据`;
      const problems = over < 0 ? [] : [{ field: `parts.${over}.price_fen`, code: 'over_cap', message }];
      return { receipt, way_open: true, problems };
    },
    receipt_open(draft) {
      const known = made.get(draft.request_id ?? '');
      if (known) return touched(get(known));
      if (!draft.way) refuse([{ field: 'way', code: 'missing', message: '收款方式没有填' }]);
      const one = look(job(draft.repair));
      const way = draft.way ?? 'cash';
      Object.assign(one, { way, way_name: t.paid.ways[way], note: draft.note ?? '' });
      settle(one, draft.invoice_no ?? '', draft.invoice_on, draft.paid_on);
      Object.assign(one, { id: newId('z'), no: number('ZF', receipts.length + 1) });
      receipts.unshift(one);
      job(one.repair_id).receipt = { id: one.id, no: one.no };
      if (draft.request_id) made.set(draft.request_id, one.id);
      return touched(one);
    },
    receipt_settle({ id, rev, invoice_no, invoice_on, paid_on }) {
      const one = get(id);
      refuseStale(rev, one.rev);
      if (!invoice_no && !invoice_on && !paid_on)
        refuse([{ field: 'paid_on', code: 'missing', message: '发票或收款日期没有填' }]);
      settle(one, invoice_no ?? '', invoice_on, paid_on);
      one.rev += 1;
      return touched(one);
    },
    receipt_void({ id, rev, reason }) {
      const one = get(id);
      refuseStale(rev, one.rev);
      if (!reason.trim()) refuse([{ field: 'reason', code: 'missing', message: '作废原因没有填' }]);
      one.void_reason = reason;
      job(one.repair_id).receipt = null;
      one.rev += 1;
      return touched(one);
    },
    receipt_show: ({ id }) => get(id),
    receipt_list({ principal, month, limit, offset }) {
      const all = receipts.filter(
        (one) => one.done_on.startsWith(month ?? '') && (!principal || one.principal === principal),
      );
      const stand = all.filter((one) => one.void_reason === null);
      const days = [...new Set(stand.map((one) => one.done_on))].toSorted().toReversed();
      const sum = (some: ReceiptView[]): number => some.reduce((fen, one) => fen + one.total_fen, 0);
      const { rows, total } = pageOf(all, limit, offset);
      return {
        rows,
        total,
        days: days.map((on) => {
          const some = stand.filter((one) => one.done_on === on);
          const paid = some.filter((one) => one.paid_on !== null);
          return { on, receipts: some.length, fen: sum(some), paid_fen: sum(paid) };
        }),
      };
    },
  };
}
