// The submission ledger of the pretended desk: what was queued stands by itself, what is typed is checked as a form is.

import { t } from '../../text';
import type {
  Commands,
  MonthDueRow,
  RefusedField,
  ReportRunView,
  SubmissionDraft,
  SubmissionRow,
} from '../types';
import { found, pageOf, refuse, refuseStale } from './sales';
import { newId, now, TODAY, type World } from './world';

type Names =
  | 'submission_list'
  | 'submission_save'
  | 'submission_amend'
  | 'submission_answer'
  | 'submission_void'
  | 'months_due';
type Handlers = { [K in Names]: (input: Commands[K]['input']) => Commands[K]['output'] };

const missing = (field: string, label: string): RefusedField => ({
  field,
  code: 'missing',
  message: `${label}没有填`,
});

export function submissionCommands(world: World): Handlers {
  const sheet = (run: ReportRunView) => ({ run: run.id, no: run.no, key: run.key, title: run.title });
  const row = (values: Partial<SubmissionRow>): SubmissionRow => ({
    id: newId('s'),
    rev: 1,
    principal: 'HH',
    month: '2026-10',
    road: 'post',
    by_itself: false,
    sheets: [],
    missing: [],
    handed_on: '2026-11-03',
    tracking_no: '',
    receiver: '',
    received_on: null,
    receipt_no: '',
    signed_receipts: 0,
    returned_on: null,
    returned_reason: null,
    note: '',
    photos: 0,
    evidence_missing: false,
    state: 'sent',
    state_name: t.submission.states.sent,
    entered_at: now(),
    clock_suspect: false,
    void_reason: null,
    ...values,
  });
  const rows: SubmissionRow[] = world.makers.length
    ? [
        row({
          tracking_no: 'SF1402226',
          receiver: '总部李会计',
          received_on: '2026-11-06',
          receipt_no: 'S-2611-7',
        }),
        row({
          month: '2026-09',
          road: 'fax',
          tracking_no: '0319-8123',
          handed_on: '2026-10-08',
          missing: ['三包旧件返回清单'],
        }),
        row({
          month: '2026-08',
          road: 'api',
          by_itself: true,
          handed_on: '2026-09-03',
          received_on: '2026-09-03',
          signed_receipts: 8,
          returned_reason: 'W01 退回：合计不符',
          sheets: [{ run: 'r801', no: 'HB0732A-BG-2608-A0001', key: 'W01', title: '维修月报表' }],
        }),
      ]
    : [];
  rows.forEach(stand);

  function stand(one: SubmissionRow): void {
    if (one.void_reason !== null) one.state = 'voided';
    else if (one.returned_reason !== null) one.state = 'returned';
    else if (one.received_on !== null) one.state = 'received';
    else one.state = one.by_itself ? 'queued' : 'sent';
    one.state_name = t.submission.states[one.state];
  }
  /** What was queued and is not on the ledger yet. */
  function queued(): void {
    const known = new Set(rows.flatMap((one) => one.sheets.map((s) => s.run)));
    const news = world.runs.filter((run) => !known.has(run.id));
    const first = news[0];
    if (!first) return;
    const sheets = news.map(sheet).sort((a, b) => a.key.localeCompare(b.key));
    rows.unshift(
      row({
        principal: first.principal,
        month: first.month,
        road: 'api',
        by_itself: true,
        sheets,
        handed_on: null,
      }),
    );
    rows.forEach(stand);
  }
  function check(draft: SubmissionDraft): void {
    const wrong: RefusedField[] = [];
    if (!draft.handed_on) wrong.push(missing('handed_on', '交出日期'));
    else if (draft.handed_on > TODAY)
      wrong.push({ field: 'handed_on', code: 'future_day', message: '交出日期在今天之后' });
    else if (draft.handed_on.slice(0, 7) <= draft.month && !draft.early)
      wrong.push({
        field: 'early',
        code: 'month_not_over',
        message: `${draft.month} 还没有过完。确实提前报的，请勾选`,
      });
    if (draft.road === 'post' && !draft.tracking_no) wrong.push(missing('tracking_no', '运单号'));
    if (draft.road === 'fax' && !draft.tracking_no) wrong.push(missing('tracking_no', '传真号码'));
    if (draft.road === 'hand' && !draft.receiver) wrong.push(missing('receiver', '接收人'));
    if (draft.receipt_no && !draft.received_on) wrong.push(missing('received_on', '总部收到日期'));
    if (wrong.length) refuse(wrong);
  }
  function said(draft: SubmissionDraft): Partial<SubmissionRow> {
    const { road, handed_on, tracking_no, receiver, received_on, receipt_no, note } = draft;
    const sheets = world.runs.filter((run) => draft.runs.includes(run.id)).map(sheet);
    const rest = { tracking_no, receiver, receipt_no, note, road, sheets };
    return { ...rest, handed_on: handed_on ?? null, received_on: received_on ?? null };
  }
  const byId = (id: string): SubmissionRow =>
    found(
      rows.find((one) => one.id === id),
      '报送',
    );
  function change(id: string, rev: number | null | undefined, values: Partial<SubmissionRow>) {
    const one = byId(id);
    refuseStale(rev, one.rev);
    Object.assign(one, values, { rev: one.rev + 1 });
    stand(one);
    return { value: { ...one }, touched: ['report' as const] };
  }
  /** As the desk counts: by maker and month, whatever went of it. */
  function owed(principal: string): MonthDueRow[] {
    const fax = rows.find((one) => one.road === 'fax');
    const back = rows.find((one) => one.state === 'returned');
    const of = (values: Partial<MonthDueRow>): MonthDueRow => ({
      principal: 'HH',
      month: '2026-09',
      due_on: '2026-10-10',
      late: true,
      state: 'partial',
      missing: [],
      reason: '',
      submission: null,
      ...values,
    });
    const all = [
      of({ principal: 'JS', month: '2026-10', due_on: null, late: false, state: 'unsent' }),
      of({ missing: fax?.missing ?? [], submission: fax?.id ?? null }),
      of({
        month: '2026-08',
        due_on: '2026-09-10',
        state: 'returned',
        reason: back?.returned_reason ?? '',
        submission: back?.id ?? null,
      }),
    ];
    const known = (code: string): boolean => world.makers.some((one) => one.code === code);
    return all.filter((one) => known(one.principal) && (!principal || one.principal === principal));
  }
  return {
    months_due: ({ principal }) => owed(principal),
    submission_list(q) {
      queued();
      const within = (m: string): boolean =>
        (!q.month_from || m >= q.month_from) && (!q.month_to || m <= q.month_to);
      const shown = rows.filter(
        (one) =>
          (!q.principal || one.principal === q.principal) &&
          (!q.road || one.road === q.road) &&
          within(one.month),
      );
      return pageOf(structuredClone(shown), q.limit, q.offset);
    },
    submission_save(draft) {
      check(draft);
      const one = row({ principal: draft.principal, month: draft.month, ...said(draft) });
      stand(one);
      rows.unshift(one);
      return { value: { ...one }, touched: ['report'] };
    },
    submission_amend({ id, rev, reason, draft }) {
      if (!reason) refuse([missing('reason', '更正原因')]);
      check(draft);
      return change(id, rev, said(draft));
    },
    submission_answer({ id, rev, received_on, receipt_no, returned_on, returned_reason }) {
      if (!received_on && !returned_on) refuse([missing('received_on', '总部收到日期或退回日期')]);
      if (returned_on && !returned_reason) refuse([missing('returned_reason', '退回原因')]);
      return change(id, rev, {
        received_on: received_on ?? null,
        receipt_no,
        returned_on: returned_on ?? null,
        returned_reason: returned_reason || null,
      });
    },
    submission_void: ({ id, rev, reason }) => change(id, rev, { void_reason: reason }),
  };
}
