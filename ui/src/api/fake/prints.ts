// Printed papers of the pretended desk: no file is made, but the same content again is the same printing.

import type { Commands, PrintFile, PrintPaper, PrintView } from '../types';
import { t } from '../../text';
import { found } from './sales';
import { newId, now, type World } from './world';

type Names =
  'print_make' | 'print_again' | 'print_list' | 'report_print' | 'report_print_runs' | 'report_print_of';
type Handlers = { [K in Names]: (input: Commands[K]['input']) => Commands[K]['output'] };

const TITLES: Record<PrintPaper, string> = {
  receipt_card: '三包回执卡',
  repair_record: '三包修理记录',
  custody_receipt: '客户商品领取收据',
  job_card: '修护卡',
  tag_labels: '旧件标签',
  tag_sheet: '旧件标签A4',
  packing_list: '三包旧件装箱单',
  form_entry: '登记表',
};

export function printCommands(world: World): Handlers {
  const runs: { record: string; key: string; run: PrintView }[] = [];
  const noOf = (id: string): string =>
    world.sales.find((s) => s.id === id)?.card_no ??
    world.repairs.find((r) => r.id === id)?.no ??
    world.oldParts.find((p) => p.id === id)?.tag_no ??
    world.batches.find((b) => b.id === id)?.no ??
    id;
  function counted(run: PrintView): { value: PrintFile; touched: ['print'] } {
    run.times += 1;
    run.printed_at = now();
    const path = `/home/clerk/三包服务台/exports/${run.title}_${run.no}.pdf`;
    return { value: { run: structuredClone(run), path }, touched: ['print'] };
  }
  function report(no: string, pages: number, size: 'a4' | 'a3'): PrintView {
    const key = JSON.stringify(['report', no, size]);
    const known = runs.find((one) => one.key === key);
    if (known) return known.run;
    const run: PrintView = {
      id: newId('p'),
      paper: 'report',
      title: no in t.month.sheets ? t.month.sheets[no as keyof typeof t.month.sheets] : no,
      no,
      copies: [],
      pages,
      sha256: '',
      missing: [],
      made_at: now(),
      printed_at: now(),
      times: 0,
      letters_milli: size === 'a4' ? 5_490 : 7_760,
      uncounted: 0,
      // One maker's own form has a chart on it.
      undrawn: no === 'W05' ? ['「意见」C3 处的图表'] : [],
    };
    runs.unshift({ record: no, key, run });
    return run;
  }
  return {
    print_make({ paper, ids, copies, size }) {
      const key = JSON.stringify([paper, ids, copies, size ?? null]);
      const known = runs.find((one) => one.key === key);
      if (known) return counted(known.run);
      const record = ids[0] ?? '';
      const labels = paper === 'tag_labels' ? ids.length : 1;
      const run: PrintView = {
        id: newId('p'),
        paper,
        title: TITLES[paper],
        no: noOf(record),
        copies: copies ?? [],
        pages: copies?.length || labels,
        sha256: '',
        missing: [],
        made_at: now(),
        printed_at: now(),
        times: 0,
        letters_milli: null,
        uncounted: 0,
        undrawn: [],
      };
      runs.unshift({ record, key, run });
      return counted(run);
    },
    report_print: ({ month, keys, size }) =>
      counted(report(keys?.[0] ?? `${month}月报`, keys?.length === 1 ? 2 : 12, size ?? 'a4')),
    report_print_runs: ({ ids, size }) => counted(report(ids[0] ?? '', 2, size ?? 'a4')),
    report_print_of: ({ of }) =>
      counted(report(of === 'claim' ? '三包费用核销申请表' : '服务费季度结算表', 1, 'a4')),
    print_again({ id }) {
      const known = runs.find((one) => one.run.id === id);
      return counted(found(known, '打印').run);
    },
    print_list: ({ id }) => structuredClone(runs.filter((one) => one.record === id).map((one) => one.run)),
  };
}
