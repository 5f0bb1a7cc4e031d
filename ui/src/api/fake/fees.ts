// Money by rule of the fake desk: travel of one contract, and the account with a maker.

import { t } from '../../text';
import type { Commands, FeeView, PayableRow, PayableSumView, RefusedField, RepairDraft } from '../types';
import { found, pageOf, refuse, refuseStale } from './sales';
import { newId, TODAY, type World } from './world';

const DAY_RATE = 500;
const NIGHT_RATE = 600;

export function repairFees(draft: RepairDraft): FeeView[] {
  const km = (draft.travel_milli_km ?? 0) / 1000;
  if (km === 0 || draft.payer === 'contract' || draft.payer === 'internal') return [];
  const blank = {
    kind: 'travel',
    field: 'travel_fen',
    label: '交通费',
    on: null,
    fee_fen: null,
    typed_fen: draft.travel_fen,
    difference_fen: null,
    steps: [],
    standing: null,
  } as const;
  if (!draft.depart_time) return [{ ...blank, steps: [], sentence: '无法计算：缺少「出发」' }];
  const hour = Number(draft.depart_time.split(':')[0]);
  const night = hour >= 22 || hour < 6;
  const rate = night ? NIGHT_RATE : DAY_RATE;
  const fee = km * rate;
  const word = night ? '夜间' : '日间';
  const sentence = `上门路费 = 里程 ${km} 公里 × ${word}单价 ${rate / 100}.00 元 = ${(fee / 100).toFixed(2)} 元`;
  const standing = {
    rule_key: 'fee.travel',
    name: '上门路费',
    rule_version: 'S0-farm 2026.1',
    source: '台账 M05',
    source_text: '',
    checked: false,
    doubt: 'sample',
    provisional: false,
  } as const;
  const more = draft.travel_fen - fee;
  const on = draft.completed_on ?? TODAY;
  return [
    { ...blank, on, fee_fen: fee, difference_fen: more || null, sentence, steps: [sentence], standing },
  ];
}

type Names = 'payable_list' | 'payable_add' | 'payable_void';
type Handlers = { [K in Names]: (input: Commands[K]['input']) => Commands[K]['output'] };

/** Takes from what is owed. */
const DOWN: ReadonlySet<string> = new Set(['payment', 'deduction', 'service_fee', 'other_down']);

export function payableCommands(world: World): Handlers {
  const row = (principal: string, values: Partial<PayableRow>): PayableRow & { principal: string } => ({
    principal,
    id: newId('p'),
    rev: 1,
    on: TODAY,
    kind: 'goods',
    kind_name: t.account.kinds.goods,
    fen: 0,
    labour_fen: null,
    effect_fen: 0,
    balance_fen: null,
    paper_no: '',
    note: '',
    reason: '',
    rule_version: '',
    by_notice: false,
    void_reason: null,
    ...values,
  });
  const first = world.makers[0]?.code ?? '';
  const lines = [
    row(first, {
      on: '2026-10-08',
      kind: 'opening',
      kind_name: t.account.kinds.opening,
      fen: 12_000_000,
      effect_fen: 12_000_000,
      paper_no: '对账单 9 月',
    }),
    row(first, {
      on: '2026-11-06',
      kind: 'deduction',
      kind_name: '核销抵扣',
      fen: 43_600,
      effect_fen: -43_600,
      paper_no: 'TZ-2026-011',
      by_notice: true,
      reason: '核销抵扣后的应付货款 = 应付货款 120000.00 元 − 核销金额 436.00 元 = 119564.00 元',
      rule_version: 'S0-farm 2026.1',
    }),
  ];
  const of = (principal: string): PayableRow[] => {
    let owed = 0;
    const mine = lines
      .filter((line) => line.principal === principal)
      .sort((a, b) => a.on.localeCompare(b.on));
    return mine.map((line) => {
      owed += line.void_reason === null ? line.effect_fen : 0;
      return { ...line, balance_fen: owed };
    });
  };

  return {
    payable_list({ principal, limit, offset }) {
      const all = of(principal);
      const standing = all.filter((line) => line.void_reason === null);
      const kinds = [...new Set(standing.map((line) => line.kind))];
      const sums: PayableSumView[] = kinds.map((kind) => {
        const some = standing.filter((line) => line.kind === kind);
        const effect_fen = some.reduce((sum, line) => sum + line.effect_fen, 0);
        return { kind, kind_name: some[0]?.kind_name ?? '', lines: some.length, effect_fen };
      });
      const { rows, total } = pageOf(all.toReversed(), limit, offset);
      const name = world.makers.find((one) => one.code === principal)?.name ?? '';
      const owed_fen = all.at(-1)?.balance_fen ?? 0;
      return { principal, principal_name: name, owed_fen, sums, rows, total };
    },
    payable_add(input) {
      const bad: RefusedField[] = [];
      const missing = (field: string, message: string): unknown =>
        bad.push({ field, code: 'missing', message });
      if (input.fen <= 0) missing('fen', '金额应当大于零');
      if (!input.paper_no?.trim()) missing('paper_no', '单据号没有填');
      const dismantled = input.kind === 'freight' && input.cause === 'stock_dismantled';
      if (dismantled && typeof input.labour_fen !== 'number') missing('labour_fen', '恢复工时费没有填');
      if (bad.length > 0) refuse(bad);
      const labour = dismantled ? (input.labour_fen ?? 0) : 0;
      const cause = input.cause ? `，${t.account.causes[input.cause]}` : '';
      const kinds: Readonly<Record<string, string>> = t.account.kinds;
      const line = row(input.principal, {
        on: input.on,
        kind: input.kind,
        kind_name: `${kinds[input.kind] ?? ''}${cause}`,
        fen: input.fen,
        labour_fen: dismantled ? labour : null,
        effect_fen: DOWN.has(input.kind) ? -input.fen : input.fen + labour,
        paper_no: input.paper_no ?? '',
        note: input.note ?? '',
      });
      lines.push(line);
      return { value: line, touched: ['money'] };
    },
    payable_void({ id, rev, reason }) {
      const line = found(
        lines.find((one) => one.id === id),
        '往来账',
      );
      refuseStale(rev, line.rev);
      if (!reason.trim()) refuse([{ field: 'reason', code: 'missing', message: '作废原因没有填' }]);
      line.void_reason = reason;
      line.rev += 1;
      return { value: line, touched: ['money'] };
    },
  };
}
