import { dayAndTime, instantOf } from '../../kit/moment';
import { phoneDigits, serialKey } from '../../kit/serial';
import { t } from '../../text';
import type {
  CallDraft,
  CallRow,
  CallState,
  CallView,
  ClockView,
  Commands,
  KnownCaller,
  StepKind,
  StepView,
} from '../types';
import { found, has, pageOf, refuse, refuseStale } from './sales';
import { newId, number, now as clockOfMachine, TODAY, type World } from './world';

// Calls of the fake desk: a clock of two hours for arranging, one of arrival that stands still, no rules worth trusting.

type Handlers<C extends keyof Commands> = {
  [K in C]: (input: Commands[K]['input']) => Commands[K]['output'];
};
type Names =
  | 'call_open'
  | 'call_amend'
  | 'call_step'
  | 'call_void'
  | 'call_show'
  | 'call_list'
  | 'call_from'
  | 'call_machine'
  | 'hours_save';

/** The fake desk's day is a fixed one: its clock begins at three in the afternoon and runs. */
const BEGAN = clockOfMachine();
const now = (): number => instantOf(TODAY, '15:00') + clockOfMachine() - BEGAN;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NEEDS: Partial<Record<StepKind, StepKind[]>> = {
  told: ['arranged'],
  referred: ['filed'],
  arrived: ['dispatched'],
  signed: ['done'],
  crossed_off: ['done', 'referred'],
};
const KINDS = Object.keys(t.call.steps) as StepKind[];
const STATES: [StepKind, CallState][] = [
  ['crossed_off', 'closed'],
  ['signed', 'signed'],
  ['done', 'done'],
  ['referred', 'referred'],
  ['arrived', 'arrived'],
  ['dispatched', 'dispatched'],
  ['arranged', 'arranged'],
];

const zh = (at: number): string => {
  const { day, time } = dayAndTime(at);
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日 ${time}`;
};

function step(kind: StepKind, at: number, more: Partial<StepView> = {}): StepView {
  return {
    kind,
    name: t.call.steps[kind],
    at,
    on: dayAndTime(at).day,
    when: zh(at),
    who: '',
    no: '',
    by_phone: false,
    awaits_no: false,
    words: '',
    entered_at: at,
    by_repair: false,
    ended_reason: null,
    ...more,
  };
}

const STOPS: Readonly<Record<string, string>> = {
  'call.arrange': '登记了「安排」、「告知用户」、「报总部备案」才停，还差「报总部备案」',
  'arrival.city': '登记了「到达」或「完工」就停',
};
const ARRANGE = { key: 'call.arrange', name: '叫修安排' };
const ARRIVE = { key: 'arrival.city', name: '到达现场（市区）' };

function clock(call: CallView, { key, name }: typeof ARRANGE, hours: number, met?: number): ClockView {
  const from = call.draft.received_at ?? call.entered_at;
  const due_at = from + hours * HOUR;
  const left = due_at - now();
  const voided = call.void_reason !== null;
  const runs = met === undefined && !voided;
  const late = (met ?? now()) > due_at;
  return {
    name,
    due_at,
    due_on: dayAndTime(due_at).day,
    state: voided ? 'void' : met === undefined ? (late ? 'late' : 'pending') : late ? 'late' : 'met',
    level: voided
      ? 'none'
      : !runs
        ? late
          ? 'met_late'
          : 'met'
        : late
          ? 'late'
          : left < HOUR
            ? 'soon'
            : 'ok',
    runs,
    left_ms: runs ? left : null,
    stands_still: false,
    sentence: runs
      ? `${late ? '逾期' : '未到期'}：到期日 ${zh(due_at)}`
      : `按期完成：${zh(met ?? from)} 收到`,
    stops: runs ? (STOPS[key] ?? '') : '',
    consequence: '总部升级处理',
    standing: {
      rule_key: key,
      name,
      rule_version: 'S0-farm 2026.1',
      source: '台账 T03 / F19（S0）',
      source_text: '接到维修任务 2 小时内作出安排，告知用户，并报技术部备案',
      checked: false,
      doubt: 'sample',
      provisional: false,
    },
    steps: [`接到报修 ${zh(from)}`, `加 ${hours} 小时，到 ${zh(due_at)}`],
  };
}

/** What follows from the steps. */
function settle(call: CallView): CallView {
  const at = (kind: StepKind): number | undefined =>
    call.steps.find((one) => one.kind === kind)?.at ?? undefined;
  call.steps.sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
  call.state = call.void_reason === null ? (STATES.find(([kind]) => at(kind))?.[1] ?? 'open') : 'voided';
  call.waits = call.state === 'open' || call.state === 'arranged';
  call.left_over = call.waits && dayAndTime(call.draft.received_at ?? now()).day < dayAndTime(now()).day;
  const open = call.state !== 'closed' && call.state !== 'voided';
  const awaits = call.steps.some((one) => one.awaits_no);
  const serves = (kind: StepKind): boolean => Boolean(at(kind)) && !(kind === 'filed' && awaits);
  const ready = (kind: StepKind): boolean =>
    !serves(kind) && (NEEDS[kind] ?? []).every((_, __, any) => any.some(serves));
  call.next = open ? KINDS.filter(ready).filter((kind) => kind !== 'referred' || !at('done')) : [];
  const settled = at('filed') && at('told') && (at('arranged') ?? at('dispatched'));
  call.clocks = call.draft.principal
    ? [
        clock(call, ARRANGE, 2, settled ? Math.max(at('filed') ?? 0, at('told') ?? 0) : undefined),
        ...(call.draft.area ? [clock(call, ARRIVE, 6, at('arrived') ?? at('done'))] : []),
      ]
    : [];
  call.notices = [];
  if (awaits) {
    const message = '电话报了总部备案，编号还没有，不能转总部。总部给了编号，请点「补备案编号」';
    call.notices.push({ field: '', code: 'call_awaits_no', message });
  }
  if (!call.draft.principal && call.state !== 'voided') {
    const message = '没有写厂家，不知道按谁的规定，不计时限';
    call.notices.push({ field: 'principal', code: 'call_without_maker', message });
  }
  if (!call.draft.unit_id && call.state !== 'voided') {
    const message = call.draft.serial
      ? `本店没有编号 ${call.draft.serial} 的记录，可能是别家卖的或读错了，照常受理；到场后请核对铭牌`
      : '没有机器编号，照常受理；到场后请核对铭牌补上';
    call.notices.push({ field: 'serial', code: 'unit_unknown', message });
  }
  return call;
}

function rowOf(call: CallView): CallRow {
  const { caller, phone, address, model, product, serial, complaint, principal, channel } = call.draft;
  const told = { caller, phone, address, model, product, serial, complaint, principal, channel };
  const open = call.clocks.filter((one) => one.runs);
  return {
    ...told,
    id: call.id,
    no: call.no,
    received_at: call.draft.received_at ?? call.entered_at,
    area: call.draft.area ?? null,
    urgency: call.draft.urgency ?? 'normal',
    task_no: call.draft.task_no,
    state: call.state,
    waits: call.waits,
    left_over: call.left_over,
    steps: call.steps,
    clock: open.sort((a, b) => (a.due_at ?? 0) - (b.due_at ?? 0))[0] ?? null,
    late: call.clocks.filter((one) => one.level === 'late' || one.level === 'met_late').length,
    repair_no: call.repair_no,
    note: call.draft.note,
  };
}

export function callCommands(world: World): Handlers<Names> {
  const calls: CallView[] = [];
  let made = 20;
  const open = (draft: CallDraft, steps: StepView[] = []): CallView => ({
    id: newId('call'),
    rev: 1,
    no: number('BX', (made += 1)),
    draft: { ...draft, received_at: draft.received_at ?? now() },
    state: 'open',
    waits: true,
    left_over: false,
    customer: null,
    party: null,
    steps,
    earlier: [],
    next: [],
    clocks: [],
    repair_id: null,
    repair_no: null,
    to_sign: null,
    notices: [],
    entered_at: now(),
    entered_by: null,
    clock_suspect: false,
    void_reason: null,
    custody: null,
    follows: null,
    later: [],
  });
  let vouchers = 40;
  const voucher = (): string => number('PD', (vouchers += 1));
  const said = (minutes: number, more: Partial<CallDraft>): CallDraft => ({
    received_at: now() - minutes * MINUTE,
    principal: 'HH',
    channel: 'phone',
    caller: '',
    phone: '',
    customer_id: null,
    unit_id: null,
    serial: '',
    model: '',
    product: '',
    area: null,
    address: '',
    complaint: '',
    urgency: 'normal',
    forwarded_at: null,
    task_no: '',
    note: '',
    follows: null,
    ...more,
  });
  if (world.dealer) {
    const ago = (minutes: number): number => now() - minutes * MINUTE;
    const dispatched = (minutes: number) =>
      step('dispatched', ago(minutes), { who: '周师傅', no: voucher() });
    calls.push(
      open(
        said(20 * 60, { caller: '刘桂兰', phone: '19900112233', complaint: '液压升不起来', area: 'suburb' }),
      ),
      open(
        said(70, {
          caller: '赵树林',
          phone: '19900223344',
          complaint: '发动不着，明天要下地',
          urgency: 'urgent',
        }),
      ),
      open(said(150, { caller: '孙国强', phone: '19900334455', complaint: '离合器打滑', area: 'city' }), [
        step('arranged', ago(140)),
        dispatched(130),
      ]),
      open(said(30 * 60, { caller: '周凤英', phone: '19900445566', complaint: '播种机漏种' }), [
        step('arranged', ago(1795)),
        step('told', ago(1793)),
        step('filed', ago(1790), { no: 'BA-26-117' }),
        dispatched(1700),
        step('arrived', ago(1600)),
        step('done', ago(1500), { words: '换排种轮' }),
        step('signed', ago(1495), { who: '周凤英' }),
      ]),
    );
  }
  calls.forEach(settle);
  const get = (id: string): CallView =>
    found(
      calls.find((one) => one.id === id),
      '报修',
    );
  const written = (call: CallView): Commands['call_open']['output'] => ({
    value: structuredClone(settle(call)),
    touched: ['call'],
  });
  const missing = (field: string, label: string) => ({ field, code: 'missing', message: `${label}没有填` });
  function check(draft: CallDraft): void {
    const bad = [
      ...(draft.complaint.trim() ? [] : [missing('complaint', '反映情况')]),
      ...(draft.phone.trim() || draft.caller.trim() ? [] : [missing('phone', '电话或来电人')]),
    ];
    if (bad.length > 0) refuse(bad);
  }
  return {
    call_open(draft) {
      check(draft);
      const call = open(draft);
      const earlier = calls.find((one) => one.id === draft.follows);
      call.follows = earlier ? { id: earlier.id, no: earlier.no } : null;
      earlier?.later.push({ id: call.id, no: call.no });
      calls.push(call);
      return written(call);
    },
    call_amend({ id, rev, draft, reason }) {
      const call = get(id);
      refuseStale(rev, call.rev);
      check(draft);
      if (draft.received_at !== call.draft.received_at && !reason.trim())
        refuse([{ field: 'reason', code: 'reason_needed', message: '请写明修改原因' }]);
      call.draft = draft;
      call.rev += 1;
      return written(call);
    },
    call_step({ id, rev, kind, doing, at, who, no, by_phone, words, reason }) {
      const call = get(id);
      refuseStale(rev, call.rev);
      const old = call.steps.find((one) => one.kind === kind);
      if (doing && doing !== 'put') {
        if (!reason.trim()) refuse([missing('reason', '原因')]);
        if (old) call.earlier.push({ ...old, ended_reason: reason });
        call.steps = call.steps.filter((one) => one !== old);
      }
      if (doing !== 'take_back') {
        if (kind === 'filed' && !no.trim() && !by_phone) refuse([missing('no', '总部的备案编号')]);
        if (kind === 'dispatched' && !who.trim()) refuse([missing('who', '派给谁')]);
        const own = kind === 'dispatched' ? (old?.who === who && old.no ? old.no : voucher()) : no;
        const told = old?.awaits_no ? old : null;
        if (told) call.steps = call.steps.filter((one) => one !== told);
        const awaits_no = kind === 'filed' && !no.trim();
        const more = {
          who: who || (told?.who ?? ''),
          no: own,
          words,
          by_phone: by_phone ?? false,
          awaits_no,
        };
        call.steps.push(step(kind, told?.at ?? at ?? old?.at ?? now(), more));
      }
      call.rev += 1;
      return written(call);
    },
    call_void({ id, rev, reason }) {
      const call = get(id);
      refuseStale(rev, call.rev);
      call.void_reason = reason;
      call.rev += 1;
      return written(call);
    },
    call_show: ({ id }) => settle(get(id)),
    call_list({ term, principal, state, undispatched, unfinished, late, limit, offset }) {
      const fits = (call: CallView): boolean =>
        has(
          term ?? '',
          call.no,
          call.draft.phone,
          call.draft.caller,
          call.draft.complaint,
          call.draft.serial,
        ) &&
        (!principal || call.draft.principal === principal) &&
        (!state || call.state === state) &&
        (!undispatched || call.waits) &&
        (!unfinished || call.state === 'dispatched' || call.state === 'arrived') &&
        (!late || call.clocks.some((one) => one.level === 'late'));
      const place = (row: CallRow): number => (row.waits ? row.received_at - 2 * now() : -row.received_at);
      const rows = calls.map(settle).filter(fits).map(rowOf);
      return pageOf(
        rows.sort((a, b) => place(a) - place(b)),
        limit,
        offset,
      );
    },
    call_from({ phone }) {
      const digits = phoneDigits(phone);
      const known: KnownCaller[] = world.sales
        .filter((sale) => phoneDigits(sale.draft.customer.phone) === digits)
        .map(({ unit_id, customer_id, draft }) => ({
          customer_id,
          name: draft.customer.name,
          address: `${draft.customer.county}${draft.customer.town}${draft.customer.village}`,
          unit_id,
          principal: draft.principal,
          model: draft.unit.model,
          product: draft.unit.product,
          serial: serialKey(draft.unit.serial),
          sold_on: draft.sold_on,
        }));
      const open = calls.filter(
        (one) => phoneDigits(one.draft.phone) === digits && one.state !== 'closed' && one.state !== 'voided',
      );
      return { known, open: open.map(rowOf) };
    },
    call_machine({ unit_id, serial, except }) {
      const key = serialKey(serial);
      const sale = world.sales.find(
        (one) => one.unit_id === unit_id || (key !== '' && serialKey(one.draft.unit.serial) === key),
      );
      const same = (call: CallView): boolean =>
        (sale !== undefined && call.draft.unit_id === sale.unit_id) ||
        (key !== '' && serialKey(call.draft.serial) === key);
      const open = calls.filter(
        (call) => call.id !== except && same(call) && call.state !== 'closed' && call.state !== 'voided',
      );
      if (!sale && open.length === 0) return null;
      const sold = sale?.draft;
      return {
        unit_id: sale?.unit_id ?? null,
        principal: sold?.principal ?? '',
        maker: '',
        serial: key,
        model: sold?.unit.model ?? '',
        product: sold?.unit.product ?? '',
        owner: sold?.customer.name ?? null,
        sold_on: sold?.sold_on ?? null,
        coverage: sale ? { in_warranty: true, reason: '整机三包期内', steps: [], product_open: false } : null,
        card: sale ? '回执卡还没有收回，请提醒用户带来' : null,
        calls: open.map(({ id, no, draft, state }) => ({
          id,
          no,
          complaint: draft.complaint,
          state: t.call.states[state],
        })),
        repairs: [],
        custody: null,
      };
    },
    hours_save({ hours, base }) {
      const stands = {
        weekdays: '',
        saturday: '',
        sunday: '',
        shifted: '',
        on_rest_days: false,
        ...world.hours,
      };
      if (base && Object.entries(stands).some(([key, text]) => base[key as keyof typeof base] !== text))
        refuse([{ field: '', code: 'stale', message: '营业时间打开之后已在别处改过，这次没有保存' }]);
      const empty = { weekdays: '', saturday: '', sunday: '', shifted: '', on_rest_days: false };
      if (/\d/.test(hours.weekdays ?? '') && !/^[\d:\-\s]+$/.test(hours.weekdays ?? ''))
        refuse([{ field: 'weekdays', code: 'out_of_range', message: '营业时间必须写成 08:00-12:00 这样' }]);
      world.hours = { ...empty, ...hours };
      const status = { today: TODAY, hours: world.hours } as Commands['desk_status']['output'];
      return { value: status, touched: ['settings', 'call'] };
    },
  };
}
