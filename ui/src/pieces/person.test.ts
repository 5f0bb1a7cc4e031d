import { effectScope, nextTick, reactive } from 'vue';
import { expect, it } from 'vitest';
import { followName } from './person';

function form(id: string | null = null, name = '') {
  const model = reactive({ customer: { id, name } });
  effectScope().run(() => followName(() => model.customer));
  const type = async (typed: string): Promise<string | null> => {
    model.customer.name = typed;
    await nextTick();
    return model.customer.id;
  };
  return { model, type };
}

it('another name is another person, wherever the id came from', async () => {
  const loaded = form('c-1', '王丹');
  expect(await loaded.type('王')).toBeNull();
  expect(await loaded.type('王丹 ')).toBe('c-1');
  expect(await loaded.type('李强')).toBeNull();
  const found = form();
  found.model.customer = { id: 'c-2', name: '冯艳' };
  await nextTick();
  expect(found.model.customer.id).toBe('c-2');
  expect(await found.type('冯燕')).toBeNull();
});

it('a form begun anew knows nobody of the one before', async () => {
  const { model, type } = form('c-1', '王丹');
  model.customer = { id: null, name: '' };
  await nextTick();
  expect(await type('王丹')).toBeNull();
});
