// Words that are offered beside a free text: what people wrote before, and the trade's own. Another may always be typed.

import { computed, type ComputedRef } from 'vue';
import { useRead } from '../api/query';
import type { WordKind } from '../api/types';
import type { Option } from '../kit/pick';
import { t } from '../text';

const OWN: Record<WordKind, readonly string[]> = {
  technician: [],
  responsibility: t.repair.responsibilities,
};

export function useWords(kind: WordKind): ComputedRef<Option[]> {
  const used = useRead('words_used', { kind });
  return computed(() =>
    [...new Set([...(used.data.value ?? []), ...OWN[kind]])].map((word) => ({ value: word, label: word })),
  );
}
