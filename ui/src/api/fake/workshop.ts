import { instantOf } from '../../kit/moment';
import { addDays, daysBetween } from '../../kit/day';
import { serialKey } from '../../kit/serial';
import type { Commands, CustodyDraft, CustodyRow, CustodyView, FaultHit, RepairView } from '../types';
import { found, has, pageOf, refuse, refuseStale } from './sales';
import { newId, number, now as clockOfMachine, TODAY, type World } from './world';

// Machines taken in, cards of work and a few faults of the fake desk: no rules worth trusting.

type Handlers<C extends keyof Commands> = {
  [K in C]: (input: Commands[K]['input']) => Commands[K]['output'];
};
type Names =
  | 'custody_open'
  | 'custody_amend'
  | 'custody_give'
  | 'custody_undo'
  | 'custody_void'
  | 'custody_show'
  | 'custody_list'
  | 'job_card_save'
  | 'job_card_inspect'
  | 'fault_find'
  | 'words_used';

const BEGAN = clockOfMachine();
const now = (): number => instantOf(TODAY, '15:00') + clockOfMachine() - BEGAN;
const HOUR = 3_600_000;
const LATE = '请告知用户，改约归还日期并写明原因。厂家约定：不能按时完成的，立即报告主任（台账 T30（S3））';

const FAULTS: (FaultHit & { initials: string })[] = [
  [
    'TR-0101-0101',
    '拖拉机 发动机 燃油供给系',
    '喷油泵',
    '不供油，发动机不能启动',
    '柱塞偶件磨损或卡死',
    'pyb',
  ],
  ['TR-0101-0201', '拖拉机 发动机 燃油供给系', '喷油器', '冒黑烟、无力', '针阀卡滞、雾化不良', 'pyq'],
  ['TR-0202-0101', '拖拉机 传动系 变速箱', '齿轮', '挂挡异响', '齿轮打齿或磨损', 'cl'],
].map(([code = '', place = '', part = '', symptom = '', cause = '', initials = '']) => ({
  code,
  place,
  part,
  symptom,
  cause,
  initials,
}));

const missing = (field: string, label: string) => ({ field, code: 'missing', message: `${label}没有填` });

function settle(one: CustodyView): CustodyView {
  const { row, draft } = one;
  const { bearer, phone, model, product, serial, outside, accessories, fault, principal, shelf, note } =
    draft;
  Object.assign(row, {
    bearer,
    phone,
    model,
    product,
    serial,
    outside,
    accessories,
    fault,
    principal,
    shelf,
    note,
  });
  row.state = one.void_reason
    ? 'voided'
    : row.given
      ? row.given.unrepaired
        ? 'taken_away'
        : 'returned'
      : 'here';
  row.promised_on = draft.promised_on ?? null;
  const here = row.state === 'here' && row.promised_on !== null;
  row.days_left = here ? daysBetween(TODAY, row.promised_on ?? TODAY) : null;
  const left = row.days_left;
  row.level = left === null ? 'none' : left < 0 ? 'late' : left === 0 ? 'soon' : 'ok';
  one.notices = [];
  if (left !== null && left < 0)
    one.notices.push({
      field: 'promised_on',
      code: 'promise_not_kept',
      message: `约定归还日期已过 ${-left} 天。${LATE}`,
    });
  return one;
}

export function workshopCommands(world: World): Handlers<Names> {
  const all: CustodyView[] = [];
  let made = 6;
  const open = (draft: CustodyDraft): CustodyView => {
    const [id, no, in_at] = [newId('jy'), number('JY', (made += 1)), draft.in_at ?? now()];
    const empty = { repair_no: null, technician: '', inspected_by: '', given: null, days_left: null };
    const row = { id, no, in_at, ...empty, state: 'here', level: 'none' } as unknown as CustodyRow;
    const promises = draft.promised_on ? [{ on: draft.promised_on, reason: '', entered_at: now() }] : [];
    return {
      id,
      no,
      rev: 1,
      row,
      promises,
      earlier: [],
      customer: null,
      call: null,
      repair: null,
      notices: [],
      draft: { ...draft, in_at },
      entered_at: now(),
      entered_by: null,
      clock_suspect: false,
      void_reason: null,
    };
  };
  const said = (bearer: string, more: Partial<CustodyDraft>): CustodyDraft => ({
    request_id: null,
    call: null,
    repair: null,
    principal: 'HH',
    unit_id: null,
    bearer,
    phone: '19900556677',
    serial: '',
    model: 'HH704',
    product: '轮式拖拉机',
    outside: '完好',
    accessories: '钥匙一把',
    fault: '',
    in_at: null,
    promised_on: null,
    shelf: '',
    note: '',
    ...more,
  });
  if (world.dealer) {
    all.push(
      open(
        said('吴国强', {
          serial: 'HH704X001',
          fault: '变速箱异响',
          shelf: '棚二',
          outside: '左挡泥板有划痕',
          in_at: now() - 96 * HOUR,
          promised_on: addDays(TODAY, -2),
        }),
      ),
      open(said('郑凤英', { serial: 'HH704X002', fault: '液压升不起来', promised_on: addDays(TODAY, 3) })),
    );
  }
  const get = (id: string): CustodyView =>
    found(
      all.find((one) => one.id === id),
      '领取收据',
    );
  const repairOf = (id: string): RepairView =>
    found(
      world.repairs.find((one) => one.id === id),
      '维修单',
    );
  const written = (one: CustodyView): Commands['custody_open']['output'] => ({
    value: structuredClone(settle(one)),
    touched: ['custody', 'call', 'repair'],
  });
  const repairWritten = (value: RepairView): Commands['job_card_save']['output'] => ({
    value,
    touched: ['repair', 'custody'],
  });
  function check(draft: CustodyDraft, own = ''): void {
    const bad = [
      ...(draft.phone.trim() || draft.bearer.trim() ? [] : [missing('phone', '电话或送修人')]),
      ...(draft.fault.trim() ? [] : [missing('fault', '故障描述')]),
      ...(draft.outside.trim() ? [] : [missing('outside', '外观状况')]),
    ];
    const key = serialKey(draft.serial);
    const here = all.find(
      (one) =>
        key && one.id !== own && settle(one).row.state === 'here' && serialKey(one.draft.serial) === key,
    );
    if (here)
      bad.push({ field: 'serial', code: 'taken', message: `这台机器在店的领取收据「${here.no}」已经有了` });
    if (bad.length > 0) refuse(bad);
  }
  return {
    custody_open(draft) {
      check(draft);
      const one = open(draft);
      const repair = world.repairs.find((repair) => repair.id === draft.repair);
      if (repair) {
        one.repair = { id: repair.id, no: repair.no };
        repair.custody = { id: one.id, no: one.no, state: 'here', promised_on: draft.promised_on ?? null };
      }
      all.push(one);
      return written(one);
    },
    custody_amend({ id, rev, draft, reason }) {
      const one = get(id);
      refuseStale(rev, one.rev);
      check(draft, id);
      const on = draft.promised_on ?? null;
      if (on !== (one.draft.promised_on ?? null)) {
        if (one.promises.length > 0 && !reason.trim()) refuse([missing('reason', '改约定日期的原因')]);
        one.promises.push({ on, reason, entered_at: now() });
      }
      one.draft = draft;
      one.rev += 1;
      return written(one);
    },
    custody_give({ id, rev, at, to, unrepaired, words, receipt_back, receipt_lost }) {
      const one = get(id);
      refuseStale(rev, one.rev);
      const bad = [
        ...(to.trim() ? [] : [missing('to', '取回人')]),
        ...(unrepaired && !words.trim() ? [missing('words', '没修就取走的原因')] : []),
        ...(receipt_back || receipt_lost.trim() ? [] : [missing('receipt_lost', '收据没有收回的原因')]),
      ];
      if (bad.length > 0) refuse(bad);
      const gone = { to, unrepaired, words, receipt_back, receipt_lost, ended_reason: null };
      one.row.given = { ...gone, at: at ?? now() };
      one.rev += 1;
      return written(one);
    },
    custody_undo({ id, rev, reason }) {
      const one = get(id);
      refuseStale(rev, one.rev);
      if (one.row.given) one.earlier.push({ ...one.row.given, ended_reason: reason });
      one.row.given = null;
      one.rev += 1;
      return written(one);
    },
    custody_void({ id, rev, reason }) {
      const one = get(id);
      refuseStale(rev, one.rev);
      one.void_reason = reason;
      one.rev += 1;
      return written(one);
    },
    custody_show: ({ id }) => settle(get(id)),
    custody_list({ term, principal, state, late, limit, offset }) {
      const fits = ({ no, draft: d, row }: CustodyView): boolean =>
        has(term ?? '', no, d.phone, d.bearer, d.fault, d.serial) &&
        (!principal || d.principal === principal) &&
        (!state || row.state === state) &&
        (!late || row.level === 'late');
      const place = ({ state: at, days_left }: CustodyRow): number =>
        at === 'here' ? (days_left ?? 9999) : 99_999;
      const rows = all.map(settle).filter(fits);
      return pageOf(
        rows.map(({ row }) => row).sort((a, b) => place(a) - place(b)),
        limit,
        offset,
      );
    },
    job_card_save({ id, rev, plan, began_at, ended_at }) {
      const repair = repairOf(id);
      if (!plan.trim()) refuse([missing('plan', '计划修理内容')]);
      if (repair.job) refuseStale(rev, repair.job.rev);
      const stands = repair.job ?? { rev: 0, inspections: [], inspected: false };
      const times = { began_at: began_at ?? null, ended_at: ended_at ?? null };
      repair.job = { ...stands, ...times, plan, rev: stands.rev + 1 };
      return repairWritten(repair);
    },
    job_card_inspect({ id, rev, on, by, passed, words }) {
      const repair = repairOf(id);
      const job = found(repair.job ?? undefined, '修护卡');
      refuseStale(rev, job.rev);
      const bad = [
        ...(by.trim() ? [] : [missing('by', '检验人')]),
        ...(job.ended_at === null ? [missing('ended_at', '收工时间')] : []),
        ...(passed || words.trim() ? [] : [missing('words', '哪里不合格')]),
      ];
      if (bad.length > 0) refuse(bad);
      job.inspections.push({ on: on ?? TODAY, by, passed, words });
      job.inspected = passed;
      job.rev += 1;
      return repairWritten(repair);
    },
    fault_find({ term }) {
      const typed = term.trim().toLowerCase().split(/\s+/).filter(Boolean);
      const text = (hit: (typeof FAULTS)[number]): string => Object.values(hit).join(' ').toLowerCase();
      const hits = FAULTS.filter((hit) => typed.every((word) => text(hit).includes(word)));
      return hits.map(({ code, place, part, symptom, cause }) => ({ code, place, part, symptom, cause }));
    },
    words_used: ({ kind }) => [
      ...new Set(world.repairs.map(({ draft }) => draft[kind] ?? '').filter((word) => word !== '')),
    ],
  };
}
