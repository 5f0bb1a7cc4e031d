// Words of 打印: buttons, copies, what was printed before.

import type { PrintCopy, PrintPaper, PrintSize } from '../api/types';

const copies: Record<PrintCopy, string> = {
  user: '第一联 用户',
  dealer: '第二联 经销商',
  maker: '第三联 厂家',
};

const papers: Record<PrintPaper, string> = {
  receipt_card: '打印三包回执卡',
  repair_record: '打印修理记录',
  custody_receipt: '打印领取收据',
  job_card: '打印修护卡',
  tag_labels: '打印标签',
  tag_sheet: '标签打在 A4 上',
  packing_list: '打印装箱单',
  form_entry: '打印',
};
const sizes: Record<PrintSize, string> = { a4: 'A4', a5: 'A5' };

export const print = {
  title: '打印',
  button: '打印',
  labels: '打印标签',
  papers,
  size: '纸张',
  sizes,
  copies,
  whichCopies: '联次',
  noCopy: '请至少选一联',
  made: (title: string, pages: number) => `${title}已生成，共 ${pages} 页，请在打开的窗口里打印`,
  again: (title: string, times: number) => `${title}补打第 ${times - 1} 次，内容和原来一模一样`,
  missing: (which: string) => `字库里没有 ${which}，纸上是空框，请手写补上`,
  small: (points: string) => `最小的字只有 ${points} 磅，看不清的话请改用 A3 再打印`,
  uncounted: (n: number) =>
    `总部的模板里有 ${n} 处公式要用 Excel 打开才算得出，纸上这些格是空的。请用 Excel 打开导出的文件打印`,
  undrawn: (which: readonly string[]) =>
    `纸上没有印：${which.slice(0, 3).join('、')}${which.length > 3 ? `等 ${which.length} 处` : ''}。要印上它们，请用 Excel 打开导出的文件打印`,
  open: '打开',
  before: '打印过',
  times: (n: number) => (n > 1 ? `共 ${n} 次，补打 ${n - 1} 次` : '1 次'),
  reprint: '补打',
  reprintOf: (title: string, at: string) => `补打 ${at} 的${title}`,
} as const;
