import { mount } from '@vue/test-utils';
import { defineComponent, h, ref } from 'vue';
import { beforeEach, expect, it } from 'vitest';
import { replaceDoor } from '../api/call';
import { makeForm } from '../kit/form';
import { useEntry } from './entry';

interface View {
  note: string;
  returned_reason: string | null;
}
interface Model {
  note: string;
  seen: string;
}
let stored: View;
let kept: Record<string, Model>;

beforeEach(() => {
  stored = { note: '原来的', returned_reason: null };
  kept = {};
  replaceDoor({
    async call(command, input) {
      const { key } = input as { key: string };
      if (command === 'draft_drop') delete kept[key];
      const held = kept[key];
      return command === 'draft_load' && held ? { content: JSON.stringify(held), saved_at: 5 } : null;
    },
    shell: async () => null,
  });
});

async function open(editing: string) {
  const focused: string[] = [];
  const shown = ref({
    focusOneOf: (fields: readonly string[]) => focused.push(...fields) > 0,
    focusFirst: () => void focused.push('first'),
  });
  const form = makeForm();
  let entry!: ReturnType<typeof useEntry<Model, View>>;
  mount(
    defineComponent(() => {
      entry = useEntry<Model, View>({
        kind: 'sale',
        editing,
        form,
        shown,
        blank: () => ({ note: '', seen: '' }),
        read: async () => ({ ...stored }),
        modelOf: ({ note }) => ({ note, seen: note }),
        follow: (model, { note }) => (model.seen === note ? [] : [`由 ${model.seen} 改成 ${note}`]),
        returnedIn: (stands) => (stands?.returned_reason ? 'note' : null),
        worth: () => true,
      });
      return () => h('i');
    }),
  );
  await entry.begin();
  return { ...entry, form, focused };
}

it('a new one begins with nothing, at its first field', async () => {
  const { model, loaded, focused } = await open('');
  expect([model.value.note, loaded.value, focused]).toEqual(['', null, ['first']]);
});

it('a returned one shows the reason at its field, until the form is begun anew', async () => {
  stored.returned_reason = '备注不清';
  const { model, form, focused, fixing, startOver } = await open('s-1');
  expect([model.value.note, fixing.value, focused]).toEqual(['原来的', '备注不清', ['note']]);
  expect(form.refusals).toEqual({ note: '备注不清' });
  startOver();
  expect(form.refusals).toEqual({});
});

it('a draft of its own comes back, what another window saved beside it, and both go with the draft', async () => {
  kept['sale'] = { note: '另一张', seen: '' };
  kept['sale:s-1'] = { note: '没存的', seen: '更早的' };
  const { model, others, draft, dropDraft } = await open('s-1');
  expect([model.value.note, draft.restoredAt.value]).toEqual(['没存的', 5]);
  expect(others.value).toEqual(['由 更早的 改成 原来的']);
  await dropDraft();
  expect([model.value.note, others.value, Object.keys(kept)]).toEqual(['原来的', [], ['sale']]);
});

it('what another window saved meanwhile is asked for and told', async () => {
  const { model, loaded, others, catchUp } = await open('s-1');
  model.value.note = '我写的';
  stored.note = '别人的';
  await catchUp();
  expect([model.value.note, loaded.value?.note, others.value]).toEqual([
    '我写的',
    '别人的',
    ['由 原来的 改成 别人的'],
  ]);
});
