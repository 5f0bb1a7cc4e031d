// What a claim of the fake desk comes to: what a repair lacks, a line, its decision, the sums.

import { t } from '../../text';
import type {
  ClaimLineView,
  ClaimReadyRow,
  ClaimView,
  Missing,
  MissingView,
  RepairView,
  Source,
} from '../types';
import { TODAY, type World } from './world';

const SAYS: Partial<Record<Missing, string>> = {
  not_completed: '还没有完工',
  not_signed: '用户还没有签字',
  not_submitted: '维修单还没有提交',
  card_late: '回执卡超期还没有到总部',
  card_returned: '回执卡被总部退回',
  old_part_missing: '应返旧件没有入库',
  period_unknown: '三包期算不出来',
};
const view = (code: Missing): MissingView => ({
  code,
  message: SAYS[code] ?? code,
  stops: code !== 'period_unknown',
});

export function missing(world: World, repair: RepairView): MissingView[] {
  const { draft } = repair;
  const card = world.sales.find((sale) => sale.unit_id === repair.unit_id);
  const late = (card?.due?.days_left ?? 0) < 0;
  const looks: [boolean, Missing][] = [
    [!draft.completed_on, 'not_completed'],
    [!draft.user_signed, 'not_signed'],
    [Boolean(draft.completed_on) && draft.user_signed && repair.state === 'draft', 'not_submitted'],
    [repair.id === 'r-00006', 'period_unknown'],
    [card?.state === 'returned', 'card_returned'],
    [card?.state !== 'returned' && late, 'card_late'],
    [world.oldParts.some((o) => o.repair_id === repair.id && o.state === 'tagged'), 'old_part_missing'],
  ];
  return looks.flatMap(([is, code]) => (is ? [view(code)] : []));
}

export const stopped = (row: ClaimReadyRow): boolean => row.missing.some((one) => one.stops);
export const sum = (numbers: number[]): number => numbers.reduce((all, one) => all + one, 0);

export function lineOf(repair: RepairView, line_no: number, again_of: string | null): ClaimLineView {
  const { draft, total_fen } = repair;
  const { labour_fen, travel_fen, other_fen } = draft;
  return {
    line_no,
    repair_id: repair.id,
    repair_no: repair.no,
    customer: draft.customer.name,
    model: draft.unit.model,
    serial: draft.unit.serial,
    completed_on: draft.completed_on ?? null,
    labour_fen,
    material_fen: total_fen - labour_fen - travel_fen - other_fen,
    travel_fen,
    other_fen,
    claimed_fen: total_fen,
    again_of,
    verdict: null,
    approved_fen: null,
    cut_fen: null,
    reason: '',
    judged_by: '',
    decided_on: null,
    warnings: [],
    source: null,
    withdrawn_on: null,
    withdraw_reason: '',
    before: [],
  };
}

/** Sums and state follow from the lines and the notice. */
export function settle({ claim, lines: all, notice }: ClaimView): void {
  const lines = all.filter((l) => l.withdrawn_on === null);
  claim.lines = lines.length;
  claim.claimed_fen = sum(lines.map((l) => l.claimed_fen));
  claim.approved_fen = sum(lines.map((l) => l.approved_fen ?? 0));
  claim.cut_fen = sum(lines.map((l) => l.cut_fen ?? 0));
  claim.open_fen = sum(lines.map((l) => (l.approved_fen === null ? l.claimed_fen : 0)));
  const decided = lines.filter((l) => l.verdict !== null).length;
  const byLines = decided === 0 ? 'submitted' : decided < lines.length ? 'partly_decided' : 'decided';
  const answered = {
    confirmed: notice?.deducted_on && notice.deducted_on <= TODAY ? 'deducted' : 'confirmed',
    disputed: 'disputed',
  } as const;
  if (claim.void_reason !== null) claim.state = 'voided';
  else if (notice) claim.state = notice.answer ? answered[notice.answer] : 'noticed';
  else claim.state = byLines;
  if (notice) notice.differs = notice.approved_fen !== claim.approved_fen || claim.open_fen > 0;
  claim.state_name = t.claim.states[claim.state];
}

export function decideLine(
  line: ClaimLineView,
  approved: number | null,
  reason: string,
  by: string,
  source: Source,
): void {
  if (line.verdict !== null) {
    const { verdict, approved_fen, reason: why, judged_by, decided_on, source: how } = line;
    line.before.push({ verdict, approved_fen, reason: why, judged_by, decided_on, source: how });
  }
  line.approved_fen = approved;
  line.cut_fen = approved === null ? null : line.claimed_fen - approved;
  const some = approved === 0 ? 'refused' : 'cut';
  line.verdict = approved === null ? 'needs_material' : approved === line.claimed_fen ? 'approved' : some;
  Object.assign(line, { reason, judged_by: by, decided_on: TODAY, source });
}

export const TOO_MUCH = '核定金额应当不超过申请金额';

export function wrongDecision(
  line: ClaimLineView,
  approved: number | null,
  reason: string,
): [string, string, string][] {
  const wrong: [string, string, string][] = [];
  if ((approved ?? 0) > line.claimed_fen) wrong.push(['approved_fen', 'out_of_range', TOO_MUCH]);
  if (approved !== line.claimed_fen && !reason.trim()) wrong.push(['reason', 'missing', '核减原因没有填']);
  return wrong;
}
