// Quarterly service fees of the fake desk: a quarter that has ended, thirty yuan a card.

import { t } from '../../text';
import type { Commands, FeeStatementView } from '../types';
import { MAKERS } from './people';
import { found, refuse, refuseStale } from './sales';
import { newId, TODAY } from './world';

type Names =
  | 'service_fee_show'
  | 'service_fee_save'
  | 'service_fee_confirm'
  | 'service_fee_undo'
  | 'service_fee_export'
  | 'sales_fee_show'
  | 'sales_fee_save';
type Handlers = { [K in Names]: (input: Commands[K]['input']) => Commands[K]['output'] };

const UNIT = 3000;
const CARDS = [12, 9, 15];
/** Passed over of the second maker: it has to be stated before the last one. */
const EARLIER = '2026Q2';

/** Of the second maker: half a percent of the year's sales. */
const PER_MILLE = 5;
const GOODS = 80_000_000;
const LAST_YEAR = '2025';

const nameOf = (quarter: string): string => `${quarter.slice(0, 4)}年第${quarter.slice(5)}季度`;
const shareOf = (fen: number): number => Math.round((fen * PER_MILLE) / 1000);
const shareSays = (fen: number): string =>
  `按销售额计服务费 = 本年结算销售额 ${(fen / 100).toFixed(2)} 元 × 服务费比例 0.5% = ${(shareOf(fen) / 100).toFixed(2)} 元`;
function before(quarter: string): string {
  const [year, q] = [Number(quarter.slice(0, 4)), Number(quarter.slice(5))];
  return q === 1 ? `${year - 1}Q4` : `${year}Q${q - 1}`;
}
const monthsOf = (quarter: string): string[] =>
  [2, 1, 0].map((n) => `${quarter.slice(0, 4)}-${String(Number(quarter.slice(5)) * 3 - n).padStart(2, '0')}`);

export function serviceFeeCommands(): Handlers {
  const statements: (FeeStatementView & { principal: string })[] = [];
  const months = (quarter: string): FeeStatementView['months'] =>
    monthsOf(quarter).map((month, n) => {
      const cards = CARDS[n] ?? 0;
      return { month, cards, late: n === 0 ? 1 : 0, fee_fen: cards * UNIT };
    });
  const cards = CARDS.reduce((sum, n) => sum + n, 0);
  const passedOver = (principal: string): boolean =>
    principal === MAKERS[1]?.code && !statements.some((one) => one.quarter === EARLIER);
  const owed = { quarter: EARLIER, quarter_name: nameOf(EARLIER), cards };

  return {
    service_fee_show({ principal, quarter }) {
      const of = quarter || '2026Q3';
      return {
        principal,
        quarter: of,
        quarter_name: nameOf(of),
        previous: before(of),
        ended: true,
        months: months(of),
        cards,
        fee_fen: cards * UNIT,
        sentence: `季度服务费 = 总部收到的回执 ${cards} 张 × 每台服务费 30.00 元 = ${cards * 30}.00 元`,
        statements: statements.filter((one) => one.principal === principal),
        earlier: passedOver(principal) && of > EARLIER ? owed : null,
      };
    },
    service_fee_save(input) {
      const { forfeit, special_fen } = input;
      if (forfeit && !input.forfeit_reason?.trim())
        refuse([{ field: 'forfeit_reason', code: 'missing', message: '扣减原因没有填' }]);
      if (special_fen > 0 && !input.special_no?.trim())
        refuse([{ field: 'special_no', code: 'missing', message: '总部批准文号没有填' }]);
      const mine = statements.filter(
        (one) => one.principal === input.principal && one.quarter === input.quarter,
      );
      for (const old of mine) old.replaced = true;
      const fee_fen = forfeit ? 0 : cards * UNIT;
      const words = forfeit ? `${t.serviceFee.form.forfeits[forfeit]}：${input.forfeit_reason ?? ''}` : '';
      const one = {
        id: newId('f'),
        rev: 1,
        principal: input.principal,
        quarter: input.quarter,
        quarter_name: nameOf(input.quarter),
        version: mine.length + 1,
        made_on: TODAY,
        months: months(input.quarter),
        cards,
        unit_fen: UNIT,
        sales_fen: null,
        fee_fen,
        forfeit: words,
        special_fen,
        special_no: input.special_no ?? '',
        total_fen: fee_fen + special_fen,
        reason: '',
        rule_version: 'S3-ebike 2026.1',
        office_fen: null,
        office_no: '',
        difference_fen: null,
        confirmed_on: null,
        answer_note: '',
        replaced: false,
      };
      statements.unshift(one);
      return { value: structuredClone(one), touched: ['money'] };
    },
    sales_fee_show({ principal, year, sales_fen }) {
      const of = year || LAST_YEAR;
      return {
        principal,
        held: principal === MAKERS[1]?.code,
        year: of,
        year_name: `${of}年`,
        previous: String(Number(of) - 1),
        ended: true,
        goods_fen: GOODS,
        fee_fen: shareOf(sales_fen ?? GOODS),
        sentence: shareSays(sales_fen ?? GOODS),
      };
    },
    sales_fee_save({ principal, year, sales_fen }) {
      const mine = statements.filter((one) => one.principal === principal && one.quarter === year);
      for (const old of mine) old.replaced = true;
      const fee_fen = shareOf(sales_fen);
      const one = {
        id: newId('f'),
        rev: 1,
        principal,
        quarter: year,
        quarter_name: `${year}年`,
        version: mine.length + 1,
        made_on: TODAY,
        months: [{ month: `${year}-12`, cards: 0, late: 0, fee_fen }],
        cards: 0,
        unit_fen: null,
        sales_fen,
        fee_fen,
        forfeit: '',
        special_fen: 0,
        special_no: '',
        total_fen: fee_fen,
        reason: shareSays(sales_fen),
        rule_version: 'S3-ebike 2026.1',
        office_fen: null,
        office_no: '',
        difference_fen: null,
        confirmed_on: null,
        answer_note: '',
        replaced: false,
      };
      statements.unshift(one);
      return { value: structuredClone(one), touched: ['money'] };
    },
    service_fee_export({ id }) {
      const one = found(
        statements.find((each) => each.id === id),
        '结算表',
      );
      const path = `/home/clerk/三包服务台/exports/${one.quarter}_服务费季度结算表.xlsx`;
      const month = one.months[2]?.month ?? '';
      const { principal } = one;
      const value = {
        key: 'W20',
        title: '服务费季度结算表',
        principal,
        month,
        rows: 3,
        path,
        sha256: 'c0ffee',
      };
      return { value, touched: [] };
    },
    service_fee_undo({ id, rev, reason }) {
      const one = found(
        statements.find((each) => each.id === id),
        '结算表',
      );
      refuseStale(rev, one.rev);
      if (!reason.trim()) refuse([{ field: 'reason', code: 'missing', message: '作废原因没有填' }]);
      const open = {
        office_fen: null,
        office_no: '',
        answer_note: '',
        confirmed_on: null,
        difference_fen: null,
      };
      Object.assign(one, open, { rev: one.rev + 1 });
      return { value: structuredClone(one), touched: ['money'] };
    },
    service_fee_confirm({ id, rev, office_fen, office_no, confirmed_on, answer_note }) {
      const one = found(
        statements.find((each) => each.id === id),
        '结算表',
      );
      refuseStale(rev, one.rev);
      const more = office_fen - one.total_fen;
      if (more !== 0 && !answer_note?.trim())
        refuse([{ field: 'answer_note', code: 'missing', message: '差额说明没有填' }]);
      const said = { office_fen, office_no: office_no ?? '', answer_note: answer_note ?? '' };
      Object.assign(one, said, { confirmed_on, difference_fen: more || null, rev: one.rev + 1 });
      return { value: structuredClone(one), touched: ['money'] };
    },
  };
}
