import { addDays, daysBetween } from '../../kit/day';
import type { Commands, FirstStep, OutboxRow, SyncLine, TodayItem } from '../types';
import { found, pageOf, refuse, saleRow } from './sales';
import { sheet, SHEETS } from './sheets';
import { newId, now, number, openModels, queue, TODAY, type World } from './world';

type Handlers<C extends keyof Commands> = {
  [K in C]: (input: Commands[K]['input']) => Commands[K]['output'];
};
type Names =
  | 'desk_status'
  | 'today'
  | 'dealer_save'
  | 'principal_save'
  | 'start_day_save'
  | 'draft_save'
  | 'draft_load'
  | 'draft_drop'
  | 'log_ui'
  | 'report_preview'
  | 'report_build'
  | 'report_send'
  | 'report_runs'
  | 'report_due'
  | 'enrol'
  | 'sync_now'
  | 'sync_status'
  | 'inbox_list'
  | 'inbox_read'
  | 'backup_now'
  | 'backup_list'
  | 'backup_restore'
  | 'begin_anew'
  | 'unlock'
  | 'clock_confirm'
  | 'alerts_save'
  | 'list_export'
  | 'file_look'
  | 'task_show'
  | 'task_stop'
  | 'doctor'
  | 'demo_load';

const OPEN: ReadonlySet<string> = new Set(['pending', 'inflight', 'deferred', 'rejected']);
const STARTED = now();
function syncLine(world: World, code: string): SyncLine {
  const maker = world.makers.find((m) => m.code === code);
  const rows = world.outbox.filter((r) => r.principal === code && OPEN.has(r.state));
  const pending = rows.filter((r) => r.state === 'pending');
  const rejected = rows.filter((r) => r.state === 'rejected').length;
  const oldest = pending.length > 0 ? Math.min(...pending.map((r) => r.created_at)) : null;
  return {
    principal: code,
    principal_name: maker?.name ?? code,
    enrolled: maker?.enrolled ?? false,
    pending: pending.length,
    rejected,
    deferred: 0,
    oldest_at: oldest,
    last_success_at: maker?.enrolled ? STARTED - 5_400_000 : null,
    next_attempt_at: pending.length > 0 && maker?.enrolled ? STARTED + 240_000 : null,
    problem_code: pending.length > 0 && maker?.enrolled ? world.trouble.code : null,
    sentence: pending.length > 0 ? `${pending.length} 条待报送` : '全部已报送',
    problem: pending.length > 0 && maker?.enrolled ? world.trouble.says : null,
    trouble: pending.length > 0 && maker?.enrolled ? world.trouble.short : null,
    unread: world.inbox.filter((one) => one.principal === code && one.read_at === null).length,
    skew_ms: maker?.enrolled ? world.skewMs : null,
    overdue: 0,
    files_waiting: 0,
    files_missing: 0,
    sending_of: null,
    file_sent_at: pending.length > 0 ? (world.filesSent[code] ?? null) : null,
  };
}

function steps(world: World): FirstStep[] {
  const open: [FirstStep, boolean][] = [
    ['dealer', world.dealer === null],
    ['principal', world.makers.length === 0],
    ['pack', world.makers.length === 0 || world.makers.some((m) => m.policy === '')],
    ['import', world.models.length === 0 && world.sales.length === 0],
    ['enrol', !world.makers.some((m) => m.enrolled)],
    ['start_day', world.startOn === null],
  ];
  const left = open.filter(([, undone]) => undone).map(([step]) => step);
  return left;
}

function todayItems(world: World): TodayItem[] {
  const cards = world.sales
    .map(saleRow)
    .filter((r) => r.level === 'late' || r.level === 'soon' || r.state === 'returned')
    .map((r, i): TodayItem => ({
      kind: r.state === 'returned' ? 'rejected' : 'card',
      id: r.id,
      no: r.card_no,
      principal: r.principal,
      title: `${r.customer} · ${r.model} ${r.serial}`,
      reason: r.returned_reason ?? (r.state === 'issued' ? '签字卡还没有收回' : '已收回，还没有送达总部'),
      due_on: r.due_on,
      days_left: r.days_left,
      late_ms: null,
      level: r.level,
      doubt: r.doubt,
      at_risk_fen: r.level === 'late' && i % 2 === 0 ? 20_000 : null,
    }));
  const repairs = world.repairs
    .filter((r) => r.state === 'draft')
    .map((r): TodayItem => ({
      kind: 'repair',
      id: r.id,
      no: r.no,
      principal: r.draft.principal,
      title: `${r.draft.customer.name} · ${r.draft.fault}`,
      reason: r.draft.completed_on ? '已完工，用户还没有签字' : '还在修',
      due_on: null,
      days_left: null,
      late_ms: null,
      level: 'none',
      doubt: null,
      at_risk_fen: r.draft.in_warranty ? r.total_fen : null,
    }));
  const cost = (i: TodayItem): number =>
    i.level === 'late' ? 0 : i.kind === 'rejected' ? 1 : i.level === 'soon' ? 2 : 3;
  return [...cards, ...repairs].sort(
    (a, b) => cost(a) - cost(b) || (a.days_left ?? 99) - (b.days_left ?? 99),
  );
}

export function houseCommands(world: World, draftStore: Storage): Handlers<Names> {
  const lines = (): SyncLine[] => world.makers.map((m) => syncLine(world, m.code));
  const status = (): Commands['desk_status']['output'] => ({
    version: '0.1.0',
    today: TODAY,
    dealer: world.dealer,
    start_of_use_on: world.startOn,
    hours: world.hours,
    demo: world.demo,
    alerts: world.alerts,
    data_dir: '/data/sanbao',
    export_dir: '/data/sanbao/exports',
    principals: world.makers,
    clock_warning: world.clockWarning,
    clock_can_be_confirmed: world.clockWarning !== null,
    counts: {
      today: todayItems(world).length,
      cards: world.sales.filter((s) => s.state === 'issued' || s.state === 'returned').length,
      repairs: world.repairs.filter((r) => r.state === 'draft').length,
      calls: 0,
      old_parts: world.oldParts.filter((o) => o.state === 'tagged' || o.state === 'in_store').length,
      unsent: world.outbox.filter((r) => OPEN.has(r.state)).length,
    },
    sync: lines(),
    last_backup_at: world.backups[0]?.made_at ?? null,
    backup_problem: null,
    seasons: world.dealer?.region
      ? [`华禾农机：本地区（${world.dealer.region}）没有农时数据，按平时的修理期限算`]
      : [],
  });
  const runs = (m: string, p: string) => world.runs.filter((r) => r.month === m && r.principal === p);
  const build = (m: string, p: string) =>
    SHEETS.map(([key, title]) => ({
      key,
      title,
      principal: p,
      month: m,
      rows: sheet(world, key, m, p).total_rows,
      path: `/data/sanbao/exports/${p}_HB0732A_${title}_${m.replace('-', '')}_v1.xlsx`,
      sha256: 'ab'.repeat(32),
    }));
  return {
    desk_status: status,
    today() {
      const items = todayItems(world);
      const due = Array.from({ length: 21 }, (_, i) => addDays(TODAY, i));
      const waiting = world.sales.map(saleRow).filter((r) => r.days_left !== null);
      return {
        today: TODAY,
        items,
        total: items.length,
        at_risk_fen: items.reduce((n, i) => n + (i.at_risk_fen ?? 0), 0),
        month: {
          sales: world.sales.filter((s) => s.draft.sold_on.startsWith('2026-11')).length,
          cards_acknowledged: world.sales.filter((s) => s.state === 'acknowledged').length,
          repairs: world.repairs.filter((r) => r.state === 'submitted').length,
        },
        cards_due: due.map((on) => ({ on, n: waiting.filter((r) => r.due_on === on).length })),
        models_open: openModels(world).length,
        first_steps: steps(world),
      };
    },
    dealer_save(input) {
      if (!/^[A-Z0-9]{1,20}$/i.test(input.code))
        refuse([{ field: 'code', code: 'bad_code', message: '代码只能用字母和数字，最多 20 位' }]);
      if (!input.name.trim()) refuse([{ field: 'name', code: 'missing', message: '全称没有填' }]);
      world.dealer = {
        ...input,
        short_name: input.short_name || input.name.slice(0, 8),
        device: input.device || 'A',
      };
      return { value: world.dealer, touched: ['settings'] };
    },
    principal_save(input) {
      if (!/^[A-Z0-9]{1,12}$/.test(input.code))
        refuse([{ field: 'code', code: 'bad_code', message: '代码只能用大写字母和数字，最多 12 位' }]);
      if (!input.name.trim()) refuse([{ field: 'name', code: 'missing', message: '厂家名称没有填' }]);
      const old = world.makers.find((m) => m.code === input.code);
      const value = {
        id: old?.id ?? newId('p'),
        enrolled: false,
        head_office_url: '',
        dealer_code: '',
        dealer_name: '',
        office_key: '',
        sample: true,
        unchecked: 14,
        ...old,
        ...input,
        starter: input.policy || old?.starter || '',
        policy: input.policy ? `${input.policy} 2026.1` : (old?.policy ?? ''),
      };
      world.makers = [...world.makers.filter((m) => m.code !== input.code), value];
      return { value, touched: ['settings'] };
    },
    start_day_save({ on }) {
      world.startOn = on;
      return { value: status(), touched: ['settings', 'card'] };
    },
    alerts_save({ on }) {
      world.alerts = on;
      return { value: status(), touched: ['settings'] };
    },
    draft_save({ key, content }) {
      draftStore.setItem(`draft:${key}`, JSON.stringify({ content, saved_at: now() }));
      return { value: null, touched: [] };
    },
    draft_load({ key }) {
      const kept = draftStore.getItem(`draft:${key}`);
      return kept ? (JSON.parse(kept) as Commands['draft_load']['output']) : null;
    },
    draft_drop({ key }) {
      draftStore.removeItem(`draft:${key}`);
      return { value: null, touched: [] };
    },
    log_ui: () => null,
    report_preview: ({ key, month, principal, from }) => sheet(world, key, month, principal, from ?? 0),
    report_build: ({ month, principal }) => ({ value: build(month, principal), touched: ['report'] }),
    report_send({ month, principal }) {
      const built_at = now();
      for (const file of build(month, principal)) {
        const n = world.runs.length + 1;
        const run = {
          ...file,
          id: newId('g'),
          no: number('BG', n),
          built_at,
          version: 1,
          state: 'pending',
          acknowledged_on: null,
          returned_reason: null,
          whole: false,
          path: file.path,
        };
        world.runs.unshift(run);
        queue(world, {
          record_id: run.id,
          principal,
          kind: 'report',
          no: run.no,
          title: `${month} ${run.title}`,
        });
      }
      return { value: runs(month, principal), touched: ['report', 'sync'] };
    },
    report_runs: ({ month, principal }) => runs(month, principal),
    report_due: () => null,
    enrol({ url, code, replace, other_dealer }) {
      if (!/^https?:\/\//.test(url))
        throw {
          code: 'bad_url',
          field: '',
          message: '总部地址不对。应像 https://ho.example.com 这样',
          fields: [],
        };
      if (code.trim().length < 4)
        throw {
          code: 'bad_code',
          field: '',
          message: '登记代码不对、已用过或已过期。请向总部要一个新的',
          fields: [],
        };
      if (url.includes('another') && !replace)
        throw {
          code: 'office_differs',
          field: '',
          message:
            '华禾农机（HH）已在别处登记，密钥指纹 3475 0f98 bd59 fcfc。请核对新的密钥指纹 c9f1 2e07 88aa 4b13',
          fields: [],
        };
      const other = { dealer_code: 'HN0395', dealer_name: '漯河丰收农机' };
      const differs = url.includes('dealer-differs');
      if (differs && !other_dealer)
        throw {
          code: 'dealer_differs',
          field: '',
          message: '总部认得的是 HN0395 漯河丰收农机，本机是 HB0732A 清河惠农农机有限公司。本机没有登记。',
          fields: [],
        };
      const maker = found(world.makers.find((m) => !m.enrolled) ?? world.makers[0], '厂家');
      Object.assign(maker, { enrolled: true, head_office_url: url }, differs ? other : {});
      return { value: { ...maker }, touched: ['settings', 'sync'] };
    },
    sync_now({ principal }) {
      for (const row of world.outbox) {
        if (row.state !== 'pending' || (principal && row.principal !== principal)) continue;
        acknowledge(world, row);
      }
      return { value: lines(), touched: ['sync', 'card', 'repair', 'old_part', 'report'] };
    },
    sync_status: lines,
    inbox_list: (q) => pageOf(world.inbox, q.limit, q.offset),
    inbox_read({ id }) {
      found(
        world.inbox.find((i) => i.id === id),
        '消息',
      ).read_at = now();
      return { value: null, touched: ['sync', 'policy'] };
    },
    backup_now({ path }) {
      const value = {
        path: path ?? `/data/sanbao/backups/desk-${now()}.db`,
        made_at: now(),
        bytes: 4_820_000,
        cause: 'button',
        checked: true,
        encrypted: false,
      };
      world.backups.unshift(value);
      return { value, touched: ['settings'] };
    },
    backup_list: () => world.backups,
    backup_restore: () => ({
      value: doctor(world, lines()),
      touched: ['sale', 'card', 'repair', 'old_part', 'settings', 'sync'],
    }),
    doctor: () => doctor(world, lines()),
    file_look: ({ path }) => lookOf(path),
    list_export: ({ of, path }) => ({ path, rows: rowsOf(world, of.list), cut: false, rare: 0 }),
    task_show: () => null,
    task_stop: () => null,
    begin_anew: () => ({ value: doctor(world, lines()), touched: ['settings'] }),
    unlock: () => ({ value: doctor(world, lines()), touched: ['settings'] }),
    clock_confirm() {
      world.clockWarning = null;
      return { value: status(), touched: ['settings'] };
    },
    demo_load: () => ({ value: status(), touched: ['settings'] }),
  };
}

/** The fake has no files: what one is follows from its ending. */
function lookOf(path: string): Commands['file_look']['output'] {
  const name = path.replace(/^.*[\\/]/, '');
  if (name.endsWith('.xlsx'))
    return { path, name, kind: 'sheet', says: '总部回填的核销申请表：先逐行看，再收' };
  if (name.endsWith('.sanbao'))
    return { path, name, kind: 'road', says: 'HH总部的答复文件：取回以前什么都不改动' };
  return { path, name, kind: null, says: '这个文件不是政策包，也不是工作日历，没有动它' };
}

function rowsOf(world: World, list: Commands['list_export']['input']['of']['list']): number {
  const lists: Partial<Record<typeof list, readonly unknown[]>> = {
    sales: world.sales,
    repairs: world.repairs,
    old_parts: world.oldParts,
    batches: world.batches,
    opening_claims: world.claims,
    outbox: world.outbox,
    inbox: world.inbox,
  };
  return lists[list]?.length ?? 0;
}

export function acknowledge(world: World, row: OutboxRow): void {
  Object.assign(row, { state: 'acked', attempts: row.attempts + 1, received_at: now(), reason: null });
  row.receipt_no = `${row.principal}-R-${30_000 + row.seq}`;
  const sale = world.sales.find((s) => s.id === row.record_id);
  if (sale) {
    Object.assign(sale, { state: 'acknowledged', acknowledged_on: TODAY, receipt_no: row.receipt_no });
    if (sale.due)
      Object.assign(sale.due, {
        days_left: null,
        level: daysBetween(TODAY, sale.due.due_on) < 0 ? 'met_late' : 'met',
      });
  }
  const repair = world.repairs.find((r) => r.id === row.record_id);
  if (repair) repair.acknowledged_on = TODAY;
  const run = world.runs.find((r) => r.id === row.record_id);
  if (run) Object.assign(run, { state: 'acked', acknowledged_on: TODAY });
}

function doctor(world: World, sync: SyncLine[]): Commands['doctor']['output'] {
  return {
    integrity: 'ok',
    schema_version: 1,
    counts: [
      { table: 'sale', rows: world.sales.length },
      { table: 'repair', rows: world.repairs.length },
      { table: 'old_part', rows: world.oldParts.length },
      { table: 'outbox', rows: world.outbox.length },
    ],
    sync,
    disk_free_bytes: 52_428_800_000,
    database_bytes: 4_820_992,
    backups: world.backups.length,
    problems: [],
  };
}
