import { mount } from '@vue/test-utils';
import { defineComponent, h, nextTick, ref } from 'vue';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CallError, replaceDoor, toCallError } from './call';
import { useDraft, type DraftState } from './draft';

interface Model {
  name: string;
}
let store: Record<string, { content: string; saved_at: number }>;
let broken: boolean;
/** What a keeping waits for: a slow disk. */
let disk: Promise<void>;

beforeEach(() => {
  vi.useFakeTimers();
  store = {};
  broken = false;
  disk = Promise.resolve();
  replaceDoor({
    async call(command, input) {
      if (broken) throw { code: 'disk_full', field: '', message: '磁盘满了', fields: [] };
      const { key, content } = input as { key: string; content: string };
      if (command === 'draft_save') await disk;
      if (command === 'draft_save') store[key] = { content, saved_at: 5 };
      if (command === 'draft_drop') delete store[key];
      return command === 'draft_load' ? (store[key] ?? null) : { value: null, touched: [] };
    },
    shell: async () => null,
  });
});
afterEach(() => vi.useRealTimers());

async function form() {
  const model = ref<Model>({ name: '' });
  let draft!: DraftState;
  const shown = mount(
    defineComponent(() => {
      draft = useDraft({ key: () => 'sale', model, worth: (m) => m.name !== '', now: () => 7 });
      return () => h('i');
    }),
  );
  await draft.load();
  await vi.runAllTimersAsync();
  return { model, draft, shown };
}
const rest = () => vi.advanceTimersByTimeAsync(500);

describe('drafts', () => {
  it('what was typed is kept a moment later, once', async () => {
    const { model, draft } = await form();
    model.value.name = '冯';
    await nextTick();
    model.value.name = '冯艳';
    await rest();
    expect(store['sale']?.content).toBe('{"name":"冯艳"}');
    expect(draft.keptAt.value).toBe(7);
  });

  it('a killed window finds it again, and says so', async () => {
    const first = await form();
    first.model.value.name = '冯艳';
    await rest();
    const { model, draft } = await form();
    expect(model.value.name).toBe('冯艳');
    expect(draft.restoredAt.value).toBe(5);
  });

  it('leaving the page keeps the last keys without waiting', async () => {
    const { model, shown } = await form();
    model.value.name = '冯艳';
    await nextTick();
    shown.unmount();
    await vi.advanceTimersByTimeAsync(0);
    expect(store['sale']?.content).toContain('冯艳');
  });

  it('thrown away while a slow disk still keeps it, it is gone', async () => {
    const { model, draft } = await form();
    let go = (): void => undefined;
    disk = new Promise((resolve) => (go = resolve));
    model.value.name = '冯艳';
    await rest();
    const dropped = draft.drop();
    go();
    await dropped;
    await rest();
    expect(store['sale']).toBeUndefined();
    expect(draft.keptAt.value).toBeNull();
  });

  it('a save drops it; an empty form is not worth keeping', async () => {
    const { model, draft } = await form();
    model.value.name = '冯艳';
    await rest();
    await draft.drop();
    model.value.name = '';
    await rest();
    expect(store).toEqual({});
  });

  it('says when it cannot be kept', async () => {
    const { model, draft } = await form();
    broken = true;
    model.value.name = '冯艳';
    await rest();
    expect(draft.failed.value).toBe(true);
  });

  it('a field the form has gained since begins as in an empty form', async () => {
    store['sale'] = { content: '{"other":"旧"}', saved_at: 5 };
    expect((await form()).model.value).toEqual({ name: '', other: '旧' });
  });

  it('a draft that no longer reads leaves the form empty', async () => {
    store['sale'] = { content: '{', saved_at: 5 };
    const { model, draft } = await form();
    expect([model.value.name, draft.restoredAt.value]).toEqual(['', null]);
  });
});

describe('errors of the door', () => {
  it('keeps code, field and every refused field', () => {
    const fields = [{ field: 'unit.serial', code: 'missing', message: '出厂编号没有填' }];
    const error = toCallError({ code: 'missing', field: 'unit.serial', message: '出厂编号没有填', fields });
    expect(error).toBeInstanceOf(CallError);
    expect(error).toMatchObject({ code: 'missing', field: 'unit.serial', fields });
  });
  it('whatever is not an error object of ours is unexpected', () => {
    expect(toCallError('invalid args `input`').code).toBe('unexpected');
    expect(toCallError(new TypeError('x')).code).toBe('unexpected');
    expect(toCallError(null).code).toBe('unexpected');
  });
});
