// Closing a month on the pretended desk: the first try meets a draft, as it does when nobody looked before.

import type { Commands, CorrectionRow, MonthShow, ReviewGroup } from '../types';
import { refuse } from './sales';
import { now, TODAY, type World } from './world';
import { step } from '../../kit/months';

type Names =
  'month_show' | 'month_review' | 'month_close' | 'month_corrections' | 'record_reported' | 'report_reprint';
type Handlers = { [K in Names]: (input: Commands[K]['input']) => Commands[K]['output'] };

const SHEETS: [string, string, number, number | null][] = [
  ['W01', '维修月报表', 12, 348_600],
  ['W02', '每月零件更换清单', 20, 126_400],
  ['W03', '每月销售统计表', 9, 68_850_000],
  ['W06', '三包回执卡返回清单', 11, null],
  ['W07', '三包旧件返回清单', 8, null],
];
const KINDS = [
  'drafts',
  'unfinished',
  'no_parts',
  'late',
  'cards',
  'clock',
  'numbers',
  'no_day',
  'uncarried',
];

export function monthCloseCommands(world: World): Handlers {
  const closed = new Map<string, { at: number }>();
  let handedIn = false;
  const key = (principal: string, month: string): string => `${principal} ${month}`;
  const last = (principal: string): string | undefined =>
    [...closed.keys()]
      .filter((one) => one.startsWith(`${principal} `))
      .map((one) => one.slice(principal.length + 1))
      .sort()
      .at(-1);
  function show(principal: string, month: string): MonthShow {
    const found = closed.get(key(principal, month));
    const newest = last(principal);
    const sheets = SHEETS.map(([sheet, title, rows], n) => ({
      key: sheet,
      title,
      no: `HB0732A-BG-${month.slice(2, 4)}${month.slice(5)}-A000${n + 1}`,
      rows,
      run: `r${n}`,
      sha256: `${n}`.repeat(64),
      state: n === 0 ? 'not_sent' : 'handed',
    }));
    return {
      principal,
      month,
      over: month < TODAY.slice(0, 7),
      closed: found ? { at: found.at, by: '李主任', sheets } : null,
      corrections_in: newest ? step(newest, 1) : null,
      earlier_open: [],
    };
  }
  function group(kind: string): ReviewGroup {
    const repair = world.repairs[kind === 'drafts' ? 0 : 1];
    const has = (kind === 'drafts' && !handedIn) || kind === 'no_parts';
    const rows =
      has && repair
        ? [{ noun: 'repair', id: repair.id, no: repair.no, day: TODAY, who: '王丹', detail: '没有提交' }]
        : [];
    return { kind, blocks: kind === 'drafts', total: rows.length, rows };
  }
  return {
    month_show: ({ principal, month }) => show(principal, month),
    month_review: () => {
      const groups = KINDS.map(group);
      const figures = SHEETS.map(([sheet, title, rows, fen]) => ({
        key: sheet,
        title,
        rows,
        rows_before: rows - 3,
        fen,
        fen_before: fen === null ? null : fen / 2,
      }));
      return { groups, figures };
    },
    month_close({ principal, month }) {
      const draft = world.repairs[0];
      if (!handedIn) {
        handedIn = true;
        const message = `还有 1 张完工的维修单没有提交：${draft?.no ?? ''}（没有提交），不能结账。请提交它们；做错的作废，完工不在这个月的把完工日期改对`;
        refuse([{ field: '', code: 'month_has_drafts', message }]);
      }
      closed.set(key(principal, month), { at: now() });
      return { value: show(principal, month), touched: ['report'] };
    },
    month_corrections({ principal, month }) {
      const newest = last(principal);
      const waiting_in = newest ? step(newest, 1) : null;
      const repair = world.repairs[1];
      const rows: CorrectionRow[] =
        waiting_in && newest && repair && (month === newest || month === waiting_in)
          ? [
              {
                key: 'W01',
                title: '维修月报表',
                month: newest,
                pack: waiting_in,
                reported: false,
                carried: true,
                change: 'replaced',
                no: repair.no,
                noun: 'repair',
                id: repair.id,
                fields: [
                  { title: '出厂编号', before: 'HH26B35536', after: 'HH26B35563' },
                  { title: '工时费', before: '60.00', after: '90.00' },
                ],
              },
            ]
          : [];
      return { waiting_in, rows };
    },
    record_reported({ noun, id }) {
      const newest = last('HH');
      if (!newest || noun !== 'repair' || id !== world.repairs[1]?.id) return [];
      const line = { principal: 'HH', key: 'W01', title: '维修月报表', month: newest };
      return [
        {
          ...line,
          pack: newest,
          kind: 'of_month',
          reported: true,
          fields: [{ title: '合计金额', before: '', after: '160.00' }],
        },
        {
          ...line,
          pack: step(newest, 1),
          kind: 'replaced',
          reported: false,
          fields: [
            { title: '出厂编号', before: 'HH26B35536', after: 'HH26B35563' },
            { title: '工时费', before: '60.00', after: '90.00' },
          ],
        },
      ];
    },
    report_reprint: ({ principal, month }) => ({
      files: SHEETS.slice(1).map(([sheet, title, rows], n) => ({
        key: sheet,
        title,
        principal,
        month,
        rows,
        path: `/home/clerk/三包/exports/${title}.xlsx`,
        sha256: `${n}`.repeat(64),
      })),
      failed: [
        '维修月报表（HB0732A-BG-2610-A0001）的文件不在了，或者已经损坏，没有重印。请从备份恢复，文件会跟着回来；没有备份就向总部要回原文件',
      ],
    }),
  };
}
