// A long form: opened at once, and a key that is pressed in one of its boxes draws that box alone.

import { mount, flushPromises } from '@vue/test-utils';
import { defineComponent, h, nextTick, reactive } from 'vue';
import { expect, it, vi } from 'vitest';
import EntryForm from './EntryForm.vue';
import FormView from './FormView.vue';
import { makeForm } from './form';
import type { FieldDef, FormState, Row, SectionDef } from './form-def';

const KINDS = ['text', 'day', 'number', 'money', 'choice'] as const;
const CODES = [...'甲乙丙丁戊己'].map((code) => ({ code, title: code }));

function long(count: number): SectionDef[] {
  const fields = Array.from({ length: count }, (_, i): FieldDef => ({
    key: `f${i}`,
    title: `第 ${i} 项`,
    kind: KINDS[i % KINDS.length] ?? 'text',
    required: false,
    help: '',
    width: 1,
    unit: '',
    decimals: 1,
    most: null,
    shape: 'plain',
    codes: CODES,
    levels: [],
    to: '',
    columns: [],
    rows_max: null,
    computed: false,
    conditional: false,
    draw: false,
    copy: false,
  }));
  return [{ title: '节', help: '', columns: 2, conditional: false, fields }];
}

const nothing = (): FormState => ({
  hidden: new Set(),
  required: new Set(),
  locked: new Set(),
  warns: new Map(),
});
const host = {
  today: () => '2026-11-21',
  find: async () => [],
  nameOf: (id: string) => id,
  picked: () => {},
};

/** The whole suite runs beside it. */
const SLOWLY = { timeout: 15_000 };
vi.setConfig({ testTimeout: 30_000 });
let updates = 0;
async function opened(count: number, state: FormState = nothing()) {
  const values = reactive<Row>({});
  const shown = reactive({ state });
  const page = defineComponent({
    setup: () => () =>
      h(EntryForm, { form: makeForm(), label: '长表' }, () =>
        h(FormView, { modelValue: values, sections: SECTIONS(count), state: shown.state, host }),
      ),
  });
  const wrapper = mount(page, {
    global: { mixins: [{ updated: () => void (updates += 1) }] },
    attachTo: document.body,
  });
  await expect
    .poll(() => wrapper.findAll('[data-field]').length, SLOWLY)
    .toBe(count - shown.state.hidden.size);
  await flushPromises();
  return { wrapper, values, shown };
}
const made = new Map<number, SectionDef[]>();
const SECTIONS = (count: number): SectionDef[] => {
  const one = made.get(count) ?? long(count);
  made.set(count, one);
  return one;
};

it('a key pressed in one of two hundred boxes draws as little as in one of five', async () => {
  const drawn = async (count: number): Promise<number> => {
    const { wrapper, values } = await opened(count);
    updates = 0;
    await wrapper.find('[data-field=f0] input').setValue('起');
    await nextTick();
    expect(values.f0).toBe('起');
    wrapper.unmount();
    return updates;
  };
  const [few, many] = [await drawn(5), await drawn(200)];
  expect(many).toBeGreaterThan(0);
  expect(many).toBe(few);
});

it('an answer that hides one field draws no other one again', async () => {
  const { wrapper, shown } = await opened(200);
  updates = 0;
  shown.state = { ...nothing(), hidden: new Set(['f7']) };
  await nextTick();
  expect(wrapper.find('[data-field=f7]').exists()).toBe(false);
  expect(wrapper.find('[data-field=f8]').exists()).toBe(true);
  expect(updates).toBeLessThan(8);
  wrapper.unmount();
});

it('the first boxes stand there before the last are drawn', async () => {
  const values = reactive<Row>({});
  const wrapper = mount(
    defineComponent({
      setup: () => () =>
        h(EntryForm, { form: makeForm(), label: '长表' }, () =>
          h(FormView, { modelValue: values, sections: SECTIONS(200), state: nothing(), host }),
        ),
    }),
  );
  const first = wrapper.findAll('[data-field]').length;
  expect(first).toBeGreaterThan(20);
  expect(first).toBeLessThan(100);
  await expect.poll(() => wrapper.findAll('[data-field]').length, SLOWLY).toBe(200);
  wrapper.unmount();
});

it('of a table the amounts are added up above its rows, and not the prices they come from', async () => {
  const one = SECTIONS(5)[0]?.fields[3] as FieldDef;
  const columns: FieldDef[] = [
    { ...one, key: 'price', title: '单价' },
    { ...one, key: 'amount', title: '金额', computed: true },
  ];
  const table: FieldDef = { ...one, key: 'lines', title: '明细', kind: 'table', columns };
  const values = reactive<Row>({
    lines: [
      { price: 8_800, amount: 17_600 },
      { price: 5_000, amount: 5_000 },
    ],
  });
  const sections = [{ title: '节', help: '', columns: 1, conditional: false, fields: [table] }];
  const page = defineComponent({
    setup: () => () =>
      h(EntryForm, { form: makeForm(), label: '表' }, () =>
        h(FormView, { modelValue: values, sections, state: nothing(), host }),
      ),
  });
  const wrapper = mount(page);
  await flushPromises();
  expect(wrapper.get('.table header').text()).toContain('金额 ¥226.00');
  expect(wrapper.get('.table header').text()).not.toContain('单价');
  wrapper.unmount();
});
