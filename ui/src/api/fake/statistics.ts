// Rates of the pretended desk: its repairs by whether they were completed within a week, and nothing of the rest.

import { daysBetween } from '../../kit/day';
import type { Commands, RateCount, RateRow, StatisticsRow } from '../types';
import { pageOf } from './sales';
import type { World } from './world';

type Names = 'statistics_show' | 'statistics_rows';
type Handlers = { [K in Names]: (input: Commands[K]['input']) => Commands[K]['output'] };

const WEEK = 7;
const count = (name: string, rows: readonly StatisticsRow[]): RateCount => {
  const [done, total] = [rows.filter((row) => row.counts).length, rows.length];
  const rate = total > 0 ? Math.round((done / total) * 10_000) : null;
  return { name, done, total, rate, says: rate === null ? '无' : `${rate / 100}%` };
};

const FIGURES = [
  {
    indicator: 'revisit_warranty',
    label: '三包期内回访率',
    done: '已回访',
    total: '三包期内完工',
    limit: '100%',
  },
  { indicator: 'satisfied', label: '服务满意率', done: '满意', total: '评价', limit: '98%' },
  { indicator: 'complaints_closed', label: '投诉办结率', done: '办结', total: '受理', limit: '' },
] as const;

export function statisticsCommands(world: World): Handlers {
  const cases = (indicator: string, month: string, principal: string): StatisticsRow[] =>
    indicator === 'complaints_closed'
      ? []
      : world.repairs
          .filter(({ draft: d }) => d.principal === principal && (d.completed_on ?? '').startsWith(month))
          .map(({ id, no, draft: d }) => {
            const days = daysBetween(d.reported_on, d.completed_on ?? d.reported_on) + 1;
            return {
              id,
              record: 'repair',
              record_id: id,
              no,
              on: d.completed_on ?? d.reported_on,
              technician: d.technician ?? '',
              model: d.unit.model,
              says: `${d.customer.name} ${d.unit.serial}`,
              counts: days < WEEK,
              figure: days < WEEK ? '已回访' : '还没有回访',
            };
          });
  const by = (rows: readonly StatisticsRow[], name: (row: StatisticsRow) => string): RateCount[] =>
    [...new Set(rows.map(name))].map((one) =>
      count(
        one || '未填',
        rows.filter((row) => name(row) === one),
      ),
    );
  const before = (month: string, months: number): string => {
    const at = new Date(`${month}-01T00:00:00Z`);
    at.setUTCMonth(at.getUTCMonth() - months);
    return at.toISOString().slice(0, 7);
  };
  return {
    statistics_show({ principal, month }) {
      const rate = ({ indicator, label, done, total, limit }: (typeof FIGURES)[number]): RateRow => {
        const rows = cases(indicator, month, principal);
        const whole = count('', rows);
        const kept =
          limit === '' || whole.rate === null ? null : whole.rate >= Number.parseInt(limit, 10) * 100;
        return {
          id: indicator,
          indicator,
          label,
          done_word: done,
          total_word: total,
          whole,
          limit,
          kept,
          sentence:
            whole.rate === null
              ? `${label}无：本月没有${total}。`
              : `${label} ${whole.says}：${total} ${whole.total} 台，${done} ${whole.done} 台${limit ? `；规定不低于 ${limit}，${kept ? '达到' : '没有达到'}（台账 N01（S3））` : '。没有规定指标'}。`,
          more: '',
          standing: null,
          technicians: by(rows, (row) => row.technician),
          models: by(rows, (row) => row.model),
          months: [5, 4, 3, 2, 1, 0].map((back) =>
            count(before(month, back), cases(indicator, before(month, back), principal)),
          ),
        };
      };
      const levels = [6, 3, 1, 0];
      const satisfied = { name: '', done: 9, total: 10, rate: 9000, says: '90%' };
      return {
        month,
        rates: FIGURES.map(rate),
        items: ['服务态度', '技术水平', '到达及时', '总体满意'].map((label) => ({
          label,
          levels,
          satisfied,
          score: '90',
        })),
        sections: [],
        formula: '（100×很满意+80×满意+60×一般+0×不满意）÷有效份数',
        opinions: [
          {
            label: '服务',
            n: 2,
            share: '66.67%',
            closed: { name: '', done: 2, total: 2, rate: 10_000, says: '100%' },
          },
          {
            label: '配件',
            n: 1,
            share: '33.33%',
            closed: { name: '', done: 0, total: 1, rate: 0, says: '0%' },
          },
        ],
        complaints: [],
        notes: ['有 1 件登记没有写厂家，也没有对应的维修单或机器，不在任何厂家的指标里。'],
      };
    },
    statistics_rows({ principal, month, indicator, technician, model, counts, limit, offset }) {
      const rows = cases(indicator, month, principal)
        .filter(
          (row) =>
            technician === null || technician === undefined || (row.technician || '未填') === technician,
        )
        .filter((row) => model === null || model === undefined || row.model === model)
        .filter((row) => counts === null || counts === undefined || row.counts === counts);
      return pageOf(rows, limit, offset);
    },
  };
}
