import { flushPromises, mount } from '@vue/test-utils';
import { VueQueryPlugin } from '@tanstack/vue-query';
import { defineComponent, h } from 'vue';
import { beforeEach, describe, expect, it } from 'vitest';
import { replaceDoor } from './call';
import { queryClient, refresh, useRead, write } from './query';
import { followSync } from '../desk';

let asked: string[];
let success: number;
beforeEach(() => {
  asked = [];
  success = 0;
  queryClient.clear();
  replaceDoor({
    async call(command) {
      asked.push(command);
      // Each look brings another time of the last success.
      if (command === 'sync_status') {
        success += 1;
        return [{ pending: 0, rejected: 0, deferred: 0, last_success_at: success, problem_code: null }];
      }
      return command === 'card_collect' ? { value: {}, touched: ['card'] } : { rows: [], total: 0 };
    },
    shell: async () => null,
  });
});

const show = (setup: () => void) =>
  mount(
    defineComponent(() => {
      setup();
      return () => h('i');
    }),
    { global: { plugins: [[VueQueryPlugin, { queryClient }]] } },
  );
const list = { term: '', principal: '', month: '', due_only: false };
const count = (command: string) => asked.filter((one) => one === command).length;

describe('reads', () => {
  it('a write refreshes what shows what it touched, and nothing else', async () => {
    const shown = show(() => {
      useRead('sale_list', list);
      useRead('model_list', { term: '', principal: '' });
    });
    await flushPromises();
    await write('card_collect', { id: 's' });
    await flushPromises();
    expect([count('sale_list'), count('model_list')]).toEqual([2, 1]);
    shown.unmount();
  });

  it('the three defaults are changed', () => {
    const { queries, mutations } = queryClient.getDefaultOptions();
    expect(queries).toMatchObject({ networkMode: 'always', retry: 0, refetchOnWindowFocus: false });
    expect(mutations).toMatchObject({ networkMode: 'always', retry: 0 });
  });

  it('the shell says that its sender moved something', async () => {
    const shown = show(() => {
      followSync();
      useRead('sale_list', list);
    });
    await flushPromises();
    const before = count('sale_list');
    window.dispatchEvent(new Event('sync-changed'));
    for (let i = 0; i < 20; i += 1) await flushPromises();
    expect(count('sale_list')).toBeGreaterThan(before);
    shown.unmount();
  });

  it('news of the sender refreshes the lists once, not for ever', async () => {
    const shown = show(() => {
      followSync();
      useRead('sale_list', list);
    });
    await flushPromises();
    refresh(['settings']);
    for (let i = 0; i < 20; i += 1) await flushPromises();
    expect([count('sync_status'), count('sale_list'), count('desk_status')]).toEqual([2, 2, 3]);
    shown.unmount();
  });
});
