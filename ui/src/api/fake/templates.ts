// Head offices' own forms of the pretended desk: a file whose name says it is wrong is refused with every fault.

import type { Commands, MarkerView, TemplateRow } from '../types';
import { found, refuse } from './sales';
import { newId, TODAY, type World } from './world';

type Names = 'template_list' | 'template_check' | 'template_save' | 'template_void';
type Handlers = { [K in Names]: (input: Commands[K]['input']) => Commands[K]['output'] };

const TITLES: Record<string, string> = {
  W01: '维修月报表',
  W02: '每月零件更换清单',
  W03: '每月销售统计表',
  W04: '顾客满意度调查统计表',
  W05: '顾客意见统计表',
  W06: '三包回执卡返回清单',
  W07: '三包旧件返回清单',
  W25: '报送清单',
};
const marker = (name: string, says: string, needed = false): MarkerView => ({
  marker: `{{${name}}}`,
  says,
  needed,
});
const MARKERS = [
  marker('dealer.name', '经销商名称'),
  marker('period.text', '报表期间'),
  marker('row.no', '序号'),
  marker('row.repair.no', '维修单号', true),
  marker('row.unit.serial', '出厂编号'),
];
const FAULTS =
  '模板不能用，没有载入。共 2 处：1. 月报!B4 的标记 {{dealer.nmae}} 不认识。请对照标记表改正；2. 缺少标记 {{row.repair.no}}。请在重复行里加上';

const CAUTIONS = ['月报!G7「购买日期」的列太窄，填上以后会显示成 ###。请在模板里把这一列加宽'];

export function templateCommands(world: World): Handlers {
  const rows: TemplateRow[] = [];
  const nameOf = (path: string): string => path.replace(/^.*[\\/]/, '');
  const hashOf = (path: string): string =>
    [...path]
      .reduce((n, c) => (n * 31 + c.charCodeAt(0)) >>> 0, 7)
      .toString(16)
      .padStart(64, '0');
  const inUse = (principal: string, key: string): TemplateRow | undefined =>
    rows.find((row) => row.principal === principal && row.key === key && row.used);
  function look(path: string): void {
    if (!path) refuse([{ field: 'path', code: 'missing', message: '模板文件没有填' }]);
    if (path.includes('坏')) refuse([{ field: '', code: 'template_marker_unknown', message: FAULTS }]);
  }
  return {
    template_list: () => ({
      rows: structuredClone(rows),
      forms: Object.entries(TITLES).map(([key, title]) => ({ key, title, markers: MARKERS })),
    }),
    template_check({ principal, key, path }) {
      look(path);
      const sha256 = hashOf(path);
      const used = inUse(principal, key);
      const known = used?.sha256 === sha256 ? used.version : null;
      return {
        name: nameOf(path),
        sha256,
        sheet: '月报',
        row: 7,
        markers: MARKERS,
        cautions: CAUTIONS,
        known,
      };
    },
    template_save({ principal, key, path, came_on }) {
      look(path);
      const maker = found(
        world.makers.find((one) => one.code === principal),
        '厂家',
      );
      const before = rows.filter((row) => row.principal === principal && row.key === key);
      for (const row of before) row.used = false;
      const row: TemplateRow = {
        id: newId('t'),
        rev: 1,
        principal,
        principal_name: maker.name,
        key,
        title: TITLES[key] ?? key,
        version: before.length + 1,
        name: nameOf(path),
        sha256: hashOf(path),
        came_on: came_on ?? TODAY,
        sheet: '月报',
        row: 7,
        used: true,
        void_reason: null,
      };
      rows.unshift(row);
      return { value: structuredClone(row), touched: ['report'] };
    },
    template_void({ id, reason }) {
      const row = found(
        rows.find((one) => one.id === id),
        '模板',
      );
      if (!reason.trim()) refuse([{ field: 'reason', code: 'missing', message: '停用原因没有填' }]);
      Object.assign(row, { used: false, void_reason: reason, rev: row.rev + 1 });
      return { value: structuredClone(row), touched: ['report'] };
    },
  };
}
