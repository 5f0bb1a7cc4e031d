// The due day and what is worth a look, while the form is typed.

import type { Ref } from 'vue';
import { call } from '../../api/call';
import type { Notice } from '../../api/types';
import { useAsked } from '../../pieces/asked';
import { spoken } from '../../text';
import { toDraft, type SaleModel } from './sale-model';

const says = (notice: Notice | undefined): string | null => (notice ? spoken(notice.message) : null);

/** `amends` is the id of the sale that is being changed; empty for a new one. */
export function useSaleCheck(model: Ref<SaleModel>, amends: string) {
  const check = useAsked(
    () => {
      const draft = toDraft(model.value);
      return draft?.principal ? { ...draft, amends: amends || null } : null;
    },
    (draft) => call('sale_check', draft),
  );
  return {
    check,
    /** The first thing worth a look about a field. Duplicates of a serial are shown by its own field. */
    noticeOf: (field: string): string | null =>
      says(check.value?.notices.find((n) => n.field === field && n.code !== 'serial_sold')),
  };
}
