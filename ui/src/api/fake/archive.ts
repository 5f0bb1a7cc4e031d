import { serialKey } from '../../kit/serial';
import type {
  Commands,
  CustomerRow,
  DemandView,
  ImportInput,
  ImportOutcome,
  SaleView,
  UnitView,
} from '../types';
import { repairRow } from './repairs';
import { rightsOf } from './rights';
import { found, has, pageOf, refuse, saleRow } from './sales';
import { isOpen, newId, number, openModels, type World } from './world';

type Handlers<C extends keyof Commands> = {
  [K in C]: (input: Commands[K]['input']) => Commands[K]['output'];
};
type Names =
  | 'model_save'
  | 'model_list'
  | 'part_save'
  | 'part_list'
  | 'customer_list'
  | 'customer_show'
  | 'customer_amend'
  | 'unit_list'
  | 'unit_show'
  | 'unit_find'
  | 'unit_rights'
  | 'demand_open'
  | 'demand_settle'
  | 'demand_void'
  | 'law_recompute'
  | 'import_preview'
  | 'import_run'
  | 'search';

function customers(world: World): CustomerRow[] {
  const rows = new Map<string, CustomerRow>();
  for (const sale of world.sales) {
    const c = sale.draft.customer;
    const row = rows.get(sale.customer_id);
    if (row) row.units += 1;
    else {
      const { name, phone, county, town, village } = c;
      rows.set(sale.customer_id, { id: sale.customer_id, name, phone, county, town, village, units: 1 });
    }
  }
  return [...rows.values()];
}

function unitOf(world: World, sale: SaleView): UnitView {
  const { unit, customer } = sale.draft;
  const key = serialKey(unit.serial);
  return {
    unit: {
      id: sale.unit_id,
      principal: sale.draft.principal,
      model: unit.model,
      product: unit.product,
      serial: unit.serial,
      engine_no: unit.engine_no,
      customer: customer.name,
      came_back_on: null,
      sold_on: sale.draft.sold_on,
    },
    frame_no: unit.frame_no,
    produced_on: unit.produced_on ?? null,
    sales: world.sales.filter((s) => serialKey(s.draft.unit.serial) === key).map(saleRow),
    repairs: world.repairs.filter((r) => serialKey(r.draft.unit.serial) === key).map(repairRow),
    former: [],
    papers: [],
    owner: { ...customer, id: sale.customer_id },
  };
}

const FIELDS: [string, string, boolean, string][] = [
  ['sold_on', '销售日期', true, '购机日期'],
  ['customer', '购机者', true, '购机者姓名'],
  ['phone', '联系电话', false, '联系电话'],
  ['principal', '厂家', true, '生产厂家'],
  ['model', '机型', true, '购买机型'],
  ['serial', '出厂编号', true, '出厂编号'],
  ['engine_no', '发动机号', false, '发动机号'],
  ['price', '价格', false, '单台销售价格(元)'],
  ['invoice_no', '发票号', false, '发票号码'],
];
const HEADERS = [
  '序号',
  '购机日期',
  '购机者姓名',
  '身份证号',
  '联系电话',
  '生产厂家',
  '购买机型',
  '出厂编号',
  '发动机号',
  '单台销售价格(元)',
  '发票号码',
  '经办人',
];

function outcome(): ImportOutcome {
  const note = (row: number, field: string, code: string, message: string) => ({
    sheet: '销售台账',
    row,
    field,
    code,
    message,
  });
  return {
    rows: 312,
    imported: 296,
    unchanged: 11,
    refused: 5,
    identity_dropped: 296,
    before_start: 0,
    warnings: [
      note(14, 'id_no', 'damaged_identity', '身份证号被 Excel 改坏了，没有保存。'),
      note(52, 'phone', 'missing_phone', '没有联系电话。'),
      note(97, 'serial', 'duplicate_serial', '出厂编号 JS26C46929 已登记过一次，请核对。'),
    ],
    errors: [
      note(23, 'sold_on', 'no_such_day', '销售日期“2026-10-32”日历上没有这一天。'),
      note(41, 'serial', 'missing', '没有出厂编号。'),
      note(118, 'sold_on', 'two_digit_year', '销售日期“26.10.3”年份只有两位。'),
      note(160, 'price', 'not_a_number', '价格“面议”不是数字。'),
      note(201, 'serial', 'fewer_serials', '数量是 2 台，只写了 1 个编号。'),
    ],
    error_file: null,
  };
}

function checkFile(input: ImportInput): void {
  if (input.path.trim() === '') refuse([{ field: 'path', code: 'missing', message: '文件没有选' }]);
  if (!/\.(csv|xlsx?)$/i.test(input.path.trim())) {
    refuse([{ field: 'path', code: 'unreadable_file', message: '这个文件不是 Excel 也不是 CSV' }]);
  }
}

const SAMPLE = (): string[][] =>
  Array.from({ length: 20 }, (_, i) => [
    `2026-10-${String(1 + (i % 28)).padStart(2, '0')}`,
    ['冯艳', '陈斌', '马桂珍', '刘玉梅', '古丽·买买提'][i % 5] ?? '',
    `1990071${String(7470 + i)}`,
    ['华禾农机', '金穗机械'][i % 2] ?? '',
    ['HH704', 'DZ-1500E', 'ZS1115'][i % 3] ?? '',
    `HH26B${35_536 + i * 7}`,
    `Y429${1201 + i}`,
    '76,500.00',
    `0142${3418 + i}`,
  ]);

export function archiveCommands(world: World): Handlers<Names> {
  const saleOfUnit = (id: string): SaleView =>
    found(
      world.sales.find((s) => s.unit_id === id),
      '整机',
    );
  const demands: DemandView[] = [];
  const demandOf = (id: string): DemandView =>
    found(
      demands.find((d) => d.id === id),
      '用户要求',
    );
  return {
    model_save(input) {
      if (!input.code.trim()) refuse([{ field: 'code', code: 'missing', message: '型号没有填' }]);
      const value = {
        id: newId('m'),
        ...input,
        power_milli_kw: input.power_milli_kw ?? null,
        guide_price_fen: input.guide_price_fen ?? null,
        fuel: input.fuel ?? null,
        cylinders: input.cylinders ?? null,
        strokes: input.strokes ?? null,
      };
      world.models = [
        value,
        ...world.models.filter((m) => m.code !== input.code || m.principal !== input.principal),
      ];
      return { value, touched: ['catalogue'] };
    },
    model_list: (q) =>
      pageOf(
        (q.product_open ? openModels(world) : world.models).filter(
          (m) => (!q.principal || m.principal === q.principal) && has(q.term, m.code, m.product),
        ),
        q.limit,
        q.offset,
      ),
    part_save(input) {
      if (!input.code.trim()) refuse([{ field: 'code', code: 'missing', message: '编码没有填' }]);
      const value = {
        id: newId('q'),
        ...input,
        price_fen: input.price_fen ?? null,
        market_price_fen: input.market_price_fen ?? null,
        kind: input.kind ?? null,
        return_required: input.return_required ?? null,
      };
      world.parts = [value, ...world.parts.filter((p) => p.code !== input.code)];
      return { value, touched: ['catalogue'] };
    },
    part_list: (q) =>
      pageOf(
        world.parts.filter((p) => has(q.term, p.code, p.name)),
        q.limit,
        q.offset,
      ),
    customer_list: (q) =>
      pageOf(
        customers(world).filter((c) => has(q.term, c.name, c.phone, c.town, c.village)),
        q.limit,
        q.offset,
      ),
    customer_show: ({ id }) => ({
      customer: found(
        customers(world).find((c) => c.id === id),
        '用户',
      ),
      sales: world.sales.filter((s) => s.customer_id === id).map(saleRow),
      repairs: world.repairs.filter((r) => r.customer_id === id).map(repairRow),
    }),
    customer_amend(input) {
      if (!input.name.trim()) refuse([{ field: 'name', code: 'missing', message: '姓名没有填' }]);
      for (const sale of world.sales) {
        if (sale.customer_id === input.id) Object.assign(sale.draft.customer, input);
      }
      return {
        value: found(
          customers(world).find((c) => c.id === input.id),
          '用户',
        ),
        touched: ['customer', 'sale'],
      };
    },
    unit_list: (q) =>
      pageOf(
        world.sales
          .map((s) => unitOf(world, s).unit)
          .filter(
            (u) =>
              (!q.principal || u.principal === q.principal) && has(q.term, u.serial, u.engine_no, u.customer),
          ),
        q.limit,
        q.offset,
      ),
    unit_show: ({ id }) => unitOf(world, saleOfUnit(id)),
    unit_rights: ({ unit }) => ({
      ...rightsOf(saleOfUnit(unit ?? ''), isOpen(world, saleOfUnit(unit ?? '').draft.unit.model)),
      demands: demands.filter((d) => d.unit_id === unit),
    }),
    demand_open({ machine, kind, made_on, words, no_same_model }) {
      const value: DemandView = {
        id: newId('d'),
        rev: 1,
        no: number('YQ', demands.length + 1),
        unit_id: machine.unit ?? '',
        serial: machine.serial ?? '',
        kind,
        name: kind,
        made_on,
        words,
        no_same_model,
        answered_on: null,
        answer: '',
        settled_on: null,
        state: 'open',
        void_reason: null,
        notices: [],
      };
      demands.push(value);
      return { value, touched: ['unit'] };
    },
    demand_settle({ id, answered_on = null, answer, settled_on = null, no_same_model }) {
      const value = demandOf(id);
      const state = settled_on ? 'settled' : answered_on ? 'answered' : 'open';
      Object.assign(value, { answered_on, answer, settled_on, no_same_model, state, rev: value.rev + 1 });
      return { value, touched: ['unit'] };
    },
    demand_void({ id, reason }) {
      const value = demandOf(id);
      Object.assign(value, { state: 'voided', void_reason: reason, rev: value.rev + 1 });
      return { value, touched: ['unit'] };
    },
    law_recompute: () => ({
      value: { units: world.sales.length, changed: 0, resumed: false, unreadable: 0, unread: [] },
      touched: [],
    }),
    unit_find({ serial }) {
      const key = serialKey(serial);
      const sale = world.sales.find((s) => s.state !== 'voided' && serialKey(s.draft.unit.serial) === key);
      return sale ? unitOf(world, sale) : null;
    },
    import_preview(input) {
      checkFile(input);
      return {
        kind: input.kind ?? 'sales',
        format: 'CSV（GB18030）',
        sheets: ['销售台账-202610'],
        headers: HEADERS,
        fields: FIELDS.map(([key, label, required, column]) => ({
          key,
          label,
          required,
          column: input.mapping[key] ?? column,
        })),
        sample: SAMPLE(),
        outcome: outcome(),
      };
    },
    import_run(input) {
      checkFile(input);
      const value = { ...outcome(), error_file: '/data/exports/销售台账-202610-未导入.xlsx' };
      return { value, touched: ['sale', 'card', 'customer', 'unit', 'catalogue'] };
    },
    search({ term }) {
      const sales = world.sales.filter((s) =>
        has(term, s.draft.unit.serial, s.draft.customer.name, s.draft.customer.phone, s.card_no),
      );
      const units = sales.slice(0, 5).map((s) => ({
        kind: 'unit' as const,
        id: s.unit_id,
        title: `${s.draft.unit.serial} ${s.draft.unit.model}`,
        detail: `${s.draft.customer.name} ${s.draft.customer.phone}`,
      }));
      const people = customers(world)
        .filter((c) => has(term, c.name, c.phone))
        .slice(0, 3)
        .map((c) => ({
          kind: 'customer' as const,
          id: c.id,
          title: c.name,
          detail: `${c.phone} ${c.town}${c.village}`,
        }));
      const repairs = world.repairs
        .filter((r) => has(term, r.no, r.draft.customer.name, r.draft.unit.serial))
        .slice(0, 3)
        .map((r) => ({
          kind: 'repair' as const,
          id: r.id,
          title: r.no,
          detail: `${r.draft.customer.name} ${r.draft.fault}`,
        }));
      return [...units, ...people, ...repairs];
    },
  };
}
