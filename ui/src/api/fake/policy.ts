import type { Commands, PackPreview, PackRow, PackView, RuleView, Touched } from '../types';
import { found, refuse } from './sales';
import { now, TODAY, type World } from './world';

// Packs as the policy page needs them: a few rules of each kind, one pack that waits, one file that is wrong.

type Names =
  | 'policy_list'
  | 'policy_show'
  | 'policy_check'
  | 'policy_install'
  | 'policy_tick'
  | 'calendar_check'
  | 'calendar_install';
type Handlers = { [C in Names]: (input: Commands[C]['input']) => Commands[C]['output'] };

const TOUCHED: Touched[] = ['policy', 'settings', 'card', 'sale'];
const WAITING = 'i-pack';
const TORN = 'i-torn';

function rule(
  section: RuleView['section'],
  index: number,
  key: string,
  name: string,
  said: string,
): RuleView {
  const names: Record<string, string> = { deadlines: '期限', coverage: '三包期', remedies: '修换退' };
  return {
    section,
    section_name: names[section] ?? section,
    index,
    key,
    name,
    facts: [
      { label: '', said },
      { label: '起算', said: '销售日期' },
      { label: '到期遇休息日', said: '不顺延' },
    ],
    source: '台账 T01（S0：销售后 20 天内回执卡与客户信息到总部）',
    source_text: index === 0 ? '销售后 20 天内，三包回执卡和客户信息须到总部' : '',
    hash: `hash-${key}`,
    checked: false,
    tick: null,
    findings: [],
  };
}

const farmRules = (): RuleView[] => [
  rule('deadlines', 0, 'card.to_ho', '回执卡到总部', '20 天'),
  rule('deadlines', 1, 'call.arrange', '安排维修', '2 小时'),
  {
    ...rule('coverage', 0, 'coverage.tiller', '手扶拖拉机三包期', '整机 9 个月'),
    findings: [
      {
        name: '手扶拖拉机三包期',
        weighed: 'overruled',
        sentence: '「手扶拖拉机三包期」合同 9 个月，法定 12 个月（第二十四条）。合同低于法定，按法定执行',
      },
    ],
  },
  rule('remedies', 0, 'remedy.serious_twice', '同一严重质量问题修理后仍出现', '免费更换部件'),
];

const packRow = (pack: string, title: string, rest: Partial<PackRow>): PackRow => ({
  id: `|${pack}|2026.1`,
  pack,
  version: '2026.1',
  title,
  kind: 'contract',
  principal: '',
  effective_from: '2010-06-01',
  effective_to: null,
  origin: 'built_in',
  installed_by: '',
  installed_at: null,
  state: 'in_force',
  used_by: ['HH', 'JS'],
  rules: 4,
  checked: 0,
  overruled: 1,
  ...rest,
});

const preview = (): PackPreview => ({
  principal: 'HH',
  principal_name: '华禾农机',
  pack: 'HH-farm',
  version: '2026.10',
  title: '华禾农机经销商服务合同',
  effective_from: '2026-12-01',
  effective_to: null,
  sha256: 'fake-sha256',
  base: 'S0-farm 2026.1',
  rules: 4,
  checked: 0,
  head: ['名称：农业机械经销商合同示例（S0） → 华禾农机经销商服务合同'],
  changes: [
    {
      section_name: '期限',
      name: '回执卡到总部',
      happened: 'changed',
      sentences: ['回执卡到总部：20 天 → 15 天'],
    },
  ],
  findings: farmRules().flatMap((one) => one.findings),
  notes: ['从2026年12月1日起生效，今天的登记还不受影响'],
  moves: {
    total: 1,
    late: 1,
    rows: [
      {
        name: '回执卡到总部',
        no: 'HB0732A-HK-2611-A0003',
        customer: '冯艳',
        serial: 'HH26B35536',
        late: true,
        before: '2026-11-25',
        after: '2026-11-20',
      },
    ],
  },
});

export function policyCommands(world: World): Handlers {
  const packs: PackView[] = [
    {
      pack: packRow('S0-farm', '农业机械经销商合同示例（S0）', {}),
      stands_on: ['CN-ag-2010'],
      rules: farmRules(),
      blanks: ['「其他作业季」合同未填写（起止日期）'],
    },
    {
      pack: packRow('CN-ag-2010', '农业机械产品修理、更换、退货责任规定', {
        kind: 'statutory',
        overruled: 0,
      }),
      stands_on: [],
      rules: farmRules().map((one) => ({ ...one, findings: [] })),
      blanks: [],
    },
  ];
  const get = (id: string): PackView =>
    found(
      packs.find((one) => one.pack.id === id),
      '政策包',
    );
  let waiting = world.makers.length > 0;
  if (waiting) {
    world.inbox.push({
      id: TORN,
      principal: 'HH',
      kind: 'work_calendar',
      title: '工作日历：2027 年工作日历',
      body: '{"title":',
      received_at: now(),
      read_at: null,
    });
  }
  /** How often the page is told that the computing goes on. */
  let left = 0;
  const years: Commands['policy_list']['output']['calendars'] = [2026, 2025].map((year) => ({
    year,
    notices: [`国办发明电〔${year - 1}〕7号`],
    origin: 'built_in',
    installed_by: '',
    installed_at: null,
  }));
  return {
    policy_list: () => ({
      makers: world.makers.map((one) => ({
        principal: one.code,
        name: one.name,
        pack: one.policy || null,
        title: one.policy ? '农业机械经销商合同示例（S0）' : '',
        enrolled: one.enrolled,
      })),
      packs: packs.map((one) => one.pack),
      waiting: [
        ...(waiting
          ? [
              {
                item: WAITING,
                principal: 'HH',
                kind: 'pack' as const,
                title: '政策包：华禾农机经销商服务合同 2026.10',
                received_at: now(),
                problem: null,
              },
            ]
          : []),
        ...(world.inbox.some((one) => one.id === TORN && one.read_at === null)
          ? [
              {
                item: TORN,
                principal: 'HH',
                kind: 'calendar' as const,
                title: '工作日历：2027 年工作日历',
                received_at: now(),
                problem: '总部的这条消息读不懂：少了一半。请联系总部重发',
              },
            ]
          : []),
      ],
      calendars: years,
      computing: left > 0 ? { done: 3000 - 1000 * left--, total: 3000 } : null,
    }),
    policy_show: ({ id }) => get(id),
    policy_check({ file }) {
      if (file.includes('坏')) {
        const message = '/deadlines/0/key（规则 card.nowhere）：不认识规则「card.nowhere」';
        refuse([{ field: '/deadlines/0/key', code: 'bad_policy', message }]);
      }
      return preview();
    },
    policy_install({ by }) {
      if (!by.trim()) refuse([{ field: 'by', code: 'missing', message: '安装人没有填' }]);
      waiting = false;
      left = 2;
      const pack = packRow('HH-farm', '华禾农机经销商服务合同', {
        id: 'HH|HH-farm|2026.10',
        version: '2026.10',
        principal: 'HH',
        effective_from: '2026-12-01',
        origin: 'feed',
        installed_by: by,
        installed_at: now(),
        state: 'coming',
        used_by: [],
      });
      packs.unshift({ pack, stands_on: ['CN-ag-2010'], rules: farmRules(), blanks: [] });
      return { value: pack, touched: TOUCHED };
    },
    policy_tick({ id, section, index, checked, by, note }) {
      const view = get(id);
      const one = found(
        view.rules.find((other) => other.section === section && other.index === index),
        '规则',
      );
      one.checked = checked;
      one.tick = checked ? { by, on: TODAY, version: view.pack.version, note } : null;
      view.pack.checked = view.rules.filter((other) => other.checked).length;
      return { value: structuredClone(one), touched: TOUCHED };
    },
    calendar_check: () => ({
      year: 2027,
      sha256: 'fake-sha256',
      notices: ['国办发明电〔2026〕9号 关于2027年部分节假日安排的通知'],
      known: false,
      days: ['2027年1月4日（元旦）：上班 → 休息'],
      moves: { total: 0, late: 0, rows: [] },
    }),
    calendar_install({ by }) {
      const row = {
        year: 2027,
        notices: ['国办发明电〔2026〕9号'],
        origin: 'file' as const,
        installed_by: by,
        installed_at: now(),
      };
      years.unshift(row);
      return { value: row, touched: TOUCHED };
    },
  };
}
