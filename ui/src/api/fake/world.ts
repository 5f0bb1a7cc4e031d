// The fake desk's memory: what a dealer has after three weeks. Drafts live in the browser's storage, so that a page
// that was killed finds them again.

import { addDays, daysBetween } from '../../kit/day';
import type {
  AttachmentView,
  BusinessHoursInput,
  CardState,
  CustomerInput,
  DealerView,
  DueLevel,
  DueView,
  InboxRow,
  ModelView,
  OldPartView,
  OpeningClaimView,
  OutboxRow,
  PartsBatchView,
  PartView,
  PrincipalView,
  RepairView,
  NetworkView,
  ReportRunView,
  BackupView,
  SaleView,
} from '../types';
import * as people from './people';

export const TODAY = '2026-11-21';
export const now = (): number => Date.now();
const HOUR = 3_600_000;

export interface World {
  dealer: DealerView | null;
  clockWarning: string | null;
  makers: PrincipalView[];
  startOn: string | null;
  hours: BusinessHoursInput | null;
  alerts: boolean;
  demo: boolean;
  models: ModelView[];
  parts: PartView[];
  sales: SaleView[];
  repairs: RepairView[];
  attachments: AttachmentView[];
  oldParts: OldPartView[];
  batches: PartsBatchView[];
  claims: OpeningClaimView[];
  outbox: OutboxRow[];
  /** Head office's clock minus ours. */
  skewMs: number;
  /** What keeps that which waits. */
  trouble: { code: string; says: string; short: string };
  network: NetworkView;
  inbox: InboxRow[];
  runs: ReportRunView[];
  backups: BackupView[];
  /** When a file was written, per maker, while no answer came. */
  filesSent: Record<string, number>;
}

const counters = new Map<string, number>();
export function newId(kind: string): string {
  const n = (counters.get(kind) ?? 0) + 1;
  counters.set(kind, n);
  return `${kind}-${String(n).padStart(5, '0')}`;
}
export const number = (type: string, n: number, month = '2611'): string =>
  `HB0732A-${type}-${month}-A${String(n).padStart(4, '0')}`;

const OPEN: ReadonlySet<CardState> = new Set(['issued', 'queued', 'returned']);

export function levelOf(state: CardState, left: number | null): DueLevel {
  if (state === 'acknowledged') return 'met';
  if (left === null || !OPEN.has(state)) return 'none';
  if (left < 0) return 'late';
  return left <= 5 ? 'soon' : 'ok';
}

export function dueOf(soldOn: string, state: CardState): DueView {
  const dueOn = addDays(soldOn, 20);
  const left = OPEN.has(state) ? daysBetween(TODAY, dueOn) : null;
  return {
    due_on: dueOn,
    days_left: left,
    level: levelOf(state, left),
    rule: '回执卡到总部 · S0-farm 2026.1',
    source: '三包服务规定 三(二)2',
    checked: false,
    doubt: 'sample',
    consequence: '误期后，总部技术部门不承认这台机器的三包服务。',
    steps: [
      `销售日期 ${soldOn}，当天不计。`,
      `从次日 ${addDays(soldOn, 1)} 起数 20 个自然日。`,
      `最后一天 ${dueOn}，不因节假日顺延。`,
    ],
  };
}

function person(roll: (n: number) => number): CustomerInput {
  const pick = <T>(list: readonly T[]): T => list[roll(list.length)] as T;
  const tail = String(10_000_000 + roll(89_999_999));
  return {
    id: newId('c'),
    name: pick(people.FAMILY) + pick(people.GIVEN),
    phone: `199${tail}`,
    county: '清河县',
    town: pick(people.TOWNS),
    village: pick(people.VILLAGES),
  };
}

function makeSale(roll: (n: number) => number, i: number): SaleView {
  const model = people.MODELS[roll(people.MODELS.length)] as ModelView;
  const soldOn = addDays(TODAY, -1 - Math.floor(i * 0.9));
  const age = daysBetween(soldOn, TODAY);
  const state: CardState =
    i === 3
      ? 'returned'
      : age > 24
        ? 'acknowledged'
        : age > 21 && i % 2
          ? 'issued'
          : ((['issued', 'queued', 'acknowledged'] as const)[roll(3)] ?? 'issued');
  const customer = person(roll);
  const serial = `${model.principal}26${'ABC'[roll(3)]}${String(10_000 + roll(89_999))}`;
  const no = number('XS', 40 - i);
  return {
    id: newId('s'),
    rev: 1,
    no,
    unit_id: newId('u'),
    customer_id: customer.id ?? '',
    draft: {
      principal: model.principal,
      customer,
      unit: {
        model: model.code,
        product: model.product,
        serial,
        engine_no: `Y${4_290_000 + roll(9999)}`,
        frame_no: '',
      },
      sold_on: soldOn,
      invoice_no: String(10_000_000 + roll(89_999_999)),
      price_fen: model.guide_price_fen,
      seller: people.SELLERS[roll(3)] ?? '',
      outlet: '',
      note: '',
      card_no: number('HZ', 40 - i),
      user_signed: state !== 'issued',
      share_consent: roll(4) !== 0,
    },
    state,
    card_no: number('HZ', 40 - i),
    due: dueOf(soldOn, state),
    returned_on: state === 'issued' ? null : addDays(soldOn, 2),
    queued_on: state === 'issued' ? null : addDays(soldOn, 2),
    left_desk: state === 'acknowledged' || state === 'returned',
    acknowledged_on: state === 'acknowledged' ? addDays(soldOn, 3) : null,
    receipt_no: state === 'acknowledged' ? `${model.principal}-R-${20_000 + i}` : null,
    returned_reason: state === 'returned' ? '发动机号与出厂档案不符，请核对铭牌后重报。' : null,
    returned_field: state === 'returned' ? 'unit.engine_no' : null,
    void_reason: null,
    entered_late: i === 5,
    entered_on: soldOn,
    entered_by: null,
    clock_suspect: false,
    left_repairs: [],
    notices: [],
  };
}

function makeRepair(roll: (n: number) => number, i: number, sale: SaleView): RepairView {
  const part = people.PARTS[2 + roll(4)] as PartView;
  const reported = addDays(TODAY, -i);
  const state = i < 3 ? 'draft' : 'submitted';
  const done = i === 0 ? null : addDays(reported, Math.min(i, 1));
  const price = part.price_fen ?? 0;
  return {
    id: newId('r'),
    rev: 1,
    no: number('WX', 20 - i),
    unit_id: sale.unit_id,
    customer_id: sale.customer_id,
    draft: {
      no: number('WX', 20 - i),
      principal: sale.draft.principal,
      customer: sale.draft.customer,
      unit: sale.draft.unit,
      channel: 'phone',
      reported_on: reported,
      reported_time: '09:20',
      received_on: reported,
      arrived_time: '',
      completed_on: done,
      in_warranty: i % 4 !== 3,
      fault: people.FAULTS[roll(people.FAULTS.length)] ?? '',
      fault_place: people.PLACES_OF_FAULT[roll(4)] ?? '',
      fault_code: '',
      cause: '零件早期损坏',
      responsibility: '制造',
      method: 'replace',
      work: '拆检，更换损坏零件，试车正常。',
      technician: people.TECHNICIANS[roll(2)] ?? '',
      labour_fen: 12_000,
      travel_fen: 6000,
      other_fen: 0,
      user_signed: state === 'submitted',
      user_rating: '满意',
      note: '',
      share_consent: true,
      component_exchanged: false,
      new_meter: false,
      depart_time: '',
      parts: [
        {
          id: newId('l'),
          code: part.code,
          name: part.name,
          spec: part.spec,
          unit: part.unit,
          qty_milli: 1000,
          price_fen: price,
          kind: part.kind,
          wants_replacement: false,
          old_serial: '',
          new_serial: '',
          old_part_here: i > 2,
          bin: i > 2 ? 'A-03' : '',
          tag_no: i % 4 === 3 ? null : number('JJ', 20 - i),
        },
      ],
    },
    total_fen: 18_000 + price,
    entered_by: null,
    signing: done ? '纸面已签，未留图' : '未签字',
    occupied_days: done ? 2 : null,
    state,
    submitted_on: state === 'submitted' ? done : null,
    acknowledged_on: i > 6 ? done : null,
    returned_reason: null,
    returned_field: null,
    void_reason: null,
    same_as_no: null,
    call_no: null,
    voucher_no: null,
    custody: null,
    job: null,
    readings: [],
    fees: [],
    receipt_open: false,
    receipt: null,
    notices: [],
  };
}

export function oldPartsOf(repair: RepairView, bin: string): OldPartView[] {
  return repair.draft.parts.flatMap((line) =>
    line.tag_no
      ? [
          {
            id: newId('o'),
            rev: 1,
            tag_no: line.tag_no,
            principal: repair.draft.principal,
            repair_id: repair.id,
            repair_no: repair.no,
            code: line.code,
            name: line.name,
            spec: line.spec,
            qty_milli: line.qty_milli,
            value_fen: Math.round(((line.price_fen ?? 0) * line.qty_milli) / 1000),
            removed_on: repair.draft.completed_on ?? repair.draft.reported_on,
            state: line.old_part_here ? ('in_store' as const) : ('tagged' as const),
            bin,
            batch_no: null,
            standing: null,
            due_on: addDays(TODAY, 40),
            doubt: 'sample' as const,
            reason: '',
            returned: null,
          },
        ]
      : [],
  );
}

/** Models nothing says the product of, and which a machine is of. */
export const openModels = (world: World): ModelView[] =>
  world.models.filter(
    (m) => m.product === '' && m.class === '' && world.sales.some((s) => s.draft.unit.model === m.code),
  );

export const isOpen = (world: World, code: string): boolean => openModels(world).some((m) => m.code === code);

/** As a ledger leaves it: the first machine is of a model that nothing else is known of. */
export function openWorld(world: World): void {
  const sale = world.sales[0];
  const model = world.models[0];
  if (!sale || !model) return;
  Object.assign(sale.draft.unit, { model: 'XX905', product: '', serial: 'XX26A90501' });
  world.models.push({
    ...model,
    id: newId('m'),
    code: 'XX905',
    product: '',
    class: '',
    power_milli_kw: null,
  });
}

export function queue(
  world: World,
  row: Pick<OutboxRow, 'record_id' | 'principal' | 'kind' | 'no' | 'title'>,
): void {
  for (const old of world.outbox) {
    if (old.record_id === row.record_id && old.state !== 'acked') old.state = 'superseded';
  }
  world.outbox.unshift({
    ...row,
    line: world.outbox.length + 1,
    seq: world.outbox.length + 1,
    opens: row.kind === 'reversal' ? null : row.record_id,
    rev: 1,
    state: 'pending',
    created_at: now(),
    attempts: 0,
    reason: null,
    field: null,
    place: null,
    consent: false,
    returned: false,
    again: false,
    receipt_no: null,
    received_at: null,
  });
}

export function emptyWorld(): World {
  return {
    dealer: null,
    makers: [],
    startOn: null,
    hours: null,
    alerts: true,
    demo: false,
    models: [],
    parts: [],
    sales: [],
    repairs: [],
    attachments: [],
    oldParts: [],
    batches: [],
    claims: [],
    clockWarning: null,
    outbox: [],
    skewMs: 800,
    trouble: {
      code: 'unreachable',
      says: '连不上总部（网络不通），会自动再试。',
      short: '连不上总部，会自动再试',
    },
    network: { proxy: 'system', address: '', user: '', has_password: false, authorities: [] },
    inbox: [],
    runs: [],
    backups: [],
    filesSent: {},
  };
}

export function fullWorld(sales: number): World {
  const roll = dice();
  const world: World = {
    ...emptyWorld(),
    dealer: people.DEALER,
    makers: structuredClone(people.MAKERS),
    startOn: '2026-10-01',
    hours: {
      weekdays: '08:00-12:00 13:30-17:30',
      saturday: '',
      sunday: '',
      shifted: '',
      on_rest_days: false,
    },
    alerts: true,
    demo: false,
    models: [...people.MODELS],
    parts: [...people.PARTS],
  };
  world.sales = Array.from({ length: sales }, (_, i) => makeSale(roll, i));
  world.repairs = Array.from({ length: 12 }, (_, i) => makeRepair(roll, i, world.sales[i * 2] as SaleView));
  world.oldParts = world.repairs.flatMap((r, i) => oldPartsOf(r, i > 2 ? `A-0${i}` : ''));
  fillLedger(world);
  world.backups = [3, 27, 51].map((h, i) => ({
    path: `/data/backups/desk-2026112${1 - Math.min(i, 1)}-0${8 - i}00.db`,
    made_at: now() - h * HOUR,
    bytes: 4_812_800 - i * 40_960,
    cause: i === 1 ? 'button' : 'schedule',
    encrypted: false,
  }));
  return world;
}

const dice = (): ((n: number) => number) => people.dice(20_261_121);

function fillLedger(world: World): void {
  for (const sale of world.sales.toReversed()) {
    if (sale.state === 'issued') continue;
    queue(world, {
      record_id: sale.id,
      principal: sale.draft.principal,
      kind: 'card',
      no: sale.card_no,
      title: `${sale.draft.customer.name} ${sale.draft.unit.model} ${sale.draft.unit.serial}`,
    });
    const row = world.outbox[0] as OutboxRow;
    row.created_at = now() - daysBetween(sale.draft.sold_on, TODAY) * 24 * HOUR + HOUR;
    row.attempts = sale.state === 'queued' ? 2 : 1;
    row.state = sale.state === 'acknowledged' ? 'acked' : sale.state === 'returned' ? 'rejected' : 'pending';
    row.receipt_no = sale.receipt_no;
    row.received_at = sale.state === 'acknowledged' ? row.created_at + HOUR : null;
    row.reason = sale.returned_reason;
    row.returned = row.again = sale.state === 'returned';
    row.field = row.returned ? '发动机号' : null;
    row.place = row.returned ? 'unit.engine_no' : null;
    if (sale.state === 'queued') row.reason = '排队等下一次报送';
  }
  world.inbox.push({
    id: newId('i'),
    principal: 'HH',
    kind: 'notice',
    title: '关于 2026 年下半年旧件返回窗口的通知（12 月 31 日截止）',
    body: '{}',
    received_at: now() - 30 * HOUR,
    read_at: null,
  });
}
