// Words of the controls. Chinese punctuation, days as 2026年8月26日, money as ¥1,234.00.

/** A blank between Chinese words and a value; none beside a bracket. */
const spaced = (value: string): string => (value.startsWith('（') ? value : ` ${value} `);

export const common = {
  close: '关闭',
  closePanel: '关闭右侧详情（Esc）',
  cancel: '取消',
  save: '保存',
  look: '查看',
  loading: '正在读取…',
  searchHint: '编号、电话尾号、姓名、拼音首字母',
  filter: '筛选',
  all: '全部',
  none: '无',
  yes: '是',
  no: '否',
  optional: '选填',
  browse: '浏览…',
  retry: '再试一次',
  retrySays: '也可以按 F5；还不行，请到“设置 → 自检”看原因。',
  more: '更多',
  edit: '修改',
  add: '添加',
  remove: '移除',
  back: '返回',
  open: '打开',
  missing: (label: string) => `${label}没有填。`,
  openFolder: '打开所在文件夹',
} as const;

export const day = {
  placeholder: '如 20260826、8-26、今、昨',
  openCalendar: '打开日历',
  not_a_day: '看不懂这个日期。可以写 20260826、2026-8-26、8-26、今、昨。',
  no_such_day: '日历上没有这一天，请核对。',
  two_digit_year: '年份请写四位，如 2026。',
  after_today: '不能晚于今天。',
  too_old: '年份太早，请核对。',
  distance: (ago: number) => (ago === 0 ? '今天' : ago > 0 ? `${ago} 天前` : `${-ago} 天后`),
} as const;

export const money = {
  not_money: '看不懂这个金额，请只写数字，如 1234.50。',
  below_fen: '金额最多到分（两位小数）。',
  too_much: '金额太大，请核对。',
} as const;

export const phone = {
  not_digits: '电话里有不是数字的字，请核对。',
  mobile_length: '手机号应为 11 位，请核对。',
  too_short: '号码太短，请核对。',
  reads: (read: string) => `将记为 ${read}`,
} as const;

export const serial = {
  reads: (kept: string, compared: string) =>
    kept === compared ? `保存为 ${kept}` : `保存为 ${kept}，查找和查重按 ${compared}（不看横线）`,
} as const;

export const pick = {
  notInList: '列表里没有，请从列表中选一个。',
  notTaken: (typed: string, near: string) => `「${typed}」还没有选定，按 Enter 选「${near}」。`,
  looking: '正在查找…',
  none: '没有找到',
} as const;

export const table = {
  total: '合计',
  count: (shown: number, all: number, atLeast = false) => {
    const whole = atLeast ? `${all} 行以上` : `共 ${all} 行`;
    return shown < all ? `前 ${shown} 行，${whole}` : whole;
  },
  more: '显示更多（最后一行按 ↓）',
  export: '导出表格…',
  clear: '清除条件',
  exportTitle: '导出到',
  exporting: (name: string) => `正在导出“${name}”…`,
  exported: (n: number, path: string) => `已导出 ${n} 行：${path}`,
  exportedCut: (n: number, path: string) =>
    `只导出了前 ${n} 行：搜索到的太多，后面的没有写进文件。把搜索词写全一点，或清空搜索按月份导出：${path}`,
  xlsx: 'Excel 工作簿',
  csv: 'CSV（下一步选编码）',
  copy: '复制表格',
  copied: '已复制，可以粘贴到表格软件。',
  copyFailed: '没能写入剪贴板。',
  tick: (name: string) => `选择 ${name}`,
  tickAll: '全选',
} as const;

export const due = {
  none: '无期限',
  left: (days: number) => `还剩 ${days} 天`,
  today: '今天到期',
  late: (days: number) => `已超 ${days} 天`,
  why: '为什么是这一天',
  ask: (day: string) => `${day}到期，为什么是这一天`,
  rule: (rule: string) => `依据：${rule}`,
  source: (source: string) => `出处：${source}`,
  doubt: { sample: '示例', unchecked: '未核对' },
  doubtSays: {
    sample: '按程序自带的示例合同算的，厂家没有签发，也没有人对照真合同核对过。',
    unchecked: '还没有人把这条规则和原文对照过。',
  },
} as const;

export const confirm = {
  directors: (name: string, role: string) =>
    `这一步由服务主任或老板来做，现在是${role}「${name}」。可以先写好原因，再按 F9 换人：写的还在。`,
  typeWord: (word: string) => `请输入“${word}”以确认`,
} as const;

export const keys = {
  title: '快捷键',
  help: '显示快捷键',
  search: '搜索全部',
  save: '保存',
  saveNext: '保存并登记下一台',
  create: '新建',
  backOne: '返回上一页',
  again: '重新读取这一页',
  place: (name: string) => `去“${name}”`,
  inLists: '列表中',
  moves: '↑ ↓ 换行，Enter 打开，Esc 关闭详情，空格 勾选，Ctrl+C 复制这一行',
  inForms: '表单中',
  walks: 'Ctrl+S 保存，Enter 下一项，Shift+Enter 备注换行或退回上一项，Alt+↓ 打开日历或列表',
  inCalls: '报修详情中',
  steps: '1–9 记下一步，按钮上写着数字',
  sizes: '放大缩小',
  zooms: 'Ctrl + 加号 放大，Ctrl + 减号 缩小；原来大小在菜单“视图”里',
} as const;

export const draft = {
  restored: (at: string) => `已恢复 ${at} 未保存的草稿。`,
  drop: '丢弃草稿',
  dropped: '草稿已丢弃。',
  saved: (at: string) => `草稿已存 ${at}`,
  failed: '草稿没能保存，请尽快点保存。',
} as const;

export const others = {
  title: '你打开这张表之后，别处改过这条记录：',
  nothing: '（空）',
  lines: (n: number) => `${n} 行`,
  changed: (label: string, was: string, now: string) =>
    `${label}：由${spaced(was)}改成${spaced(now)}。`.replace(/ 。/, '。'),
  kept: (mine: string) => `这里填的${spaced(mine)}没有动，保存后以这里为准。`,
} as const;

export const work = {
  stopping: '正在取消…',
} as const;
