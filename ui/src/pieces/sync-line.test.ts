import { expect, it } from 'vitest';
import type { SyncLine } from '../api/types';
import { syncLook } from './sync-line';

const NOW = 1_800_000_000_000;
const line = (principal_name: string, rest: Partial<SyncLine> = {}): SyncLine => ({
  principal: principal_name,
  principal_name,
  enrolled: true,
  pending: 0,
  rejected: 0,
  deferred: 0,
  oldest_at: null,
  last_success_at: NOW,
  next_attempt_at: null,
  problem_code: null,
  sentence: '',
  problem: null,
  trouble: null,
  unread: 0,
  skew_ms: null,
  file_sent_at: null,
  overdue: 0,
  files_waiting: 0,
  files_missing: 0,
  sending_of: null,
  ...rest,
});
const out = { enrolled: false, last_success_at: null };

it('a maker without a head office is never among those that are through', () => {
  const look = syncLook([line('华禾农机'), line('金穗机械', out)], '', NOW);
  expect([look.says.includes('金穗机械未登记总部'), look.tone]).toEqual([true, 'quiet']);
});

it('what waits for it is told with the number', () => {
  const waiting = { ...out, pending: 3, oldest_at: NOW - 3_600_000 };
  const look = syncLook([line('华禾农机'), line('金穗机械', waiting)], '', NOW);
  expect(look.says).toContain('3 条待报送');
  expect(look.says).toContain('金穗机械未登记总部，3 条在本机等');
});

it('all enrolled and through is said as such', () => {
  const look = syncLook([line('华禾农机')], '', NOW);
  expect([look.says.startsWith('全部已报送'), look.tone]).toEqual([true, 'good']);
});

it('what was saved this minute does not wait long yet', () => {
  const since = (ms: number): string =>
    syncLook([line('华禾农机', { pending: 1, oldest_at: NOW - ms })], '', NOW).says;
  expect([since(59_000), since(60_000)]).toEqual(['1 条待报送，刚刚保存', '1 条待报送，最早 1 分钟']);
});

const DAY = 86_400_000;
const said = (rest: Partial<SyncLine>): [string, string, string] => {
  const { says, tone, leads } = syncLook([line('华禾农机', rest)], '', NOW);
  return [says, tone, leads];
};

it('says each state in its words, never green, and leads to what it names', () => {
  const waits = { pending: 3, oldest_at: NOW - 2 * DAY };
  expect(said(waits)).toEqual(['3 条待报送，最早 2 天', 'quiet', 'open']);
  expect(said({ rejected: 1 })).toEqual(['1 条被退回，请改正后重报', 'bad', 'returned']);
  expect(said({ ...waits, overdue: 1 })).toEqual(['3 条待报送，其中 1 条已过期限', 'bad', 'overdue']);
  expect(said({ files_missing: 2 })).toEqual(['2 个文件报不出去', 'bad', 'open']);
  expect(said({ files_waiting: 2 })).toEqual(['2 个文件待报送', 'quiet', 'open']);
  expect(said({ deferred: 2 })).toEqual(['2 条待报送', 'quiet', 'open']);
  expect(said({ ...waits, sending_of: 5 })).toEqual(['正在报送 3/5', 'quiet', 'open']);
  expect(said({ last_success_at: null })).toEqual(['从未报送', 'quiet', '']);
  const off = { problem_code: 'no_network', problem: '没有网络', trouble: '没有网络' };
  expect(said({ ...waits, ...off })).toEqual(['没有网络，3 条在本机', 'risk', 'open']);
  expect(said({ ...off })).toEqual(['没有网络', 'risk', '']);
  expect(said(out)).toEqual(['还没有登记总部，数据只在本机', 'quiet', 'enrol']);
});

it('is spoken once for a change and not every minute', () => {
  const at = (now: number): string =>
    syncLook([line('华禾农机', { pending: 3, oldest_at: NOW - 2 * DAY })], '', now).spoken;
  expect([at(NOW), at(NOW + 3_600_000)]).toEqual(['3 条待报送', '3 条待报送']);
  expect(syncLook([line('华禾农机')], '', NOW + DAY).spoken).toBe('全部已报送');
});

it('of several makers the one that was through longest ago is named', () => {
  const old = line('金穗机械', { last_success_at: NOW - 3 * DAY });
  expect(syncLook([line('华禾农机'), old], '', NOW).says).toBe('全部已报送 · 3 天前');
});

it('says the trouble itself, beside what is late too, and at which head office', () => {
  const revoked = { problem_code: 'revoked', problem: '…', trouble: '总部停用了这台电脑，要重新登记' };
  const waits = { pending: 1, oldest_at: NOW - 2 * DAY };
  expect(said({ ...waits, ...revoked })[0]).toBe('1 条待报送，最早 2 天 · 总部停用了这台电脑，要重新登记');
  expect(said({ ...revoked })[0]).toBe('总部停用了这台电脑，要重新登记');
  expect(said({ ...waits, ...revoked, overdue: 1 })[0]).toBe(
    '1 条待报送，其中 1 条已过期限 · 总部停用了这台电脑，要重新登记',
  );
  const two = syncLook([line('华禾农机'), line('金穗机械', { ...waits, ...revoked })], '', NOW).says;
  expect(two).toBe('1 条待报送，最早 2 天 · 金穗机械：总部停用了这台电脑，要重新登记');
});

it('a maker enrolled a moment ago does not unsay what the other was through with', () => {
  const look = syncLook([line('华禾农机'), line('金穗机械', { last_success_at: null })], '', NOW);
  expect([look.says, look.tone]).toEqual(['全部已报送 · 刚刚 · 金穗机械还没有报送过', 'quiet']);
});
