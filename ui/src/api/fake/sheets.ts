// The sheets of the pretended desk's months: titles, columns and rows out of its sales and repairs.

import type { SheetView } from '../types';
import { t } from '../../text';
import { paper } from './month';
import type { World } from './world';

export const SHEETS: [string, string][] = [
  ['W01', '维修月报表'],
  ['W02', '每月零件更换清单'],
  ['W03', '每月销售统计表'],
  ['W04', '顾客满意度调查统计表'],
  ['W05', '顾客意见统计表'],
  ['W06', '三包回执卡返回清单'],
  ['W07', '三包旧件返回清单'],
  ['W25', '报送清单'],
];

const money = (fen: number): string => (fen / 100).toLocaleString('en-US', { minimumFractionDigits: 2 });
const SALE_COLUMNS =
  '序号 销售日期 用户姓名 联系电话 地址 产品名称 型号规格 出厂编号 数量 单价 金额 购机发票号 回执卡编号'.split(
    ' ',
  );
const REPAIR_COLUMNS =
  '序号 维修单号 报修日期 用户姓名 联系电话 型号规格 出厂编号 保内/保外 故障现象 更换零件 完工日期 工时费 材料费 合计金额'.split(
    ' ',
  );

type Made = { rows: string[][]; records: SheetView['records'] };

function saleRows(world: World, month: string, principal: string): Made {
  // Of many sales all are in every month: a sheet longer than the window shows at once.
  const sales = world.sales.filter(
    (s) => world.sales.length > 200 || (s.draft.principal === principal && s.draft.sold_on.startsWith(month)),
  );
  const rows = sales.map(({ draft: d, card_no }, i) => {
    const c = d.customer;
    const price = money(d.price_fen ?? 0);
    const place = `${c.county}${c.town}${c.village}`;
    return [
      String(i + 1),
      d.sold_on,
      c.name,
      c.phone,
      place,
      d.unit.product,
      d.unit.model,
      d.unit.serial,
      '1',
      price,
      price,
      d.invoice_no,
      card_no,
    ];
  });
  return { rows, records: sales.map(({ id }) => ({ noun: 'sale', id })) };
}

function repairRows(world: World, month: string, principal: string): Made {
  const done = world.repairs.filter(
    (r) => r.draft.principal === principal && r.draft.completed_on?.startsWith(month),
  );
  const rows = done.map(({ draft: d, no, total_fen }, i) => {
    const parts = d.parts.map((p) => `${p.name}×${p.qty_milli / 1000}`).join('、');
    const material = money(total_fen - d.labour_fen - d.travel_fen);
    const where = d.in_warranty ? '保内' : '保外';
    return [
      String(i + 1),
      no,
      d.reported_on,
      d.customer.name,
      d.customer.phone,
      d.unit.model,
      d.unit.serial,
      where,
      d.fault,
      parts,
      d.completed_on ?? '',
      money(d.labour_fen),
      material,
      money(total_fen),
    ];
  });
  return { rows, records: done.map(({ id }) => ({ noun: 'repair', id })) };
}

export function sheet(world: World, key: string, month: string, principal: string, from = 0): SheetView {
  const register = t.month.registers[key as keyof typeof t.month.registers];
  const title = SHEETS.find(([k]) => k === key)?.[1] ?? register ?? key;
  const repairs = key === 'W01' || key === 'W02';
  const columns = repairs ? REPAIR_COLUMNS : SALE_COLUMNS;
  const { rows, records }: Made =
    key === 'W07' || register
      ? { rows: [], records: [] }
      : repairs
        ? repairRows(world, month, principal)
        : saleRows(world, month, principal);
  const right = repairs ? [11, 12, 13] : [8, 9, 10];
  const last = right[2] ?? 0;
  const sum = rows.reduce((n, row) => n + Number((row[last] ?? '0').replaceAll(',', '')) * 100, 0);
  return {
    key,
    title: `${world.dealer?.name ?? ''}${month.replace('-', '年')}月${title}`,
    head: [`经销商：${world.dealer?.name}（代码 ${world.dealer?.code}）`, `报表期间：${month}`, '单位：元'],
    columns: columns.map((text, i) => ({
      title: text,
      group: null,
      align: right.includes(i) ? 'right' : 'centre',
      width: 9,
    })),
    ...paper(rows, from),
    records: records.slice(from, from + 200),
    totals: rows.length > 0 ? columns.map((_, i) => (i === 0 ? '合计' : i === last ? money(sum) : '')) : [],
    total_rows: rows.length,
  };
}
