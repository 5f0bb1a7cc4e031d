// The account of one maker: the one chosen above; else the one used last, unless only others have something to do here.

import { computed, ref, watch, type WritableComputedRef } from 'vue';
import { maker, useDesk } from '../../desk';

const KEY = 'claims:maker';

/** `busy`: makers with something to do here, undefined while nobody knows; one of them is begun with. */
export function useOneMaker(
  busy: () => readonly string[] | undefined = () => [],
): WritableComputedRef<string> {
  const { makers } = useDesk();
  const stands = ref('');
  /** Begun with, or chosen by a hand: what is to be done elsewhere moves it no more. */
  let settled = false;
  const known = (code: string): boolean => makers.value.some((one) => one.code === code);

  /** Begun with before anybody chooses. */
  function first(work: readonly string[]): string {
    const last = localStorage.getItem(KEY) ?? '';
    const wanted = work.length === 0 || work.includes(last) ? last : (work[0] ?? '');
    return known(wanted) ? wanted : (makers.value[0]?.code ?? '');
  }

  watch(
    [makers, maker, busy],
    () => {
      const work = busy();
      if (maker.value) stands.value = maker.value;
      else if (settled && known(stands.value)) return;
      else if (work !== undefined) stands.value = first(work);
      settled = known(stands.value);
    },
    { immediate: true },
  );
  return computed({
    get: () => stands.value,
    set: (code) => {
      stands.value = code;
      settled = true;
      if (known(code)) localStorage.setItem(KEY, code);
    },
  });
}
