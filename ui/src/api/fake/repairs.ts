import { addDays, daysBetween, longDay } from '../../kit/day';
import { serialKey } from '../../kit/serial';
import type { Commands, OldPartView, RefusedField, RepairDraft, RepairRow, RepairView } from '../types';
import { signingOf } from './evidence';
import { repairFees } from './fees';
import { isPaidJob } from './receipts';
import { found, has, pageOf, refuse, refuseStale } from './sales';
import { isOpen, newId, number, oldPartsOf, queue, TODAY, type World } from './world';

type Handlers<C extends keyof Commands> = {
  [K in C]: (input: Commands[K]['input']) => Commands[K]['output'];
};
type Names =
  | 'repair_open'
  | 'repair_amend'
  | 'repair_submit'
  | 'repair_void'
  | 'repair_show'
  | 'repair_list'
  | 'old_part_list'
  | 'old_part_move'
  | 'parts_batch_send'
  | 'parts_batch_list'
  | 'parts_batch_amend'
  | 'repair_coverage'
  | 'repair_check'
  | 'repair_fees'
  | 'opening_parts_add';

export function repairRow(repair: RepairView): RepairRow {
  const { draft } = repair;
  return {
    id: repair.id,
    no: repair.no,
    principal: draft.principal,
    customer: draft.customer.name,
    phone: draft.customer.phone,
    model: draft.unit.model,
    serial: draft.unit.serial,
    reported_on: draft.reported_on,
    completed_on: draft.completed_on ?? null,
    fault: draft.fault,
    in_warranty: draft.in_warranty,
    total_fen: repair.total_fen,
    user_signed: draft.user_signed,
    state: repair.state,
    acknowledged_on: repair.acknowledged_on,
    returned_reason: repair.returned_reason,
  };
}

function problems(draft: RepairDraft): RefusedField[] {
  const missing = (field: string, label: string, value: string): RefusedField[] =>
    value.trim() === '' ? [{ field, code: 'missing', message: `${label}没有填` }] : [];
  return [
    ...missing('principal', '厂家', draft.principal),
    ...missing('unit.serial', '出厂编号', draft.unit.serial),
    ...missing('unit.model', '机型', draft.unit.model),
    ...missing('customer.name', '用户姓名', draft.customer.name),
    ...missing('reported_on', '报修日期', draft.reported_on),
    ...missing('fault', '故障现象', draft.fault),
    ...draft.parts.flatMap((p, i) => missing(`parts.${i}.name`, '零件名称', p.name)),
  ];
}

function apply(world: World, repair: RepairView, input: RepairDraft): void {
  repair.rev += 1;
  const draft = structuredClone(input);
  let tags = world.oldParts.length + 30;
  for (const line of draft.parts) {
    line.id ??= newId('l');
    if (draft.in_warranty && line.kind !== 'wear') line.tag_no ??= number('JJ', ++tags);
    const listed = world.parts.find((p) => p.code === line.code);
    line.price_fen ??= listed?.price_fen ?? 0;
  }
  repair.draft = draft;
  repair.signing = signingOf(world, repair);
  const sum = draft.parts.reduce((n, p) => n + Math.round(((p.price_fen ?? 0) * p.qty_milli) / 1000), 0);
  repair.total_fen = draft.labour_fen + (draft.material_fen ?? sum) + draft.travel_fen + draft.other_fen;
  repair.occupied_days = draft.completed_on ? daysBetween(draft.reported_on, draft.completed_on) + 1 : null;
  world.oldParts = world.oldParts.filter((o) => o.repair_id !== repair.id);
  world.oldParts.unshift(...oldPartsOf(repair, draft.parts[0]?.bin ?? ''));
}

export function repairCommands(world: World): Handlers<Names> {
  const get = (id: string): RepairView =>
    found(
      world.repairs.find((r) => r.id === id),
      '维修单',
    );
  const part = (id: string): OldPartView =>
    found(
      world.oldParts.find((o) => o.id === id),
      '旧件',
    );
  const written = (repair: RepairView): Commands['repair_open']['output'] => ({
    value: structuredClone(repair),
    touched: ['repair', 'old_part', 'unit', 'customer', 'sync'],
  });
  const open = (draft: RepairDraft): RepairView => ({
    id: newId('r'),
    rev: 0,
    no: draft.no || number('WX', world.repairs.length + 21),
    unit_id: newId('u'),
    customer_id: draft.customer.id ?? newId('c'),
    draft,
    total_fen: 0,
    entered_by: null,
    signing: '未签字',
    occupied_days: null,
    state: 'draft',
    submitted_on: null,
    acknowledged_on: null,
    returned_reason: null,
    returned_field: null,
    void_reason: null,
    same_as_no: null,
    call_no: null,
    readings: [],
    voucher_no: null,
    custody: null,
    job: null,
    fees: [],
    receipt_open: false,
    receipt: null,
    notices: [],
  });
  return {
    repair_open(draft) {
      const bad = problems(draft);
      if (bad.length > 0) refuse(bad);
      const sold = world.sales.find((s) => serialKey(s.draft.unit.serial) === serialKey(draft.unit.serial));
      const repair = {
        ...open(draft),
        ...(sold ? { unit_id: sold.unit_id, customer_id: sold.customer_id } : {}),
      };
      apply(world, repair, draft);
      world.repairs.unshift(repair);
      return written(repair);
    },
    repair_amend({ id, rev, draft, reason }) {
      const repair = get(id);
      refuseStale(rev, repair.rev);
      const bad = problems(draft);
      if (repair.state === 'submitted' && !repair.returned_reason && !reason.trim()) {
        bad.push({ field: 'reason', code: 'missing', message: '修改原因没有填' });
      }
      if (bad.length > 0) refuse(bad);
      apply(world, repair, draft);
      return written(repair);
    },
    repair_submit({ id }) {
      const repair = get(id);
      if (!repair.draft.completed_on)
        refuse([{ field: 'completed_on', code: 'missing', message: '完工日期没有填' }]);
      if (!repair.draft.user_signed)
        refuse([{ field: 'user_signed', code: 'not_signed', message: '用户还没有签字，不能提交' }]);
      repair.state = 'submitted';
      repair.submitted_on = TODAY;
      queue(world, {
        record_id: repair.id,
        principal: repair.draft.principal,
        kind: 'repair',
        no: repair.no,
        title: `${repair.draft.customer.name} ${repair.draft.fault}`,
      });
      return written(repair);
    },
    repair_void({ id, rev, reason }) {
      const repair = get(id);
      refuseStale(rev, repair.rev);
      if (!reason.trim()) refuse([{ field: 'reason', code: 'missing', message: '作废原因没有填' }]);
      repair.state = 'voided';
      repair.void_reason = reason;
      return written(repair);
    },
    repair_show({ id }) {
      const repair = get(id);
      const receipt_open = isPaidJob(repair) && repair.receipt === null;
      return { ...structuredClone(repair), receipt_open };
    },
    repair_list: (query) =>
      pageOf(
        world.repairs
          .filter((r) => !query.principal || r.draft.principal === query.principal)
          .filter((r) => !query.state || r.state === query.state)
          .filter(
            (r) => !query.month || (r.draft.completed_on ?? r.draft.reported_on).startsWith(query.month),
          )
          .filter((r) =>
            has(query.term, r.no, r.draft.customer.name, r.draft.customer.phone, r.draft.unit.serial),
          )
          .map(repairRow),
        query.limit,
        query.offset,
      ),
    old_part_list: (query) =>
      pageOf(
        world.oldParts
          .filter((o) => !query.principal || o.principal === query.principal)
          .filter((o) => !query.state || o.state === query.state)
          .filter((o) => has(query.term, o.tag_no, o.code, o.name, o.repair_no)),
        query.limit,
        query.offset,
      ),
    old_part_move({ id, rev, state, bin, reason }) {
      const old = part(id);
      refuseStale(rev, old.rev);
      old.rev += 1;
      if (state !== 'in_store' && !reason.trim())
        refuse([{ field: 'reason', code: 'missing', message: '原因没有填' }]);
      Object.assign(old, { state, bin: bin || old.bin, reason });
      return { value: structuredClone(old), touched: ['old_part', 'sync'] };
    },
    parts_batch_send(draft) {
      if (!draft.waybill_no.trim())
        refuse([{ field: 'waybill_no', code: 'missing', message: '运单号没有填' }]);
      const no = number('FC', world.batches.length + 1);
      for (const id of draft.parts) Object.assign(part(id), { state: 'sent', batch_no: no });
      const { principal, boxes, carrier, waybill_no, sent_on, weight_g, freight_payer } = draft;
      const pieces = draft.parts.reduce((n, id) => n + part(id).qty_milli, 0);
      const batch = {
        id: newId('b'),
        rev: 1,
        no,
        principal,
        parts: draft.parts.length,
        boxes,
        carrier,
        waybill_no,
        sent_on,
        weight_g: weight_g ?? null,
        seal_no: '',
        freight_payer,
        pieces: {
          sent_milli: pieces,
          waiting_milli: pieces,
          received_milli: 0,
          short_milli: 0,
          wrong_milli: 0,
          open: 0,
        },
      };
      world.batches.unshift(batch);
      return { value: batch, touched: ['old_part', 'sync'] };
    },
    parts_batch_amend({ id, rev, reason, weight_g, ...paper }) {
      const batch = found(
        world.batches.find((b) => b.id === id),
        '批次',
      );
      if (!reason.trim()) refuse([{ field: 'reason', code: 'missing', message: '更正原因没有填' }]);
      refuseStale(rev, batch.rev);
      Object.assign(batch, paper, { weight_g: weight_g ?? null, rev: batch.rev + 1 });
      return { value: structuredClone(batch), touched: ['old_part', 'sync'] };
    },
    repair_check({ amends, draft }) {
      const { model, serial } = draft.unit;
      const known = world.sales.find((s) => serialKey(s.draft.unit.serial) === serialKey(serial))?.draft.unit;
      const before = world.repairs.find((r) => r.id === amends);
      const sold = (serialNo: string): boolean =>
        world.sales.some((s) => serialKey(s.draft.unit.serial) === serialKey(serialNo));
      if (before && draft.in_warranty && serial !== '' && sold(before.draft.unit.serial) && !sold(serial)) {
        const message =
          '这个编号没有销售记录：保存后 236.00 元不能向厂家核销，列在有风险；付费方和旧件不变，改回编号或补登销售就恢复';
        return [{ field: 'unit.serial', code: 'claim_waits', message }];
      }
      const highest = 120_000;
      if (known && !draft.new_meter && (draft.usage_milli ?? highest) < highest) {
        const message =
          '小时表读数比维修单 HB0732A-WX-2611-A0009（2026年11月10日）的 120 小时低。换过表请勾选「换表」';
        return [{ field: 'usage_milli', code: 'meter_backwards', message }];
      }
      if (!known || model === '' || serialKey(known.model) === serialKey(model)) return [];
      const message = `这台机器登记的机型是 ${known.model}，维修单不改机型，保存后仍是 ${known.model}；登记错了，请改它的销售单`;
      return [{ field: 'unit.model', code: 'model_stands', message }];
    },
    repair_fees: ({ draft }) => repairFees(draft),
    repair_coverage({ serial, on }) {
      const sale = world.sales.find((s) => serialKey(s.draft.unit.serial) === serialKey(serial));
      if (!sale)
        return {
          in_warranty: false,
          reason: '没有这台机器的销售记录，按保外处理',
          steps: [],
          product_open: false,
        };
      const end = addDays(sale.draft.sold_on, 365);
      const covered = sale.draft.sold_on <= on && on <= end;
      const reason = covered
        ? `整机：三包期从${longDay(sale.draft.sold_on)}到${longDay(end)}`
        : `整机：三包期到${longDay(end)}，这一天不在三包期内`;
      return { in_warranty: covered, reason, steps: [], product_open: isOpen(world, sale.draft.unit.model) };
    },
    parts_batch_list: (query) =>
      pageOf(
        world.batches.filter((b) => !query.principal || b.principal === query.principal),
        query.limit,
        query.offset,
      ),
    opening_parts_add({ principal, parts }) {
      const bad = parts.flatMap((p, i) =>
        p.name.trim()
          ? []
          : [{ field: `parts.${i}.name`, code: 'missing', message: `第 ${i + 1} 行：零件名称没有填` }],
      );
      if (bad.length > 0) refuse(bad);
      const value = parts.map((p, i) => ({
        ...p,
        id: newId('o'),
        rev: 1,
        tag_no: number('JJ', world.oldParts.length + 31 + i),
        principal,
        repair_id: null,
        spec: '',
        value_fen: p.value_fen ?? 0,
        state: 'in_store' as const,
        batch_no: null,
        standing: null,
        due_on: null,
        doubt: null,
        reason: '',
        returned: null,
      }));
      world.oldParts.unshift(...structuredClone(value));
      return { value, touched: ['old_part'] };
    },
  };
}
