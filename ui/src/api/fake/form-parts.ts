// How the fake's definitions are written down: only what differs from a plain field.

import type { FormView } from '../types';

export type Section = FormView['sections'][number];
export type Field = Section['fields'][number];
type State = FormView['states'][number];
type Step = FormView['steps'][number];

export const field = (key: string, title: string, kind: Field['kind'], more: Partial<Field> = {}): Field => ({
  key,
  title,
  kind,
  required: false,
  help: '',
  width: 1,
  unit: '',
  decimals: 0,
  min: null,
  max: null,
  most: null,
  shape: 'plain',
  codes: [],
  levels: [],
  to: '',
  columns: [],
  rows_max: null,
  computed: false,
  conditional: false,
  locked_in: [],
  draw: false,
  copy: false,
  ...more,
});

export const must = { required: true };
export const all = { width: 0 };
export const codes = (words: Readonly<Record<string, string>>) => ({
  codes: Object.entries(words).map(([code, title]) => ({ code, title })),
});
export const section = (title: string, columns: number, fields: Field[], help = ''): Section => ({
  title,
  help,
  columns,
  conditional: false,
  fields,
});
export const state = (key: string, title: string, tone: string, final = false): State => ({
  key,
  title,
  tone,
  final,
});
export const step = (
  key: string,
  title: string,
  from: string[],
  to: string,
  more: Partial<Step> = {},
): Step => ({
  key,
  title,
  from,
  to,
  may: true,
  who_name: '店员、服务主任或老板',
  asks: [],
  reason: false,
  next_form: null,
  ...more,
});

export const form = (
  key: string,
  title: string,
  short: string,
  group: string,
  more: Pick<FormView, 'sections' | 'says' | 'day' | 'columns'> & Partial<FormView>,
): FormView => ({
  key,
  title,
  short,
  group,
  version: 1,
  note: '',
  source: '',
  principal: 'optional',
  states: [state('kept', '已登记', 'done', true)],
  steps: [],
  filters: [],
  totals: [],
  draws_by: [],
  print: { paper: 'A4', copies: [] },
  travels: false,
  ...more,
});
