// Words of a month that is read in the window: the sheet page by page, the comparison, the pictures.

export const monthRead = {
  parts: { preview: '预览', compare: '对比', charts: '图表', statistics: '指标' },
  part: '月报的看法',
  // The sheet.
  shown: (from: number, to: number, all: number) => `第 ${from}–${to} 行，共 ${all} 行`,
  earlier: '前 200 行',
  later: '后 200 行',
  pages: '翻看各行',
  opens: '双击一行，或在编号上按回车，打开它的记录；Alt+← 回到这里。',
  openRow: (no: string) => `打开 ${no}`,
  second: (name: string) => `第二张工作表：${name}`,
  ownForm: '这个厂家用自己的模板：下面是填好以后的样子，和导出的文件相同。',
  formula: (formula: string) => `公式 =${formula}，用 Excel 或 WPS 打开时计算`,
  computed: '打开时计算',
  // The comparison.
  list: '和上月、上年同月对比',
  columns: {
    label: '项目',
    change: '增减',
    percent: '增减%',
  },
  compareSays: '每个数和当月报表的汇总分析相同；没有可比的写“—”。选一行看组成它的记录。',
  file: (maker: string, month: string) => `${maker}${month}对比`,
  empty: '没有可比的数',
  // Rows behind a figure.
  rows: {
    list: '组成这个数的记录',
    on: '日期',
    serial: '出厂编号',
    says: '说明',
    figure: '数值',
    empty: '没有记录',
    open: '按回车打开这条记录',
    no: '编号',
    entries: '看这张表取自哪些登记',
    entriesOf: (name: string) => `${name}取自的登记`,
  },
  // The pictures.
  faults: '故障：型号 × 部位',
  faultsHint: '本月完工的维修',
  faultsNone: '本月没有完工的维修',
  model: '型号',
  sum: '合计',
  square: (model: string, place: string, n: number) => `${model} ${place}：${n} 次`,
  days: '修理天数',
  daysHint: '本月完工的维修，送修到完工，头尾都算',
  daysNone: '本月没有完工的维修',
  cards: '回执卡剩余天数',
  cardsHint: '今天还没有送到的卡，不分月份',
  cardsNone: '没有等着送的回执卡',
  money: '核销的钱在哪里',
  moneyHint: '截至今天，不分月份',
  bar: '天数',
  count: '数目',
  // Letters of a .csv.
  coding: 'CSV 文件的编码',
  codingSays: '编号前面的 0 在 Excel 里打开 CSV 会丢；要保留请导出 .xlsx。',
  codings: {
    utf8: { word: 'UTF-8', says: '现在的 Excel、WPS 都认得，什么字都能放。' },
    gb18030: { word: 'GB18030', says: '旧的国产软件要用这种；打开是乱码时选它。' },
  },
  codingYes: '导出',
  rare: (n: number, path: string) =>
    `已导出：${path}。有 ${n} 行含 GBK 里没有的生僻字，文件里没有丢，旧软件可能显示不出来；要紧的话请另导一份 UTF-8 或 .xlsx。`,
} as const;
