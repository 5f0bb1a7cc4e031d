import { t } from '../../text';
import type {
  BatchView,
  Commands,
  OldPartView,
  PackedView,
  PackingRow,
  PackingView,
  PartResultView,
  PartsBatchView,
  RefusedField,
  SettleHow,
} from '../types';
import { found, pageOf, refuse, refuseStale } from './sales';
import { newId, number, TODAY, type World } from './world';

type Names =
  | 'packing_open'
  | 'packing_scan'
  | 'packing_take_out'
  | 'packing_seal'
  | 'packing_reopen'
  | 'packing_dissolve'
  | 'packing_send'
  | 'packing_list'
  | 'packing_show'
  | 'parts_batch_show'
  | 'parts_batch_export'
  | 'part_results_save'
  | 'part_settle'
  | 'part_result_list';
type Handlers = { [K in Names]: (input: Commands[K]['input']) => Commands[K]['output'] };
type Fake = { row: PackingRow; boxes: Map<string, number> };
type Standing = PartResultView['standing'];

const missing = (field: string, label: string): RefusedField => ({
  field,
  code: 'missing',
  message: `${label}没有填`,
});
const wrongState = (message: string): never => refuse([{ field: '', code: 'wrong_state', message }]);

/** Where a part stands, as the desk says it. */
function standing(r: PartResultView): Standing {
  if (r.received_milli === null) return 'sent';
  if (r.short_milli > 0 && r.settlement !== 'lost') return 'short';
  if (r.wrong_milli > 0 && r.wrong_settlement !== 'lost') return 'wrong_part';
  if (r.disputed_on && !r.answered_on) return 'disputed';
  if (r.received_milli === 0) return 'lost';
  if (r.verdict && r.verdict !== 'covered') return r.disposal === 'returned' ? 'returned' : 'not_covered';
  return r.disposal ?? (r.verdict ? 'covered' : 'received');
}

function steps(r: PartResultView): SettleHow[] {
  if (r.standing === 'short') return r.settlement ? ['found', 'lost'] : ['found', 'lost', 'disputed'];
  if (r.standing === 'wrong_part')
    return r.wrong_settlement
      ? ['wrong_replaced', 'wrong_lost']
      : ['wrong_replaced', 'wrong_lost', 'wrong_disputed'];
  if (r.standing === 'disputed') return ['upheld', 'changed'];
  return r.verdict ? ['dispute'] : [];
}

export function partReturnCommands(world: World): Handlers {
  const packings: Fake[] = [];
  const results = new Map<string, PartResultView>();
  const get = (id: string): Fake =>
    found(
      packings.find((one) => one.row.id === id),
      '这一批旧件',
    );
  const packedIn = (part: string): Fake | undefined =>
    packings.find((one) => ['open', 'sealed'].includes(one.row.state) && one.boxes.has(part));
  const packed = (part: OldPartView, box_no: number): PackedView => {
    const { id, tag_no, code, name, qty_milli, value_fen, state, bin, due_on, doubt } = part;
    return { id, tag_no, code, name, qty_milli, value_fen, state, bin, due_on, doubt, box_no };
  };
  const view = (one: Fake): PackingView => {
    const mine = world.oldParts.filter((part) => part.principal === one.row.principal);
    const inside = mine.filter((part) => one.boxes.has(part.id));
    one.row.parts = inside.length;
    one.row.boxes = new Set(one.boxes.values()).size;
    const left = mine.filter(
      (part) => (part.state === 'in_store' || part.state === 'tagged') && !packedIn(part.id),
    );
    return structuredClone({
      packing: one.row,
      parts: inside
        .map((part) => packed(part, one.boxes.get(part.id) ?? 0))
        .toSorted((a, b) => a.box_no - b.box_no),
      left: left.map((part) => packed(part, 0)),
      left_total: left.length,
    });
  };
  const written = (one: Fake): Commands['packing_seal']['output'] => ({
    value: view(one),
    touched: ['old_part'],
  });
  const batchOf = (id: string): PartsBatchView =>
    found(
      world.batches.find((one) => one.id === id),
      '批次',
    );
  const resultOf = (part: OldPartView): PartResultView => {
    const known = results.get(part.id);
    if (known) return known;
    const { id, tag_no, principal, repair_no, code, name, value_fen, qty_milli } = part;
    const blank: PartResultView = {
      id,
      rev: 0,
      tag_no,
      principal,
      batch_no: part.batch_no ?? '',
      box_no: '1',
      repair_no,
      code,
      name,
      value_fen,
      sent_milli: qty_milli,
      received_milli: null,
      short_milli: 0,
      wrong_milli: 0,
      verdict: null,
      disposal: null,
      judged_by: '',
      judged_on: null,
      standing: 'sent',
      standing_name: '',
      open: false,
      source: null,
      settlement: null,
      wrong_settlement: null,
      wrong_reason: '',
      wrong_settled_on: null,
      settle_reason: '',
      settled_on: null,
      dispute: '',
      disputed_on: null,
      answer: '',
      answered_on: null,
      steps: [],
    };
    return blank;
  };
  const keep = (r: PartResultView): void => {
    r.rev += 1;
    r.short_milli = r.sent_milli - (r.received_milli ?? 0) - r.wrong_milli;
    r.standing = standing(r);
    r.standing_name = t.partReturn.standings[r.standing];
    r.open = ['short', 'wrong_part', 'disputed'].includes(r.standing);
    r.steps = steps(r);
    results.set(r.id, r);
    const part = world.oldParts.find((one) => one.id === r.id);
    if (part) part.standing = r.standing;
    const batch = world.batches.find((one) => one.no === r.batch_no);
    if (batch) count(batch);
  };
  const partsOf = (batch: PartsBatchView): OldPartView[] =>
    world.oldParts.filter((part) => part.batch_no === batch.no);
  const count = (batch: PartsBatchView): void => {
    const all = partsOf(batch).map(resultOf);
    const sum = (of: (r: PartResultView) => number): number => all.reduce((n, r) => n + of(r), 0);
    batch.pieces = {
      sent_milli: sum((r) => r.sent_milli),
      waiting_milli: sum((r) => (r.received_milli === null ? r.sent_milli : 0)),
      received_milli: sum((r) => r.received_milli ?? 0),
      short_milli: sum((r) => r.short_milli),
      wrong_milli: sum((r) => r.wrong_milli),
      open: all.filter((r) => r.open).length,
    };
  };
  const show = (batch: PartsBatchView): BatchView => {
    count(batch);
    return structuredClone({ batch, parts: partsOf(batch).map(resultOf) });
  };

  return {
    packing_open({ principal }) {
      if (!principal) refuse([missing('principal', '厂家')]);
      const row: PackingRow = {
        id: newId('g'),
        rev: 1,
        no: number('FC', world.batches.length + packings.length + 1),
        principal,
        state: 'open',
        opened_on: TODAY,
        parts: 0,
        boxes: 0,
        seal_no: '',
        weight_g: null,
      };
      packings.push({ row, boxes: new Map() });
      return written(get(row.id));
    },
    packing_scan({ id, tag_no, box_no }) {
      const one = get(id);
      const tag = tag_no.trim().toUpperCase();
      const waiting = world.oldParts.filter(
        (old) => old.principal === one.row.principal && !packedIn(old.id),
      );
      const tails = waiting.filter((old) => old.state === 'in_store' && old.tag_no.endsWith(tag));
      const part =
        world.oldParts.find((old) => old.tag_no === tag) ?? (tails.length === 1 ? tails[0] : undefined);
      const wrong = (code: string, message: string): never => refuse([{ field: 'tag_no', code, message }]);
      if (!part) return wrong('unknown', `找不到旧件标签「${tag}」`);
      if (part.principal !== one.row.principal) return wrong('unknown', `找不到这个厂家的旧件「${tag}」`);
      const other = packedIn(part.id);
      if (other && other !== one) return wrong('packed', `旧件 ${tag} 已经装进批次 ${other.row.no}`);
      if (part.state !== 'in_store')
        return wrong(
          'wrong_state',
          `旧件 ${tag} 现在是「${t.states.oldPart[part.state]}」，不能装箱；还没有入库的请先入库`,
        );
      one.boxes.set(part.id, box_no);
      return written(one);
    },
    packing_take_out({ id, tag_no }) {
      const one = get(id);
      one.boxes.delete(world.oldParts.find((part) => part.tag_no === tag_no)?.id ?? '');
      return written(one);
    },
    packing_seal({ id, rev, weight_g, seal_no }) {
      const one = get(id);
      refuseStale(rev, one.row.rev);
      if (one.boxes.size === 0) refuse([missing('tag_no', '要发运的旧件')]);
      Object.assign(one.row, { state: 'sealed', weight_g: weight_g ?? null, seal_no, rev: one.row.rev + 1 });
      return written(one);
    },
    packing_reopen({ id, rev, reason }) {
      const one = get(id);
      refuseStale(rev, one.row.rev);
      if (!reason.trim()) refuse([missing('reason', '原因')]);
      Object.assign(one.row, { state: 'open', rev: one.row.rev + 1 });
      return written(one);
    },
    packing_dissolve({ id, rev, reason }) {
      const one = get(id);
      refuseStale(rev, one.row.rev);
      if (!reason.trim()) refuse([missing('reason', '原因')]);
      one.boxes.clear();
      Object.assign(one.row, { state: 'dissolved', rev: one.row.rev + 1 });
      return written(one);
    },
    packing_send({ id, rev, by_truck, carrier, waybill_no, freight_payer, sent_on }) {
      const one = get(id);
      refuseStale(rev, one.row.rev);
      if (!by_truck && !waybill_no.trim()) refuse([missing('waybill_no', '运单号')]);
      const { no, principal, parts, boxes, weight_g, seal_no } = view(one).packing;
      const none = { waiting_milli: 0, received_milli: 0, short_milli: 0, wrong_milli: 0, open: 0 };
      const batch: PartsBatchView = {
        id,
        rev: 1,
        no,
        principal,
        parts,
        boxes,
        weight_g,
        seal_no,
        carrier: by_truck ? '随送货车' : carrier,
        waybill_no,
        freight_payer,
        sent_on,
        pieces: { sent_milli: 0, ...none },
      };
      world.batches.unshift(batch);
      for (const part of world.oldParts) {
        if (one.boxes.has(part.id)) Object.assign(part, { state: 'sent', batch_no: no });
      }
      one.row.state = 'sent';
      count(batch);
      return { value: structuredClone(batch), touched: ['old_part', 'sync'] };
    },
    packing_list: ({ principal }) =>
      packings
        .filter(({ row }) => row.state === 'open' || row.state === 'sealed')
        .map((one) => view(one).packing)
        .filter((row) => !principal || row.principal === principal),
    packing_show: ({ id }) => view(get(id)),
    parts_batch_show: ({ id }) => show(batchOf(id)),
    parts_batch_export({ id, dir }) {
      const { no, principal, parts, sent_on } = batchOf(id);
      const title = t.claim.sheet.sheets.W07;
      const path = `${dir ?? '/home/clerk/三包服务台'}/${title} ${no}.xlsx`;
      const month = sent_on.slice(0, 7);
      return { value: { key: 'W07', title, principal, month, path, sha256: '', rows: parts }, touched: [] };
    },
    part_results_save({ id, lines, judged_by, judged_on }) {
      const batch = batchOf(id);
      const parts = partsOf(batch).map(resultOf);
      const bad = lines.flatMap((line, i): RefusedField[] => {
        const known = parts.find((part) => part.tag_no === line.tag_no);
        const all = line.received_milli + (line.wrong_milli ?? 0);
        if (known && all <= known.sent_milli) return [];
        const message = `第 ${i + 1} 行：实收数量必须不超过发出的数量`;
        return [{ field: `lines.${i}.received_milli`, code: 'out_of_range', message }];
      });
      if (bad.length > 0) refuse(bad);
      for (const line of lines) {
        const known = parts.find((part) => part.tag_no === line.tag_no);
        if (!known) continue;
        const { received_milli, verdict, disposal } = line;
        Object.assign(known, {
          received_milli,
          wrong_milli: line.wrong_milli ?? 0,
          verdict: verdict ?? null,
          disposal: disposal ?? null,
          judged_by,
          judged_on: judged_on ?? null,
          source: 'typed',
        });
        keep(known);
      }
      return { value: show(batch), touched: ['old_part', 'claim'] };
    },
    part_settle({ id, rev, how, reason, verdict, disposal }) {
      const known = results.get(id) ?? wrongState('总部还没有验收这件旧件');
      refuseStale(rev, known.rev);
      if (!reason.trim()) refuse([missing('reason', '原因')]);
      if (how === 'found') {
        known.received_milli = (known.received_milli ?? 0) + known.short_milli;
        known.settlement = 'found';
      } else if (how === 'lost' || how === 'disputed') known.settlement = how;
      if (how === 'found' || how === 'lost' || how === 'disputed')
        Object.assign(known, { settle_reason: reason, settled_on: TODAY });
      const wrong = { wrong_replaced: 'found', wrong_lost: 'lost', wrong_disputed: 'disputed' } as const;
      if (how === 'wrong_replaced') {
        known.received_milli = (known.received_milli ?? 0) + known.wrong_milli;
        known.wrong_milli = 0;
      }
      if (how === 'wrong_replaced' || how === 'wrong_lost' || how === 'wrong_disputed')
        Object.assign(known, {
          wrong_settlement: wrong[how],
          wrong_reason: reason,
          wrong_settled_on: TODAY,
        });
      if (how === 'dispute') Object.assign(known, { dispute: reason, disputed_on: TODAY, answered_on: null });
      if (how === 'upheld' || how === 'changed')
        Object.assign(known, { answer: reason, answered_on: TODAY, source: 'typed' });
      if (how === 'changed') Object.assign(known, { verdict: verdict ?? null, disposal: disposal ?? null });
      keep(known);
      return { value: structuredClone(known), touched: ['old_part', 'claim', 'sync'] };
    },
    part_result_list: ({ principal, open, limit, offset }) =>
      pageOf(
        [...results.values()]
          .filter((r) => (!principal || r.principal === principal) && (!open || r.open))
          .toSorted((a, b) => Number(b.open) - Number(a.open)),
        limit,
        offset,
      ),
  };
}
