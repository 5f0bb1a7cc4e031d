import { describe, expect, it } from 'vitest';
import { nextTick, ref } from 'vue';
import type { EntryDraftView, FormView } from '../../api/types';
import type { FieldDef } from '../../kit/form-def';
import { useDraws } from './entry-draws';
import { blankEntry } from './entry-model';

const field = (key: string, kind: FieldDef['kind'], more: Partial<FieldDef> = {}) =>
  ({ key, title: key, kind, columns: [], computed: false, draw: false, ...more }) as unknown as FieldDef;
const REPORT = {
  draws_by: ['technician'],
  sections: [
    {
      fields: [
        field('technician', 'text'),
        field('jobs', 'table', { draw: true, columns: [field('no', 'text')] }),
      ],
    },
  ],
} as unknown as FormView;
const BEGUN: EntryDraftView = {
  form: 'report',
  version: 1,
  principal: '',
  predecessor: null,
  values: { technician: '周', jobs: [{ no: 'W1' }] },
  names: {},
  drawn: [],
  notices: [],
};

function opened() {
  const model = ref(blankEntry(BEGUN));
  return { model, draws: useDraws(REPORT, model, BEGUN) };
}

describe('rows that are drawn', () => {
  it('are asked for anew when who did the work is put in, and named when a hand was in them', async () => {
    const { model, draws } = opened();
    model.value.values.technician = '李';
    await nextTick();
    expect([draws.asked.value, draws.behind.value]).toEqual(['technician', []]);
    expect(draws.sent()).toEqual({ technician: '李' });
    model.value.values.jobs = [{ no: 'W9' }];
    model.value.values.technician = '赵';
    await nextTick();
    expect(draws.behind.value).toEqual(['jobs']);
  });

  it('of a draft that is put back stay, and nobody is told of hands', async () => {
    const { model, draws } = opened();
    const kept = blankEntry({ ...BEGUN, values: { technician: '李', jobs: [{ no: 'W2' }] } });
    model.value = kept;
    await nextTick();
    expect([draws.asked.value, draws.behind.value]).toEqual(['', []]);
    model.value.values.technician = '赵';
    await nextTick();
    expect([draws.asked.value, draws.behind.value]).toEqual(['technician', ['jobs']]);
  });
});
