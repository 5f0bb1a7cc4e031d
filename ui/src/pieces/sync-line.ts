// The one honest line: what is not with head office yet, how old it is, and what is wrong. It never says "synced"
// while a record waits, and never hides behind an average of the makers.

import type { SyncLine } from '../api/types';
import { age, ago } from '../clock';
import type { IconName } from '../kit/icons';
import type { Tone } from '../kit/tone';
import { t } from '../text';

export interface SyncLook {
  says: string;
  title: string;
  tone: Tone;
  icon: IconName;
}

export function syncLook(lines: readonly SyncLine[], maker: string, now: number = Date.now()): SyncLook {
  const shown = lines.filter((line) => maker === '' || line.principal === maker);
  const title = shown.map((l) => `${l.principal_name}：${l.problem ?? l.sentence}`).join('\n');
  const sum = (pick: (l: SyncLine) => number): number => shown.reduce((n, l) => n + pick(l), 0);
  const rejected = sum((l) => l.rejected);
  const waiting = sum((l) => l.pending + l.deferred);
  const oldest = Math.min(...shown.flatMap((l) => (l.oldest_at === null ? [] : [l.oldest_at])));
  const problem = shown.find((l) => l.problem)?.problem;
  const outside = shown.filter((l) => !l.enrolled);
  const apart =
    outside.length > 0 && outside.length < shown.length ? outside.map(outsideSays).join('；') : '';
  if (rejected > 0) return { says: t.sync.rejected(rejected, waiting), title, tone: 'bad', icon: 'returned' };
  if (waiting > 0) {
    const fresh = Number.isFinite(oldest) && now - oldest < 60_000;
    const old = Number.isFinite(oldest) ? age(oldest, now) : '';
    const much = fresh ? t.sync.waitingNew(waiting) : t.sync.waiting(waiting, old);
    const says = apart ? `${much} · ${apart}` : much;
    if (shown.every((l) => !l.enrolled)) {
      return { says: `${says} · ${t.sync.noHeadOffice}`, title, tone: 'quiet', icon: 'offline' };
    }
    return problem
      ? { says: `${says} · ${t.sync.notConnected}`, title, tone: 'risk', icon: 'offline' }
      : { says, title, tone: 'quiet', icon: 'sync' };
  }
  const enrolled = shown.filter((l) => l.enrolled);
  if (enrolled.length === 0) return { says: t.sync.notEnrolled, title, tone: 'quiet', icon: 'offline' };
  const last = Math.max(...enrolled.map((l) => l.last_success_at ?? 0));
  if (problem) return { says: t.sync.notConnected, title, tone: 'risk', icon: 'offline' };
  const through = last > 0 ? t.sync.allThrough(ago(last, now)) : t.sync.nothingYet;
  if (apart) return { says: `${through} · ${apart}`, title, tone: 'quiet', icon: 'offline' };
  return { says: through, title, tone: 'good', icon: 'check' };
}

const outsideSays = (line: SyncLine): string => t.sync.outside(line.principal_name, line.pending);
