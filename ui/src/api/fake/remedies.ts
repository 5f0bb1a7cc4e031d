// Exchange and return on the fake desk: the steps of a case and what they say, no rules worth trusting.

import { t } from '../../text';
import type {
  CaseMoneyView,
  Commands,
  DeadlineView,
  DemandView,
  RemedyRow,
  RemedyState,
  RemedyStepKind,
  RemedyStepView,
  RemedyView,
  SaleView,
} from '../types';
import { found, has, pageOf, refuse, refuseStale } from './sales';
import { newId, number, TODAY, type World } from './world';

type Names =
  | 'remedy_open'
  | 'remedy_paper'
  | 'remedy_step'
  | 'remedy_settle'
  | 'remedy_void'
  | 'remedy_undo'
  | 'remedy_show'
  | 'remedy_list';
type Handlers = { [K in Names]: (input: Commands[K]['input']) => Commands[K]['output'] };

const KINDS = Object.keys(t.remedy.steps) as RemedyStepKind[];
const SETTLED: Record<string, RemedyState> = {
  machine: 'exchanged',
  component: 'replaced',
  refund: 'refunded',
  repair: 'mended',
  withdrawn: 'withdrawn',
  declined: 'declined',
};
const missing = (field: string, label: string) => ({ field, code: 'missing', message: `${label}没有填` });

const step = (kind: RemedyStepKind, on: string, more: Partial<RemedyStepView> = {}): RemedyStepView => ({
  kind,
  name: t.remedy.steps[kind],
  on,
  who: '',
  no: '',
  words: '',
  choice: null,
  verdict: null,
  outcome: null,
  says: '',
  repair_no: '',
  by_feed: false,
  ended_reason: null,
  ...more,
});

function risk(view: RemedyView): DeadlineView {
  const met_on = view.demand.answered_on ?? view.demand.settled_on;
  return {
    name: '答复用户要求的最后一天',
    no: view.demand.no,
    due_on: '2026-12-01',
    met_on,
    level: met_on ? 'met' : 'ok',
    consequence: '过期仍未处理，可被认定为故意拖延或无理拒绝',
    standing: {
      rule_key: 'refusal.risk',
      name: '答复用户要求的最后一天',
      rule_version: 'CN-ag-2010 2026.1',
      source: '侵害消费者权益行为处罚办法第八条',
      source_text: '',
      checked: false,
      doubt: 'unchecked',
      provisional: false,
    },
    steps: ['用户提出要求日期 2026-11-16', '加 15 天，到 2026-12-01'],
  };
}

/** What follows from the steps. */
function settle(view: RemedyView): RemedyView {
  const of = (kind: RemedyStepKind) => view.steps.find((one) => one.kind === kind);
  view.steps.sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
  const [told, chosen, asked, answered, done, closed] = KINDS.map(of);
  view.pending = !done && view.void_reason === null;
  view.choice = chosen?.choice ?? null;
  view.demand.answered_on = told?.on ?? null;
  view.demand.settled_on = done?.on ?? null;
  // What head office wants before it answers leaves the case asked.
  const verdict = answered?.verdict === 'needs_material' ? null : answered?.verdict;
  view.state =
    view.void_reason !== null
      ? 'voided'
      : closed
        ? 'closed'
        : done
          ? (SETTLED[done.outcome ?? ''] ?? 'closed')
          : (verdict ?? (asked ? 'asked' : chosen ? 'chosen' : told ? 'told' : 'open'));
  const open = view.state !== 'closed' && view.state !== 'voided';
  const may = (kind: RemedyStepKind): boolean =>
    !of(kind) &&
    (kind !== 'answered' || asked !== undefined) &&
    (kind !== 'closed' || done !== undefined) &&
    (view.pending || kind === 'closed' || kind === 'asked' || kind === 'answered');
  view.next = open ? KINDS.filter(may) : [];
  view.borne_fen = answered?.verdict === 'approved' ? 0 : view.given_fen;
  view.notices = [];
  if (view.borne_fen > 0)
    view.notices.push({ field: '', code: 'borne_by_dealer', message: '总部还没有同意，货款先由本店承担' });
  view.clocks = [risk(view)];
  return view;
}

function money(sale: SaleView): CaseMoneyView {
  const price = sale.draft.price_fen ?? 0;
  return {
    price_fen: price,
    due: {
      fen: price,
      steps: ['规则没有写折旧或补偿的公式，按价款全额退还'],
      rule_version: '',
      source: '',
      checked: true,
    },
    trouble: '',
    paid_fen: null,
    freight_fen: 0,
    quality_cause: false,
    freight: null,
  };
}

function demandOf(sale: SaleView, n: number, words: string): DemandView {
  return {
    id: newId('d'),
    rev: 1,
    no: number('YQ', 900 + n),
    unit_id: sale.unit_id,
    serial: sale.draft.unit.serial,
    kind: 'exchange',
    name: '换货',
    made_on: '2026-11-16',
    words,
    no_same_model: false,
    answered_on: null,
    answer: '',
    settled_on: null,
    state: 'open',
    void_reason: null,
    notices: [],
  };
}

export function remedyCommands(world: World): Handlers {
  const cases: RemedyView[] = [];
  const begin = (sale: SaleView, words: string, basis: string): RemedyView => ({
    id: newId('th'),
    rev: 1,
    no: number('TH', cases.length + 1),
    principal: sale.draft.principal,
    unit_id: sale.unit_id,
    serial: sale.draft.unit.serial,
    model: sale.draft.unit.model,
    customer: sale.draft.customer.name,
    sale_no: sale.no,
    state: 'open',
    pending: true,
    ground: {
      told_on: TODAY,
      right: basis ? '' : '换货',
      about: basis ? '' : '严重故障「发动机异响」',
      steps: basis ? [] : ['同一严重故障修理满 2 次', '更换部件以后再次出现，可要求换货'],
      standing: basis
        ? null
        : {
            rule_key: 'remedy.after_component',
            name: '更换部件后同一问题再次出现',
            rule_version: 'CN-ag-2010 2026.1',
            source: '第126号令第二十九条',
            source_text: '',
            checked: false,
            doubt: 'unchecked',
            provisional: false,
          },
      words: basis,
    },
    demand: demandOf(sale, cases.length, words),
    clocks: [],
    papers: [
      { paper: 'card', name: '三包凭证', state: 'here', who: '', why: '', earlier: [] },
      { paper: 'invoice', name: '购机发票', state: 'missing', who: '', why: '缺购机发票', earlier: [] },
    ],
    steps: [],
    earlier: [],
    next: [],
    choice: null,
    money: money(sale),
    given_fen: 0,
    borne_fen: 0,
    machine: null,
    open_papers: [],
    notices: [],
    clock_suspect: false,
    void_reason: null,
  });
  const first = world.sales[3];
  if (world.dealer && first) cases.push(begin(first, '换一台，再修不干', ''));
  const get = (id: string): RemedyView =>
    found(
      cases.find((one) => one.id === id),
      '换货退货',
    );
  const written = (view: RemedyView): Commands['remedy_open']['output'] => {
    view.rev += 1;
    return { value: structuredClone(settle(view)), touched: ['remedy', 'unit', 'sale', 'card', 'sync'] };
  };
  const rowOf = (view: RemedyView): RemedyRow => {
    const { id, no, principal, state, unit_id, serial, model, customer, borne_fen } = view;
    const clock = view.clocks.find((one) => one.met_on === null) ?? null;
    const about = { id, no, principal, state, unit_id, serial, model, customer, borne_fen, clock };
    const new_serial = view.machine?.serial ?? '';
    const returned = world.outbox.find((one) => one.opens === id && one.returned)?.reason ?? null;
    return { ...about, made_on: view.demand.made_on, demands: view.demand.name, new_serial, returned };
  };
  /** Takes the step that stands away, with the reason; answers it. */
  function away(view: RemedyView, kind: RemedyStepKind, reason: string): RemedyStepView | undefined {
    if (!reason.trim()) refuse([missing('reason', '更正原因')]);
    const old = view.steps.find((one) => one.kind === kind);
    if (old) view.earlier.push({ ...old, ended_reason: reason });
    view.steps = view.steps.filter((one) => one !== old);
    return old;
  }
  return {
    remedy_open({ machine, words, basis, rule_key }) {
      const sale = found(
        world.sales.find((one) => one.unit_id === machine.unit),
        '整机',
      );
      const other = cases.find((one) => one.unit_id === sale.unit_id && settle(one).pending);
      if (other)
        refuse([
          { field: 'machine', code: 'taken', message: `这台机器正在办的换货退货「${other.no}」已经有了` },
        ]);
      if (!rule_key && !basis.trim()) refuse([missing('words', '没有规则给的权利，办理的依据')]);
      const view = begin(sale, words, basis);
      cases.push(view);
      return written(view);
    },
    remedy_paper({ id, rev, paper, state, who, why }) {
      const view = get(id);
      refuseStale(rev, view.rev);
      if (state === 'waived' && (!who.trim() || !why.trim())) refuse([missing('who', '谁同意免交')]);
      const line = view.papers.find((one) => one.paper === paper);
      if (line) {
        const before = `${t.remedy.papers[line.state]} ${line.who} ${line.why}`.trim();
        Object.assign(line, { state, who, why, earlier: [...line.earlier, before] });
      }
      return written(view);
    },
    remedy_step({ id, rev, kind, doing, on, who, no, words, choice = null, verdict = null, reason }) {
      const view = get(id);
      refuseStale(rev, view.rev);
      const old = doing && doing !== 'put' ? away(view, kind, reason) : undefined;
      const says = choice ? t.remedy.choices[choice] : verdict ? t.remedy.verdicts[verdict] : '';
      if (doing !== 'take_back')
        view.steps.push(step(kind, on ?? old?.on ?? TODAY, { who, no, words, choice, verdict, says }));
      return written(view);
    },
    remedy_settle({ id, rev, doing, outcome, on, words, repair_no, unit, paid_fen, freight_fen, reason }) {
      const view = get(id);
      refuseStale(rev, view.rev);
      const gives = outcome === 'machine' || outcome === 'refund';
      const lacks = view.papers.find((one) => one.state === 'missing');
      if (gives && lacks)
        refuse([
          {
            field: 'papers',
            code: 'paper_missing',
            message: `还缺「${lacks.name}」。补上以后在材料里写「已有」，或写明谁同意免交，再办换货退货`,
          },
        ]);
      if (outcome === 'machine' && doing !== 'correct' && !unit?.serial.trim())
        refuse([missing('unit.serial', '新机的出厂编号')]);
      if (doing === 'correct') away(view, 'settled', reason);
      view.steps.push(
        step('settled', on ?? TODAY, { words, outcome, repair_no, says: t.remedy.outcomes[outcome] }),
      );
      const price = view.money?.price_fen ?? 0;
      if (view.money && outcome === 'refund') view.money.paid_fen = paid_fen ?? price;
      if (!gives) view.money = null;
      if (view.money && outcome === 'machine') view.money.due = null;
      view.given_fen = gives ? (outcome === 'refund' ? (paid_fen ?? price) : price) + (freight_fen ?? 0) : 0;
      if (outcome === 'machine' && unit)
        view.machine = {
          unit_id: newId('u'),
          serial: unit.serial,
          sale_id: newId('s'),
          sale_no: number('XS', 901),
          card_no: number('HZ', 901),
        };
      return written(view);
    },
    remedy_void({ id, rev, reason }) {
      const view = get(id);
      refuseStale(rev, view.rev);
      view.void_reason = reason;
      return written(view);
    },
    remedy_undo({ id, rev, reason }) {
      const view = get(id);
      refuseStale(rev, view.rev);
      away(view, 'settled', reason);
      view.machine = null;
      if (view.money) view.money.paid_fen = null;
      return written(view);
    },
    remedy_show: ({ id }) => settle(get(id)),
    remedy_list({ term, principal, unit, state, open, limit, offset }) {
      const fits = (view: RemedyView): boolean =>
        has(term ?? '', view.no, view.serial) &&
        (!principal || view.principal === principal) &&
        (!unit || view.unit_id === unit) &&
        (!state || view.state === state) &&
        (!open || (view.state !== 'closed' && view.state !== 'voided'));
      return pageOf(cases.map(settle).filter(fits).map(rowOf), limit, offset);
    },
  };
}
