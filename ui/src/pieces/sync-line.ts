// The one honest line: what is not with head office yet, how old it is, and what is wrong. It never says "synced"
// while a record waits, and never hides behind an average of the makers.

import type { SyncLine } from '../api/types';
import { age, ago } from '../clock';
import type { IconName } from '../kit/icons';
import type { Tone } from '../kit/tone';
import { t } from '../text';

/** Where the line leads: a filter of the ledger, or the form for enrolling. */
export type Lead = 'returned' | 'overdue' | 'open' | 'enrol' | '';

export interface SyncLook {
  says: string;
  /** For a screen reader, once for each change: without the ages that move every minute. */
  spoken: string;
  title: string;
  tone: Tone;
  icon: IconName;
  leads: Lead;
}

interface Sums {
  rejected: number;
  waiting: number;
  pending: number;
  overdue: number;
  missing: number;
  files: number;
  oldest: number;
}

function sumsOf(lines: readonly SyncLine[]): Sums {
  const sum = (pick: (l: SyncLine) => number): number => lines.reduce((n, l) => n + pick(l), 0);
  return {
    rejected: sum((l) => l.rejected),
    waiting: sum((l) => l.pending + l.deferred),
    pending: sum((l) => l.pending),
    overdue: sum((l) => l.overdue),
    missing: sum((l) => l.files_missing),
    files: sum((l) => l.files_waiting),
    oldest: Math.min(...lines.flatMap((l) => (l.oldest_at === null ? [] : [l.oldest_at]))),
  };
}

type Said = Omit<SyncLook, 'title' | 'spoken'> & { spoken?: string };

export function syncLook(lines: readonly SyncLine[], maker: string, now: number = Date.now()): SyncLook {
  const shown = lines.filter((line) => maker === '' || line.principal === maker);
  const title = shown.map((l) => `${l.principal_name}：${l.problem ?? l.sentence}`).join('\n');
  const sums = sumsOf(shown);
  const said =
    late(wrong(sums), shown) ?? moving(shown, sums) ?? waits(shown, sums, now) ?? still(shown, now);
  return { spoken: said.says, ...said, title };
}

/** What a person has to do something about. */
function wrong({ rejected, waiting, overdue, missing }: Sums): Said | null {
  const bad = { tone: 'bad', icon: 'returned' } as const;
  if (rejected > 0) return { ...bad, says: t.sync.rejected(rejected, waiting), leads: 'returned' };
  if (overdue > 0)
    return { tone: 'bad', icon: 'late', says: t.sync.overdue(waiting, overdue), leads: 'overdue' };
  if (missing > 0)
    return { tone: 'bad', icon: 'alert', says: t.sync.missing(missing, waiting), leads: 'open' };
  return null;
}

/** What came back or is late says too why the rest does not go. */
function late(said: Said | null, shown: readonly SyncLine[]): Said | null {
  const trouble = troubleSays(shown);
  return said && trouble ? { ...said, says: `${said.says} · ${trouble}` } : said;
}

/** What is wrong at which head office; one that is wrong everywhere is said once. */
function troubleSays(shown: readonly SyncLine[]): string {
  const enrolled = shown.filter((l) => l.enrolled);
  const troubled = enrolled.filter((l) => l.trouble);
  const everywhere =
    troubled.length === enrolled.length && new Set(troubled.map((l) => l.trouble)).size === 1;
  if (everywhere) return troubled[0]?.trouble ?? '';
  return troubled.map((l) => t.sync.at(l.principal_name, l.trouble ?? '')).join('；');
}

function moving(lines: readonly SyncLine[], { pending }: Sums): Said | null {
  const at = lines.find((l) => l.sending_of !== null);
  if (!at?.sending_of) return null;
  const done = Math.max(0, at.sending_of - (lines.length === 1 ? pending : at.pending));
  const says = t.sync.sending(Math.min(done + 1, at.sending_of), at.sending_of);
  return { says, spoken: t.sync.sendingSpoken, tone: 'quiet', icon: 'sync', leads: 'open' };
}

function waits(shown: readonly SyncLine[], { waiting, files, oldest }: Sums, now: number): Said | null {
  if (waiting === 0 && files === 0) return null;
  const trouble = troubleSays(shown);
  const offline = shown.some((l) => l.problem_code === 'no_network');
  const apart = apartSays(shown);
  const plain = waiting > 0 ? t.sync.waiting(waiting, '') : t.sync.files(files);
  const much = waiting > 0 ? ageSays(waiting, oldest, now) : plain;
  const with_ = (text: string, end: string): string => (end ? `${text} · ${end}` : text);
  const look = { tone: 'quiet', icon: 'offline', leads: 'open' } as const;
  const tell = (end: string): Pick<Said, 'says' | 'spoken'> => ({
    says: with_(with_(much, apart), end),
    spoken: with_(with_(plain, apart), end),
  });
  if (shown.every((l) => !l.enrolled)) return { ...look, ...tell(t.sync.noHeadOffice), leads: 'enrol' };
  if (offline) return { ...look, tone: 'risk', says: t.sync.offline(waiting + files) };
  if (trouble) return { ...look, tone: 'risk', ...tell(trouble) };
  return { ...look, icon: 'sync', ...tell('') };
}

function ageSays(waiting: number, oldest: number, now: number): string {
  const known = Number.isFinite(oldest);
  if (known && now - oldest < 60_000) return t.sync.waitingNew(waiting);
  return t.sync.waiting(waiting, known ? age(oldest, now) : '');
}

/** Nothing waits. */
function still(shown: readonly SyncLine[], now: number): Said {
  const enrolled = shown.filter((l) => l.enrolled);
  const quiet = { tone: 'quiet', icon: 'offline', leads: '' } as const;
  if (enrolled.length === 0) return { ...quiet, says: t.sync.notEnrolled, leads: 'enrol' };
  const trouble = troubleSays(shown);
  if (trouble) return { ...quiet, says: trouble, tone: 'risk' };
  const ended = enrolled.flatMap((l) => (l.last_success_at === null ? [] : [l.last_success_at]));
  if (ended.length === 0) return { ...quiet, says: t.sync.never };
  const through = t.sync.allThrough(ago(Math.min(...ended), now));
  const never = enrolled.filter((l) => l.last_success_at === null);
  const apart = [...never.map((l) => t.sync.neverAt(l.principal_name)), apartSays(shown)]
    .filter(Boolean)
    .join('；');
  if (apart) return { ...quiet, says: `${through} · ${apart}`, spoken: `${t.sync.all} · ${apart}` };
  return { says: through, spoken: t.sync.all, tone: 'good', icon: 'check', leads: '' };
}

/** Makers without a head office beside some that have one. */
function apartSays(shown: readonly SyncLine[]): string {
  const outside = shown.filter((l) => !l.enrolled);
  return outside.length < shown.length ? outside.map(outsideSays).join('；') : '';
}

const outsideSays = (line: SyncLine): string => t.sync.outside(line.principal_name, line.pending);
