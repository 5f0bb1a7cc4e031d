// What a clerk hears before a month is queued: what 结账前核对 would say, and months that never went. It stands in nobody's
// way, and what cannot be read is not said.

import { call } from '../../api/call';
import type { MonthShow } from '../../api/types';
import { monthName } from '../../kit/months';
import { t } from '../../text';

/** Numbers of a kind that are named. */
const NAMED = 3;
const w = t.monthClose;

export async function lookBefore(principal: string, month: string, closed: boolean): Promise<string[]> {
  const [review, owed] = await Promise.all([
    closed ? null : call('month_review', { principal, month }).catch(() => null),
    call('months_due', { principal }).catch(() => []),
  ]);
  const found = (review?.groups ?? []).filter((group) => group.total > 0);
  const says = found.map((group) => {
    const first = group.rows.slice(0, NAMED).map((row) => row.no);
    return w.look.found(w.groups[group.kind as keyof typeof w.groups], group.total, first);
  });
  const never = owed
    .filter((row) => row.month < month && row.state === 'unsent')
    .map((row) => monthName(row.month));
  if (never.length > 0) says.push(w.look.earlier(never.toReversed()));
  if (review && found.length === 0) says.unshift(w.look.clear);
  else if (found.length > 0) says.push(w.look.before);
  return says;
}

/** What is said of a closed month: what came back goes again as it was, and where corrections stand. */
export function closedSays(shown: MonthShow, maker: string, month: string): string[] {
  const back = (shown.closed?.sheets ?? []).filter((sheet) => sheet.state === 'rejected');
  if (back.length === 0) return w.sendSays(maker, month);
  const pack = shown.corrections_in ? monthName(shown.corrections_in) : '';
  return w.sendBack(
    back.map((sheet) => `${sheet.key} ${sheet.title}`),
    pack,
  );
}
