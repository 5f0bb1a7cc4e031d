// The account of one maker: the one chosen above, else the first.

import { ref, watch, type Ref } from 'vue';
import { maker, useDesk } from '../../desk';

export function useOneMaker(): Ref<string> {
  const { makers } = useDesk();
  const chosen = ref('');
  watch(
    [makers, maker],
    () => {
      const known = makers.value.some((one) => one.code === chosen.value);
      if (maker.value) chosen.value = maker.value;
      else if (!known) chosen.value = makers.value[0]?.code ?? '';
    },
    { immediate: true },
  );
  return chosen;
}
