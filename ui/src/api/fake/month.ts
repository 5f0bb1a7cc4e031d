// A month of the pretended desk to look at: what stands around a sheet's rows, the comparison, the pictures.

import { daysBetween } from '../../kit/day';
import type { ChartBar, Commands, CompareBase, CompareRow, MonthFigure, MonthRow, SheetView } from '../types';
import { pageOf } from './sales';
import { TODAY, type World } from './world';

type Names = 'month_compare' | 'month_charts' | 'month_rows';
type Handlers = { [K in Names]: (input: Commands[K]['input']) => Commands[K]['output'] };
type Around = Pick<SheetView, 'rows' | 'from' | 'empty' | 'foot' | 'signature' | 'summary' | 'own'>;

export function paper(rows: string[][], from: number): Around {
  const cell = (text: string, right = false) => ({ text, right });
  return {
    rows: rows.slice(from, from + 200),
    from,
    empty: '本月无',
    foot: ['说明：按完工日期归入本月，未完工的列为在修；△为更正行。'],
    signature: '单位负责人：______　审核：______　制表：______　填报日期：2026年11月21日　(盖章)',
    summary: {
      name: '汇总分析',
      title: '汇总分析',
      blocks: [
        {
          title: '一、合计',
          lines: [{ strong: false, cells: [cell('行数'), cell(String(rows.length), true)] }],
        },
      ],
    },
    own: [],
  };
}

const figure = (value: number | null, says = value === null ? '—' : String(value)) => ({ value, says });
function base(now: number, was: number): CompareBase {
  const sign = now > was ? '+' : '';
  const percent = was > 0 ? ((now - was) / was) * 100 : null;
  return {
    figure: figure(was),
    change: figure(now - was, `${sign}${now - was}`),
    percent: percent === null ? figure(null) : figure(percent * 100, `${sign}${percent.toFixed(1)}%`),
  };
}
const LABELS: readonly [MonthFigure, string][] = [
  ['received', '受理台数'],
  ['completed', '完成台数'],
  ['open', '未完台数'],
  ['overdue', '超时台数'],
  ['rework', '返修台数'],
  ['sold', '销售台数'],
];
const before = (month: string, months: number): string => {
  const at = new Date(`${month}-01T00:00:00Z`);
  at.setUTCMonth(at.getUTCMonth() - months);
  return at.toISOString().slice(0, 7);
};
const DAYS: readonly [string, number | null, number | null][] = [
  ['已超期', null, -1],
  ['剩 0–3 天', 0, 3],
  ['剩 4–7 天', 4, 7],
  ['剩 8–15 天', 8, 15],
  ['剩 16–30 天', 16, 30],
  ['剩 30 天以上', 31, null],
];

export function monthCommands(world: World): Handlers {
  const repairs = (figure_: MonthFigure, month: string, principal: string): MonthRow[] =>
    world.repairs
      .filter(({ draft: d }) => d.principal === principal)
      .filter(({ draft: d }) =>
        figure_ === 'received'
          ? d.reported_on.startsWith(month)
          : figure_ === 'open'
            ? !d.completed_on && d.reported_on.slice(0, 7) <= month
            : figure_ !== 'overdue' && figure_ !== 'rework' && (d.completed_on ?? '').startsWith(month),
      )
      .map(({ id, no, draft: d }) => ({
        id,
        record: 'repair',
        record_id: id,
        no,
        on: d.reported_on,
        customer: d.customer.name,
        model: d.unit.model,
        serial: d.unit.serial,
        says: `${d.fault_place ?? ''} ${d.fault}`.trim(),
        figure: d.completed_on ? `${daysBetween(d.reported_on, d.completed_on) + 1} 天` : '在修',
      }));
  const sales = (month: string, principal: string): MonthRow[] =>
    world.sales
      .filter((s) => s.draft.principal === principal && s.draft.sold_on.startsWith(month))
      .map(({ id, card_no, draft: d }) => ({
        id,
        record: 'sale',
        record_id: id,
        no: card_no,
        on: d.sold_on,
        customer: d.customer.name,
        model: d.unit.model,
        serial: d.unit.serial,
        says: d.unit.product,
        figure: '待寄',
      }));
  const rows = (what: MonthFigure, month: string, principal: string): MonthRow[] =>
    what === 'sold' ? sales(month, principal) : repairs(what, month, principal);
  const place = (row: MonthRow): string => row.says.split(' ').at(-1) ?? '';
  const left = (principal: string): MonthRow[] =>
    sales('', principal).filter((row) => world.sales.find((s) => s.id === row.id)?.state === 'issued');
  const within = (bar: { from?: number | null; to?: number | null }, days: number): boolean =>
    days >= (bar.from ?? -Infinity) && days <= (bar.to ?? Infinity);
  const daysLeft = (row: MonthRow): number => 30 - daysBetween(row.on, TODAY);
  return {
    month_compare({ principal, month }) {
      const [previous, last_year] = [before(month, 1), before(month, 12)];
      const of = (key: MonthFigure, label: string): CompareRow => {
        const n = (m: string): number => rows(key, m, principal).length;
        const now = n(month);
        const [was, year] = [base(now, n(previous)), base(now, n(last_year))];
        return { id: key, figure: key, label, this: figure(now), previous: was, last_year: year };
      };
      const notes = ['2025年11月有一部分在启用日（2026年1月1日）以前：没有补登的不在数里，比较只供参考。'];
      return { month, previous, last_year, rows: LABELS.map(([key, label]) => of(key, label)), notes };
    },
    month_charts({ principal, month }) {
      const done = repairs('completed', month, principal);
      const group = (names: string[]) => [...new Set(names)].map((name) => ({ label: name, names: [name] }));
      const [models, places] = [group(done.map((r) => r.model)), group(done.map(place))];
      const count = (model: string, where: string): number =>
        done.filter((r) => r.model === model && place(r) === where).length;
      const days = (from: number, to: number | null, label: string): ChartBar => {
        const n = done.filter((r) => within({ from, to }, Number.parseInt(r.figure, 10))).length;
        return { label, from, to, n };
      };
      const cards = DAYS.map(([label, from, to]) => {
        const n = left(principal).filter((row) => within({ from, to }, daysLeft(row))).length;
        return { label, from, to, n };
      });
      return {
        faults: { models, places, counts: models.map((m) => places.map((p) => count(m.label, p.label))) },
        days: [days(1, 1, '1 天'), days(2, 3, '2–3 天'), days(4, 7, '4–7 天'), days(8, null, '7 天以上')],
        cards,
      };
    },
    month_rows({ principal, month, figure: what, models, places, from, to, limit, offset }) {
      const all =
        what === 'cards_left'
          ? left(principal).filter((row) => within({ from: from ?? null, to: to ?? null }, daysLeft(row)))
          : (what === 'entries' ? [] : rows(what, month, principal))
              .filter((row) => models.length === 0 || models.includes(row.model))
              .filter((row) => places.length === 0 || places.includes(place(row)))
              .filter(
                (row) =>
                  what !== 'average_days' ||
                  within({ from: from ?? null, to: to ?? null }, Number.parseInt(row.figure, 10)),
              );
      return pageOf(all, limit, offset);
    },
  };
}
