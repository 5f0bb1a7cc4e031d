import type { AuthorityView, Commands, OutboxQuery, OutboxRow } from '../types';
import { found, pageOf } from './sales';
import type { World } from './world';

type Names =
  | 'outbox_list'
  | 'outbox_counts'
  | 'outbox_again'
  | 'record_returned'
  | 'network_show'
  | 'network_save'
  | 'authority_check'
  | 'authority_add'
  | 'authority_drop';
type Handlers = { [K in Names]: (input: Commands[K]['input']) => Commands[K]['output'] };
type Asked = Omit<OutboxQuery, 'limit' | 'offset'>;

const STATES = ['', 'open', 'waiting', 'returned', 'deferred', 'acked'];
const KINDS = ['', 'card', 'repair', 'part', 'report', 'remedy', 'reversal'];
const WAITING: ReadonlySet<string> = new Set(['pending', 'inflight']);

function inState(row: OutboxRow, state: string): boolean {
  if (state === '') return true;
  if (state === 'open') return row.returned || row.state === 'deferred' || WAITING.has(row.state);
  if (state === 'waiting') return WAITING.has(row.state);
  if (state === 'returned') return row.returned;
  return state !== 'overdue' && row.state === state;
}

function lines(world: World, q: Asked): OutboxRow[] {
  return world.outbox.filter(
    (row) =>
      (!q.principal || row.principal === q.principal) &&
      (!q.kind || row.kind === q.kind) &&
      (!q.month || new Date(row.created_at).toISOString().startsWith(q.month)) &&
      (!q.term || `${row.no} ${row.title}`.includes(q.term)) &&
      inState(row, q.state),
  );
}

const FOUND: AuthorityView = {
  subject: '惠农公司根证书，惠农公司',
  fingerprint: Array.from({ length: 32 }, (_, i) => ((i * 37) % 256).toString(16).padStart(2, '0'))
    .join(':')
    .toUpperCase(),
  until: '2036-05-04',
  known: false,
};

/** A desk whose clock is ahead, with a card the user's refusal came back on. */
export function consentWorld(world: World): void {
  world.skewMs = -432_000;
  const row = found(
    world.outbox.find((one) => one.returned),
    '退回',
  );
  Object.assign(row, {
    consent: true,
    field: null,
    place: 'customer.shared',
    reason: '用户没有同意把电话和地址给总部，总部因此没有收。这不是登记错了，由主管决定。',
  });
}

/** A desk with the cable out. */
export function offlineWorld(world: World): void {
  world.trouble = {
    code: 'no_network',
    says: '没有网络，记录都在本机。请看网线或无线网接好没有；网络一通就自动报送',
    short: '没有网络',
  };
  for (const row of world.outbox) row.returned = false;
  world.outbox = world.outbox.filter((row) => row.state !== 'rejected');
}

export function ledgerCommands(world: World): Handlers {
  const kept = () => ({ value: { ...world.network }, touched: ['settings' as const] });
  return {
    outbox_list: (q) => pageOf(lines(world, q), q.limit, q.offset),
    outbox_counts: (q) => ({
      states: STATES.map((key) => ({ key, n: lines(world, { ...q, state: key }).length })),
      kinds: KINDS.map((key) => ({ key, n: lines(world, { ...q, kind: key }).length })),
    }),
    outbox_again({ line }) {
      const row = found(
        world.outbox.find((one) => one.line === line),
        '报送',
      );
      Object.assign(row, { state: 'pending', returned: false, again: false, reason: '排队等下一次报送' });
      return { value: row, touched: ['sync', 'card', 'sale'] };
    },
    record_returned: ({ id }) => world.outbox.find((one) => one.opens === id && one.returned) ?? null,
    network_show: () => world.network,
    network_save({ proxy, address, user, password }) {
      if (proxy === 'by_hand' && !/^[\w.-]+:\d+$/.test(address))
        throw {
          code: 'out_of_range',
          field: 'address',
          message: '代理服务器：写成 proxy.example.com:8080 这样',
          fields: [],
        };
      const has_password = user !== '' && (password ? true : world.network.has_password);
      world.network = { ...world.network, proxy, address, user, has_password };
      return kept();
    },
    authority_check({ path }) {
      if (!path.endsWith('.pem'))
        throw {
          code: 'no_certificate',
          field: '',
          message: '这个文件里没有证书。请要根证书文件（.pem、.crt 或 .cer）',
          fields: [],
        };
      return [FOUND];
    },
    authority_add() {
      world.network.authorities = [{ ...FOUND, known: true }];
      return kept();
    },
    authority_drop() {
      world.network.authorities = [];
      return kept();
    },
  };
}
