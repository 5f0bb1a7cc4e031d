import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { defineComponent, h, nextTick, ref, type Component } from 'vue';
import { afterEach, describe, expect, it, vi } from 'vitest';
import DataTable from './DataTable.vue';
import DayField from './DayField.vue';
import DueChip from './DueChip.vue';
import EntryForm from './EntryForm.vue';
import MoneyField from './MoneyField.vue';
import PhoneField from './PhoneField.vue';
import PickField from './PickField.vue';
import SerialField from './SerialField.vue';
import TextField from './TextField.vue';
import { makeForm } from './form';
import type { Column } from './table';

const TODAY = '2026-11-21';
let open: VueWrapper | undefined;
afterEach(() => {
  open?.unmount();
  document.body.replaceChildren();
});

/** A field with its model, as a page holds it. */
function field<T>(component: unknown, first: T, props: Record<string, unknown> = {}) {
  const model = ref(first);
  const Holder = defineComponent(
    () => () =>
      h(component as never, {
        label: '项',
        ...props,
        modelValue: model.value,
        'onUpdate:modelValue': (value: never) => (model.value = value),
      }),
  );
  open = mount(Holder, { attachTo: document.body });
  const input = () => open!.find<HTMLInputElement>('input');
  return {
    model,
    input,
    text: () => open!.text(),
    async type(text: string) {
      await input().setValue(text);
    },
    async leave() {
      await input().trigger('blur');
      await input().trigger('focusout');
      await nextTick();
    },
  };
}

const press = (el: Element, key: string, over: KeyboardEventInit = {}) =>
  el.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...over }));

describe('day field', () => {
  it('reads while it is typed, and shows the day in full when it is left', async () => {
    const f = field<string | null>(DayField, null, { today: TODAY });
    await f.type('20260826');
    expect(f.model.value).toBe('2026-08-26');
    await f.leave();
    expect(f.input().element.value).toBe('2026-08-26');
    expect(f.text()).toContain('2026年8月26日 周三');
  });

  it('a day that does not exist stays as typed, with its reason, and is no value', async () => {
    const f = field<string | null>(DayField, '2026-08-01', { today: TODAY });
    await f.type('2026-02-31');
    await f.leave();
    expect(f.model.value).toBeNull();
    expect(f.input().element.value).toBe('2026-02-31');
    expect(f.text()).toContain('日历上没有这一天');
    expect(f.input().attributes('aria-invalid')).toBe('true');
  });

  it('nobody is scolded in the middle of a day', async () => {
    const f = field<string | null>(DayField, null, { today: TODAY });
    await f.type('2026-1');
    expect(f.text()).not.toContain('看不懂');
  });

  it('follows its model from outside, as a restored draft sets it', async () => {
    const f = field<string | null>(DayField, null, { today: TODAY });
    f.model.value = '2026-08-26';
    await nextTick();
    expect(f.input().element.value).toBe('2026-08-26');
    f.model.value = null;
    await nextTick();
    expect(f.input().element.value).toBe('');
  });
});

describe('money, phone', () => {
  it('money is fen; what is no amount stays visible', async () => {
    const f = field<number | null>(MoneyField, null);
    await f.type('1,234元');
    expect(f.model.value).toBe(123_400);
    await f.leave();
    expect(f.input().element.value).toBe('1,234.00');
    await f.type('面议');
    await f.leave();
    expect(f.model.value).toBeNull();
    expect(f.input().element.value).toBe('面议');
  });

  it('a short phone is doubted and kept', async () => {
    const f = field(PhoneField, '');
    await f.type('1990071747');
    expect(f.model.value).toBe('1990071747');
    expect(f.text()).toContain('11 位');
  });
});

describe('serial field', () => {
  it('shows how it is filed, and does not rewrite it', async () => {
    const f = field(SerialField, '');
    await f.type('ｈｈ26b-35536');
    expect(f.model.value).toBe('ｈｈ26b-35536');
    expect(f.text()).toContain('保存为 HH26B-35536，查找和查重按 HH26B35536');
  });

  it('shows the same serial elsewhere', async () => {
    vi.useFakeTimers();
    const look = vi.fn(async () => [{ id: 'u', says: '同一编号已登记：冯艳' }]);
    const f = field(SerialField, '', { look });
    await f.type('hh26b35536');
    await vi.runAllTimersAsync();
    vi.useRealTimers();
    await flushPromises();
    expect(look).toHaveBeenCalledExactlyOnceWith('HH26B35536');
    expect(f.text()).toContain('冯艳');
  });
});

describe('a scan into the serial field', () => {
  // The label is HH26B35536; every key in one moment, as a scanner sends them, then its Enter.
  async function scan(box: string): Promise<string> {
    const f = field(SerialField, '');
    await f.type(box);
    for (const c of 'HH26B35536') {
      const code = /\d/.test(c) ? `Digit${c}` : `Key${c}`;
      f.input().element.dispatchEvent(
        new KeyboardEvent('keydown', { code, shiftKey: !/\d/.test(c), bubbles: true }),
      );
    }
    await f.input().trigger('keydown', { key: 'Enter', code: 'Enter' });
    return f.model.value;
  }

  it('replaces what the input method made of it', async () =>
    expect(await scan('好好26本35536')).toBe('HH26B35536'));
  it('leaves capitals as they stand: physical keys know nothing of Caps Lock', async () =>
    expect(await scan('hh26b35536')).toBe('hh26b35536'));
  it('loses nothing that was typed before it', async () =>
    expect(await scan('A-HH26B35536')).toBe('A-HH26B35536'));
});

describe('text field and the input method', () => {
  it('half-typed pinyin never reaches the model', async () => {
    const f = field(TextField, '');
    const el = f.input().element;
    el.dispatchEvent(new CompositionEvent('compositionstart'));
    el.value = 'feng yan';
    el.dispatchEvent(new InputEvent('input'));
    await nextTick();
    expect(f.model.value).toBe('');
    el.value = '冯艳';
    el.dispatchEvent(new CompositionEvent('compositionend'));
    await nextTick();
    expect(f.model.value).toBe('冯艳');
  });
});

describe('pick field', () => {
  const options = [
    { value: 'a', label: '轮式拖拉机', code: 'HH704' },
    { value: 'b', label: '旋耕机', code: '1GQN-200' },
  ];
  it('Enter takes the marked line', async () => {
    const f = field<string | null>(PickField, null, { options });
    await f.type('旋耕');
    press(f.input().element, 'Enter');
    await nextTick();
    expect([f.model.value, f.input().element.value]).toEqual(['b', '旋耕机']);
  });
  it('what is not in the list stays visible and is no value', async () => {
    const f = field<string | null>(PickField, null, { options });
    await f.type('插秧机');
    await f.leave();
    expect(f.model.value).toBeNull();
    expect(f.input().element.value).toBe('插秧机');
    expect(f.text()).toContain('列表里没有');
  });
  it('an exact code is taken when the field is left', async () => {
    const f = field<string | null>(PickField, null, { options });
    await f.type('HH704');
    await f.leave();
    expect(f.model.value).toBe('a');
  });
  it('Enter before the answer came waits for it', async () => {
    vi.useFakeTimers();
    const f = field<string | null>(PickField, null, { search: async () => [options[0]] });
    // Vue drops events of the very millisecond a listener was attached in, and this clock stands still.
    vi.advanceTimersByTime(1);
    await f.type('hh');
    press(f.input().element, 'Enter');
    await vi.runAllTimersAsync();
    vi.useRealTimers();
    expect(f.model.value).toBe('a');
  });
  it('an arrow chose the first line: Enter takes it with nothing typed, and without an arrow nothing', async () => {
    const f = field<string | null>(PickField, null, { options });
    await f.input().trigger('click');
    press(f.input().element, 'Enter');
    expect(f.model.value).toBe(null);
    press(f.input().element, 'ArrowDown');
    press(f.input().element, 'Enter');
    expect(f.model.value).toBe('a');
  });
  it('an arrow marked a line and Enter came before the answer: that line is meant, not the first', async () => {
    vi.useFakeTimers();
    const f = field<string | null>(PickField, null, { search: async () => options });
    vi.advanceTimersByTime(1);
    await f.type('hh');
    await vi.runAllTimersAsync();
    press(f.input().element, 'Escape');
    for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) press(f.input().element, key);
    await vi.runAllTimersAsync();
    vi.useRealTimers();
    expect(f.model.value).toBe(options[1]?.value);
  });
  it('a value that stands, opened by an arrow: Enter before the answer takes the line of that value', async () => {
    vi.useFakeTimers();
    const last = options.at(-1)?.value ?? '';
    const f = field<string | null>(PickField, last, { search: async () => options, shown: '…' });
    vi.advanceTimersByTime(1);
    press(f.input().element, 'ArrowDown');
    press(f.input().element, 'Enter');
    await vi.runAllTimersAsync();
    vi.useRealTimers();
    expect(f.model.value).toBe(last);
  });
  it('free: any text is a value, and Enter does not replace it', async () => {
    const f = field<string | null>(PickField, '', { search: async () => options, free: true });
    await f.type('冯艳');
    press(f.input().element, 'Enter');
    expect(f.model.value).toBe('冯艳');
  });
});

describe('form', () => {
  it('does not pass while a day is unreadable, and says so beside the field', async () => {
    const form = makeForm();
    const day = ref<string | null>(null);
    const Holder = defineComponent(
      () => () =>
        h(EntryForm, { form, label: '表', ref: 'form' } as never, () =>
          h(DayField, {
            name: 'sold_on',
            label: '销售日期',
            today: TODAY,
            required: true,
            modelValue: day.value,
            'onUpdate:modelValue': (v: string | null) => (day.value = v),
          }),
        ),
    );
    open = mount(Holder, { attachTo: document.body });
    const entry = open.findComponent(EntryForm).vm as unknown as { passes(): boolean };
    expect(entry.passes()).toBe(false);
    await nextTick();
    expect(open.text()).toContain('销售日期没有填');
    await open.find('input').setValue('今');
    expect(open.text()).not.toContain('没有填');
    expect(entry.passes()).toBe(true);
  });
});

describe('table', () => {
  interface Row {
    id: string;
    name: string;
  }
  const rows: Row[] = ['甲', '乙', '丙'].map((name, i) => ({ id: String(i), name }));
  const columns: Column<Row>[] = [{ key: 'name', title: '姓名', text: (r) => r.name }];
  it('↑↓ move and select, Enter opens, Esc closes', async () => {
    const props = { label: '表', columns, rows } as never;
    open = mount(DataTable as Component, { props, attachTo: document.body });
    const trs = () => open!.findAll<HTMLElement>('tbody tr');
    trs()[0]!.element.focus();
    press(trs()[0]!.element, 'ArrowDown');
    await nextTick();
    await open.setProps({ selected: '1' } as never);
    press(trs()[1]!.element, 'Enter');
    press(trs()[1]!.element, 'Escape');
    expect(open.emitted('update:selected')).toEqual([['1'], [null]]);
    expect(open.emitted('open')).toEqual([[rows[1]]]);
    expect(open.emitted('close')).toHaveLength(1);
  });
});

describe('due clock', () => {
  it.each([
    [-3, '已超 3 天', 'bad'],
    [0, '今天到期', 'risk'],
    [5, '还剩 5 天', 'risk'],
    [12, '还剩 12 天', 'quiet'],
  ])('%i days: %s', (daysLeft, word, tone) => {
    open = mount(DueChip, { props: { dueOn: '2026-11-21', daysLeft } });
    expect(open.text()).toBe(word);
    expect(open.find('.chip').classes()).toContain(tone);
  });
});
