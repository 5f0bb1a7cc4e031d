// Days as a clerk types them. A warranty date decides money, so nothing is guessed silently: what cannot be one
// certain day is refused with a reason, and what was understood is shown beside the field (`reading`).
// The cases of the table in tests (a date picker library stored 2001, 9999 and 3 March for them) are this file's test.
//
// Absent: the clock. Today is an argument. Rust checks every day again.

/** `YYYY-MM-DD`, civil, Asia/Shanghai. */
export type DayText = string;

export type DayRefusal = 'not_a_day' | 'no_such_day' | 'two_digit_year' | 'after_today' | 'too_old';

export type DayRead =
  { ok: true; day: DayText; guessedYear: boolean } | { ok: false; why: DayRefusal } | { ok: true; day: null };

export interface DayLimits {
  /** The day may not be after today; a day without a year then means its last occurrence. */
  notAfterToday?: boolean;
}

const OLDEST_YEAR = 1980;
const WORDS: Readonly<Record<string, number>> = {
  今: 0,
  今天: 0,
  今日: 0,
  昨: -1,
  昨天: -1,
  昨日: -1,
  前: -2,
  前天: -2,
  明: 1,
  明天: 1,
  后: 2,
  后天: 2,
};

export function isRealDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

const two = (n: number): string => String(n).padStart(2, '0');
const text = (year: number, month: number, day: number): DayText =>
  `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;

export function addDays(day: DayText, n: number): DayText {
  const [y = 1970, m = 1, d = 1] = day.split('-').map(Number);
  const at = new Date(Date.UTC(y, m - 1, d + n));
  return text(at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate());
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: DayText, to: DayText): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

function halfWidth(typed: string): string {
  return typed
    .replace(/[！-～]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replaceAll('\u3000', ' ')
    .trim();
}

type Parts = { year?: number | undefined; month: number; day: number };

function split(typed: string): Parts | 'two_digit_year' | null {
  const digits = /^(\d+)$/.exec(typed)?.[1];
  if (digits?.length === 8) {
    return { year: +digits.slice(0, 4), month: +digits.slice(4, 6), day: +digits.slice(6) };
  }
  if (digits?.length === 6) return 'two_digit_year';
  if (digits?.length === 4) return { month: +digits.slice(0, 2), day: +digits.slice(2) };
  const full = /^(\d{4})\s*[-/.年,，、]\s*(\d{1,2})\s*[-/.月,，、]\s*(\d{1,2})\s*日?$/.exec(typed);
  if (full) return { year: Number(full[1]), month: Number(full[2]), day: Number(full[3]) };
  if (/^\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?$/.test(typed)) return 'two_digit_year';
  const short = /^(\d{1,2})\s*[-/.月,，、]\s*(\d{1,2})\s*日?$/.exec(typed);
  return short ? { month: Number(short[1]), day: Number(short[2]) } : null;
}

/** The year a bare `8-26` means: this year, or, where the future is not allowed, the last such day. */
function yearFor(parts: Parts, today: DayText, limits: DayLimits): number {
  const thisYear = Number(today.slice(0, 4));
  if (!limits.notAfterToday || text(thisYear, parts.month, parts.day) <= today) return thisYear;
  return thisYear - 1;
}

export function readDay(typed: string, today: DayText, limits: DayLimits = {}): DayRead {
  const plain = halfWidth(typed);
  if (plain === '') return { ok: true, day: null };
  const word = WORDS[plain];
  if (word !== undefined) return bounded(addDays(today, word), false, today, limits);
  const parts = split(plain);
  if (parts === null) return { ok: false, why: 'not_a_day' };
  if (parts === 'two_digit_year') return { ok: false, why: 'two_digit_year' };
  const year = parts.year ?? yearFor(parts, today, limits);
  if (!isRealDay(year, parts.month, parts.day)) return { ok: false, why: 'no_such_day' };
  return bounded(text(year, parts.month, parts.day), parts.year === undefined, today, limits);
}

function bounded(day: DayText, guessedYear: boolean, today: DayText, limits: DayLimits): DayRead {
  if (Number(day.slice(0, 4)) < OLDEST_YEAR) return { ok: false, why: 'too_old' };
  if (Number(day.slice(0, 4)) > Number(today.slice(0, 4)) + 20) return { ok: false, why: 'no_such_day' };
  if (limits.notAfterToday && day > today) return { ok: false, why: 'after_today' };
  return { ok: true, day, guessedYear };
}

const WEEK = ['日', '一', '二', '三', '四', '五', '六'];

/** `2026年8月26日 周三` */
export function longDay(day: DayText): string {
  const week = WEEK[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? '';
  return `${dayText(day)} 周${week}`;
}

/** `2026年8月26日`: the one form in which days are shown; nothing for none. */
export function dayText(day: DayText | null | undefined): string {
  if (!day) return '';
  const [y = 0, m = 0, d = 0] = day.split('-').map(Number);
  return `${y}年${m}月${d}日`;
}

/** `8月26日`, with the year when it is not this one; nothing for none. */
export function shortDay(day: DayText | null | undefined, today: DayText): string {
  if (!day) return '';
  const [y = '', m = '', d = ''] = day.split('-');
  const near = `${Number(m)}月${Number(d)}日`;
  return y === today.slice(0, 4) ? near : `${y}年${near}`;
}
