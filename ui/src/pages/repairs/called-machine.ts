// The machine somebody calls about: looked up while its serial is typed, and asked about before a second call for it.

import { computed, onBeforeUnmount, shallowRef, watch, type Ref } from 'vue';
import { call } from '../../api/call';
import type { CalledMachine } from '../../api/types';
import { ask } from '../../kit/confirm';
import { serialKey } from '../../kit/serial';
import { t } from '../../text';
import type { CallModel } from './call-model';

/** Letters of a serial that is whole enough to be asked for. */
const WHOLE = 4;
const REST_MS = 150;

/** `editing` is the call that is changed, `after` the one a new call follows: neither is a second one. */
export function useCalledMachine(
  model: Ref<CallModel>,
  { editing, after }: { editing: string; after: string },
) {
  const machine = shallowRef<CalledMachine | null>(null);
  let resting: ReturnType<typeof setTimeout> | undefined;
  const about = computed(() => {
    const { unit_id, serial, principal } = model.value;
    const key = serialKey(serial);
    return unit_id !== null || key.length >= WHOLE
      ? { unit_id, serial: key, principal: principal ?? '' }
      : null;
  });
  watch(
    () => JSON.stringify(about.value),
    () => {
      clearTimeout(resting);
      machine.value = null;
      if (about.value) resting = setTimeout(() => void look(), REST_MS);
    },
  );
  onBeforeUnmount(() => clearTimeout(resting));

  async function look(): Promise<void> {
    const asked = about.value;
    if (!asked) return;
    const found = await call('call_machine', { ...asked, except: editing || null }).catch(() => null);
    if (JSON.stringify(about.value) === JSON.stringify(asked)) machine.value = found;
  }

  /** A second call for one machine is asked about, and made when it is meant. */
  async function meant(): Promise<boolean> {
    clearTimeout(resting);
    if (editing) return true;
    await look();
    const open = [...(machine.value?.calls ?? []), ...(machine.value?.repairs ?? [])];
    if (open.length === 0 || (after && open.every(({ id }) => id === after))) return true;
    const f = t.call.form;
    const says = f.anotherSays(open.map(({ no, complaint }) => `${no} ${complaint}`.trim()).join('；'));
    return (await ask({ title: f.another, says, yes: f.anotherYes })) !== null;
  }

  return { machine, meant };
}
