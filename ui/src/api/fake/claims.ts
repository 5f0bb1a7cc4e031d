// Claims of the fake desk: one of last week that head office decided, and what is ready or lacks something.

import { t } from '../../text';
import type {
  ClaimLineView,
  ClaimReadyRow,
  ClaimRow,
  ClaimView,
  Commands,
  DecisionsOutcome,
  MoneyFigure,
  MoneyRow,
  MoneyView,
  NoticeInput,
  RepairView,
  RefusedField,
  Source,
} from '../types';
import { decideLine, lineOf, missing, settle, stopped, sum, TOO_MUCH, wrongDecision } from './claim-lines';
import { found, pageOf, refuse, refuseStale } from './sales';
import { newId, number, TODAY, type World } from './world';

type Names =
  | 'claim_ready'
  | 'claim_open'
  | 'claim_void'
  | 'claim_withdraw'
  | 'claim_show'
  | 'claim_list'
  | 'claim_decide'
  | 'notice_save'
  | 'notice_answer'
  | 'notice_deducted'
  | 'claim_export'
  | 'decisions_check'
  | 'decisions_take'
  | 'money';
type Handlers = { [K in Names]: (input: Commands[K]['input']) => Commands[K]['output'] };

const doneOn = ({ draft }: RepairView): string =>
  draft.completed_on ?? draft.received_on ?? draft.reported_on;

export function claimCommands(world: World): Handlers {
  const claims: ClaimView[] = [];
  const made = new Map<string, string>();

  const get = (id: string): ClaimView =>
    found(
      claims.find((one) => one.claim.id === id),
      '核销申请',
    );
  const touched = (value: ClaimView): Commands['claim_open']['output'] => {
    value.claim.rev += 1;
    settle(value);
    return { value: structuredClone(value), touched: ['claim'] };
  };
  /** The line of a repair that counts: of the claim made last. */
  const standing = (repair: string): { claim: ClaimRow; line: ClaimLineView } | null => {
    for (const { claim, lines } of claims) {
      const line =
        claim.state === 'voided'
          ? undefined
          : lines.find((l) => l.repair_id === repair && l.withdrawn_on === null);
      if (line) return { claim, line };
    }
    return null;
  };

  function readyRows(principal: string, month: string): ClaimReadyRow[] {
    return world.repairs
      .filter((r) => r.draft.principal === principal && r.draft.in_warranty && r.state !== 'voided')
      .filter((r) => doneOn(r).slice(0, 7) <= month)
      .flatMap((r) => {
        const before = standing(r.id);
        const again = before?.line.verdict === 'refused' || before?.line.verdict === 'needs_material';
        if (before && !again) return [];
        return [
          {
            id: r.id,
            no: r.no,
            customer: r.draft.customer.name,
            model: r.draft.unit.model,
            serial: r.draft.unit.serial,
            completed_on: doneOn(r),
            total_fen: r.total_fen,
            again_of: before?.claim.no ?? null,
            missing: missing(world, r),
          },
        ];
      });
  }

  function open(principal: string, month: string, repairs: string[], note: string): ClaimView {
    const before = new Map(repairs.map((id) => [id, standing(id)?.claim.no ?? null]));
    const chosen = repairs.map((id) =>
      found(
        world.repairs.find((r) => r.id === id),
        '维修单',
      ),
    );
    const value: ClaimView = {
      claim: {
        id: newId('k'),
        rev: 0,
        no: number('HX', claims.length + 1),
        principal,
        month,
        made_on: TODAY,
        state: 'submitted',
        state_name: '',
        lines: 0,
        claimed_fen: 0,
        approved_fen: 0,
        cut_fen: 0,
        open_fen: 0,
        void_reason: null,
      },
      entered_by: null,
      note,
      lines: chosen.map((r, i) => lineOf(r, i + 1, before.get(r.id) ?? null)),
      notice: null,
      rates: [],
    };
    claims.unshift(value);
    touched(value);
    return value;
  }

  function putNotice(value: ClaimView, input: NoticeInput, source: Source): void {
    const { claim } = value;
    const bad: RefusedField[] = [];
    if (!input.no.trim()) bad.push({ field: 'no', code: 'missing', message: '通知编号没有填' });
    const adds = input.approved_fen + input.cut_fen === claim.claimed_fen;
    const message = adds ? '核定金额应当等于各行核定之和' : '核定加核减应当等于申请金额';
    if (!input.differs && (!adds || input.approved_fen !== claim.approved_fen))
      bad.push({ field: 'approved_fen', code: 'out_of_range', message });
    if (bad.length > 0) refuse(bad);
    const { id: _id, rev: _rev, differs: _differs, deducted_on, ...said } = input;
    const was = value.notice;
    const before = was
      ? [
          ...was.before,
          (({ no, noticed_on, approved_fen, cut_fen, deduction_fen, source: how }) => ({
            no,
            noticed_on,
            approved_fen,
            cut_fen,
            deduction_fen,
            source: how,
          }))(was),
        ]
      : [];
    value.notice = {
      ...said,
      differs: false,
      disputes: was?.disputes ?? [],
      before,
      deducted_on: deducted_on ?? null,
      answer: null,
      answered_on: null,
      answer_note: '',
      source,
    };
  }

  /** A file named 通知 is a notice of the first claim that is decided; any other is the newest undecided claim, filled in; two copies of it where the file is named 两份. */
  function filled(path: string, keep: boolean): DecisionsOutcome {
    if (!path.trim() || path.endsWith('.csv'))
      refuse([{ field: 'path', code: 'file_unread', message: `「${path}」里没有总部回填的表` }]);
    const outcome: DecisionsOutcome = {
      sheet: path.includes('通知') ? 'W09' : 'W08',
      rows: 0,
      taken: 0,
      unchanged: 0,
      open: 0,
      refused: 0,
      lines: [],
      errors: [],
      replaced: [],
    };
    if (outcome.sheet === 'W09') readNotice(outcome, keep);
    else readDecisions(outcome, keep, path.includes('两份') ? ['申请表', '复件'] : ['']);
    return outcome;
  }

  function readNotice(outcome: DecisionsOutcome, keep: boolean): void {
    const value = claims.find(({ claim }) => claim.state === 'decided');
    if (!value) return;
    const { no: claim_no, claimed_fen, approved_fen, cut_fen, id } = value.claim;
    Object.assign(outcome, { rows: 1, taken: 1 });
    const reason = '轴承按协议价';
    outcome.lines.push({
      row: 3,
      sheet: '',
      claim_no,
      repair_no: '',
      claimed_fen,
      approved_fen,
      reason,
      written: '',
      part: null,
    });
    if (!keep) return;
    const said = {
      id,
      no: 'TZ-2026-018',
      noticed_on: TODAY,
      cut_note: reason,
      deducted_on: null,
      differs: false,
    };
    putNotice(value, { ...said, approved_fen, cut_fen, deduction_fen: approved_fen }, 'file');
    touched(value);
  }

  function readDecisions(outcome: DecisionsOutcome, keep: boolean, sheets: string[]): void {
    const value = claims.find(({ claim }) => claim.state === 'submitted' || claim.state === 'partly_decided');
    for (const [i, line] of value?.lines.entries() ?? []) {
      // Copies have their rows in the same places.
      const row = Math.floor(i / sheets.length) + 6;
      const sheet = sheets[i % sheets.length] ?? '';
      const cut = i === 0 ? 3600 : 0;
      const approved = i === 1 ? line.claimed_fen + 10_000 : line.claimed_fen - cut;
      const reason = cut > 0 ? '工时过高' : '';
      const { repair_no, claimed_fen } = line;
      outcome.rows += 1;
      outcome.lines.push({
        row,
        sheet,
        claim_no: value?.claim.no ?? '',
        repair_no,
        claimed_fen,
        approved_fen: i === 2 ? null : approved,
        reason,
        written: `核定 ${approved / 100}`,
        part: null,
      });
      if (i === 2) outcome.open += 1;
      else if (approved > claimed_fen) {
        outcome.refused += 1;
        outcome.errors.push({
          row,
          sheet,
          no: repair_no,
          field: '核定金额',
          code: 'out_of_range',
          message: TOO_MUCH,
        });
      } else if (line.approved_fen === approved) outcome.unchanged += 1;
      else {
        outcome.taken += 1;
        if (keep) decideLine(line, approved, reason, '刘审', 'file');
      }
    }
    if (keep && value) touched(value);
  }

  /** A cut is lost when its notice is confirmed, and not before. */
  const cutFigure = (state: string): 'waiting' | 'lost' | 'at_risk' =>
    state === 'disputed' ? 'waiting' : state === 'confirmed' || state === 'deducted' ? 'lost' : 'at_risk';
  const CUT_SAYS = {
    waiting: '核减有异议，等总部答复',
    lost: '总部核减或不予核销，通知已确认',
    at_risk: '核减待异议：等核销通知，通知到了可以提异议',
  };

  /** Claims with the money of each: approved, open, wanting paper, cut. */
  type Rows = Record<'earned' | 'to_claim' | 'waiting' | 'at_risk' | 'lost', MoneyRow[]>;
  function ofClaims(code: string): Rows {
    const rows = { earned: [], to_claim: [], waiting: [], at_risk: [], lost: [] } as Record<
      string,
      MoneyRow[]
    >;
    for (const { claim, lines } of claims.filter((one) => one.claim.principal === code)) {
      if (claim.state === 'voided') continue;
      // What was asked for again counts with the later claim.
      const last = lines.filter((l) => standing(l.repair_id)?.claim.id === claim.id);
      const wanting = sum(last.map((l) => (l.verdict === 'needs_material' ? l.claimed_fen : 0)));
      const parts: [string, number, string][] = [
        ['earned', claim.approved_fen, claim.state_name],
        ['waiting', sum(last.map((l) => (l.verdict === null ? l.claimed_fen : 0))), '总部还没有核定'],
        ['at_risk', wanting, '总部要求补材料'],
        [cutFigure(claim.state), sum(last.map((l) => l.cut_fen ?? 0)), CUT_SAYS[cutFigure(claim.state)]],
      ];
      for (const [figure, fen, reason] of parts) {
        const title = `${claim.month} 核销申请`;
        if (fen !== 0)
          rows[figure]?.push({
            id: claim.id,
            kind: 'claim',
            no: claim.no,
            title,
            fen,
            days_left: null,
            reason,
          });
      }
    }
    return rows as Rows;
  }

  function moneyOf(principal: string, principal_name: string): MoneyView {
    const rows = ofClaims(principal);
    for (const one of readyRows(principal, TODAY.slice(0, 7)).filter((row) => row.again_of === null)) {
      const reason = one.missing
        .filter((m) => m.stops)
        .map((m) => m.message)
        .join('、');
      const title = world.repairs.find((r) => r.id === one.id)?.draft.fault ?? '';
      const row = {
        id: one.id,
        kind: 'repair' as const,
        no: one.no,
        title,
        fen: one.total_fen,
        days_left: null,
      };
      (reason ? rows.at_risk : rows.to_claim).push({ ...row, reason: reason || '可以申请核销' });
    }
    for (const { id, draft, card_no, due } of world.sales) {
      if (draft.principal !== principal || !due || due.days_left === null || due.days_left > 5) continue;
      const title = `${draft.customer.name} ${draft.unit.model}`;
      const reason = due.consequence;
      rows.at_risk.push({
        id,
        kind: 'card',
        no: card_no,
        title,
        fen: null,
        days_left: due.days_left,
        reason,
      });
    }
    for (const old of world.claims.filter((one) => one.principal === principal)) {
      const { id, no, amount_fen: fen } = old;
      const reason = '启用前已申请，等总部核定';
      rows.waiting.push({ id, kind: 'claim', no, title: '启用前的核销', fen, days_left: null, reason });
    }
    const figure = (of: MoneyRow[]): MoneyFigure => ({
      fen: sum(of.map((row) => row.fen ?? 0)),
      unknown: of.filter((row) => row.fen === null).length,
      rows: of.toSorted((one, other) => (other.fen ?? -1) - (one.fen ?? -1)),
      more: 0,
      more_fen: 0,
    });
    const deducted = claims.filter((c) => c.claim.principal === principal && c.claim.state === 'deducted');
    return {
      principal,
      principal_name,
      earned: figure(rows.earned),
      to_claim: figure(rows.to_claim),
      waiting: figure(rows.waiting),
      at_risk: figure(rows.at_risk),
      lost: figure(rows.lost),
      deducted_fen: sum(deducted.map((c) => c.notice?.deduction_fen ?? 0)),
    };
  }

  begin();
  function begin(): void {
    const seeded = world.repairs.filter((r) => r.draft.in_warranty).slice(-1)[0];
    const mine = world.repairs.filter(
      (r) => r.draft.in_warranty && r.draft.principal === seeded?.draft.principal,
    );
    if (!seeded) return;
    const value = open(
      seeded.draft.principal,
      '2026-11',
      mine.slice(-2).map((r) => r.id),
      '',
    );
    const [first, second] = value.lines;
    if (first) decideLine(first, first.claimed_fen, '', '刘审', 'typed');
    if (second) decideLine(second, 0, '照片看不清，补拍铭牌', '刘审', 'typed');
    touched(value);
  }

  return {
    claim_ready({ principal, month }) {
      const rows = readyRows(principal, month);
      const ready = rows.filter((row) => !stopped(row));
      const total = (of: ClaimReadyRow[]): number => sum(of.map((row) => row.total_fen));
      const missing_fen = total(rows) - total(ready);
      return { rows, total: rows.length, ready: ready.length, ready_fen: total(ready), missing_fen };
    },
    claim_open({ request_id, principal, month, repairs, note }) {
      const known = made.get(request_id ?? '');
      if (known) return { value: structuredClone(get(known)), touched: ['claim'] };
      const rows = readyRows(principal, month).filter(
        (row) => repairs.length === 0 || repairs.includes(row.id),
      );
      if (rows.length === 0 || rows.some(stopped))
        refuse([{ field: 'repairs', code: 'not_ready', message: '有维修单还不能申请核销' }]);
      const value = open(
        principal,
        month,
        rows.map((row) => row.id),
        note,
      );
      if (request_id) made.set(request_id, value.claim.id);
      return { value: structuredClone(value), touched: ['claim'] };
    },
    claim_void({ id, rev, reason }) {
      const value = get(id);
      refuseStale(rev, value.claim.rev);
      if (!reason.trim()) refuse([{ field: 'reason', code: 'missing', message: '作废原因没有填' }]);
      value.claim.void_reason = reason;
      return touched(value);
    },
    claim_withdraw({ id, rev, line_no, reason }) {
      const value = get(id);
      refuseStale(rev, value.claim.rev);
      const line = value.lines.find((l) => l.line_no === line_no);
      if (!line || line.withdrawn_on !== null)
        return refuse([{ field: '', code: 'wrong_state', message: '这一行现在是「已撤出」，不能再撤出' }]);
      Object.assign(line, { withdrawn_on: TODAY, withdraw_reason: reason });
      if (value.lines.every((l) => l.withdrawn_on !== null))
        value.claim.void_reason = `各行都已撤出：${reason}`;
      return touched(value);
    },
    claim_show: ({ id }) => get(id),
    claim_list: ({ principal, limit, offset }) =>
      pageOf(
        claims.map((one) => one.claim).filter((row) => !principal || row.principal === principal),
        limit,
        offset,
      ),
    claim_decide({ id, rev, lines }) {
      const value = get(id);
      refuseStale(rev, value.claim.rev);
      const bad = lines.flatMap((said, i) => {
        const line = value.lines.find((l) => l.repair_no === said.repair_no);
        const wrong = line ? wrongDecision(line, said.approved_fen ?? null, said.reason) : [];
        return wrong.map(([field, code, says]) => ({
          field: `lines.${i}.${field}`,
          code,
          message: `第 ${i + 1} 行：${says}`,
        }));
      });
      if (bad.length > 0) refuse(bad);
      for (const said of lines) {
        const line = value.lines.find((l) => l.repair_no === said.repair_no);
        if (line) decideLine(line, said.approved_fen ?? null, said.reason, said.judged_by, 'typed');
      }
      return touched(value);
    },
    notice_save(input) {
      const value = get(input.id);
      refuseStale(input.rev, value.claim.rev);
      putNotice(value, input, 'typed');
      return touched(value);
    },
    notice_answer({ id, rev, answer, answered_on, note, deducted_on }) {
      const value = get(id);
      refuseStale(rev, value.claim.rev);
      const { notice } = value;
      if (!notice) return refuse([{ field: '', code: 'wrong_state', message: '总部还没有发来核销通知' }]);
      if (answer === 'disputed' && !note.trim())
        refuse([{ field: 'note', code: 'missing', message: '异议内容没有填' }]);
      const last = notice.disputes.at(-1);
      if (answer === 'disputed')
        notice.disputes.push({ on: answered_on, notice_no: notice.no, words: note, outcome: '等总部答复' });
      else if (last && notice.answer === 'disputed') {
        if (!note.trim()) refuse([{ field: 'note', code: 'missing', message: '异议的结果没有填' }]);
        last.outcome = `已确认：${note}`;
      }
      if (answer === 'confirmed') notice.deducted_on = deducted_on ?? notice.deducted_on;
      Object.assign(notice, { answer, answered_on, answer_note: note });
      return touched(value);
    },
    notice_deducted({ id, rev, deducted_on, deduction_fen, reason }) {
      const value = get(id);
      refuseStale(rev, value.claim.rev);
      const { notice } = value;
      if (notice?.answer !== 'confirmed' || (notice.deducted_on && !reason))
        return refuse([
          { field: '', code: 'wrong_state', message: '这份核销通知不是“确认”，不能补抵扣日期' },
        ]);
      notice.deduction_fen =
        (reason ? deduction_fen : null) ?? (notice.deduction_fen || (deduction_fen ?? 0));
      notice.deducted_on = deducted_on;
      return touched(value);
    },
    claim_export({ id, dir }) {
      const { no, principal, month } = get(id).claim;
      const title = t.claim.sheet.sheets.W08;
      const path = `${dir ?? '/home/clerk/三包服务台'}/${title} ${no}.xlsx`;
      return {
        value: { key: 'W08', title, principal, month, path, sha256: '', rows: get(id).lines.length },
        touched: [],
      };
    },
    decisions_check: ({ path }) => filled(path, false),
    decisions_take: ({ path }) => ({ value: filled(path, true), touched: ['claim'] }),
    money: ({ principal }) =>
      world.makers.filter((m) => !principal || m.code === principal).map((m) => moneyOf(m.code, m.name)),
  };
}
