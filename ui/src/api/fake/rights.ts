import type { CoverageView, SaleView, StandingView, UnitRights } from '../types';

// One machine's rights as the packs would say them: enough to look at every part of the page.

const standing = (rule_key: string, name: string, checked = false): StandingView => ({
  rule_key,
  name,
  rule_version: 'CN-ag-2010 2026.1',
  source: '第126号令第二十四条、附件1',
  source_text: '三包有效期自销售者开具购机发票之日起计算',
  checked,
  doubt: checked ? null : 'unchecked',
  provisional: false,
});

function laterYears(day: string, years: number): string {
  return `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;
}

function period(component: string, start: string, years: number, extension_days: number): CoverageView {
  const end = laterYears(start, years);
  return {
    component,
    kind: component === '整机' ? 'machine' : 'main',
    start_on: start,
    base_end: end,
    extension_days,
    effective_end: end,
    ended_by: 'time',
    limits: [],
    covered_today: true,
    running: false,
    standing: standing('coverage.machine', component),
    steps: [`从开票日期起算：${start}`, `当日不计，加 ${years} 年，到 ${end} 24 时止`],
  };
}

export function rightsOf(sale: SaleView, open: boolean): UnitRights {
  const start = sale.draft.sold_on;
  return {
    today: '2026-11-21',
    packs: ['S0-farm 2026.1', 'CN-ag-2010 2026.1'],
    class: open ? '其他农业机械' : '大中型拖拉机',
    product_open: open,
    coverage: open
      ? [period('整机', start, 1, 0)]
      : [period('整机', start, 1, 0), period('主要部件', start, 2, 0)],
    deadlines: [
      {
        name: '回执卡到总部',
        no: sale.card_no,
        due_on: sale.due?.due_on ?? null,
        met_on: sale.acknowledged_on,
        level: sale.due?.level ?? 'none',
        consequence: '总部不承认这台机器的三包服务',
        standing: standing('card.to_ho', '回执卡到总部'),
        steps: sale.due?.steps ?? [],
      },
    ],
    demands: [],
    rights: [
      {
        right: 'repair',
        name: '免费修理',
        since: start,
        about: '整机',
        needs: ['三包凭证', '购机发票'],
        missing: ['购机发票'],
        standing: standing('coverage.machine', '整机三包'),
        steps: ['整机三包期内，今天可要求免费修理'],
      },
    ],
    counters: [
      {
        about: '同一一般故障',
        value: 1,
        limit: 2,
        unit: '次',
        state: 'counting',
        sentence: '同一一般故障「离合器打滑」已修 1 次，还差 1 次可要求更换部件',
        next_on: null,
        gives: ['免费更换部件'],
        standing: standing('remedy.ordinary_twice', '首个作业期同一一般质量问题反复修理'),
      },
    ],
    duties: [],
    changes: [{ on: laterYears(start, 1), sentence: '整机三包期届满' }],
    alike: [],
    missing: [],
  };
}
