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
  skew_ms: null,
  file_sent_at: null,
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
  expect([since(59_000), since(60_000)]).toEqual(['1 条待报送，刚刚保存', '1 条待报送，最早已等 1 分钟']);
});
