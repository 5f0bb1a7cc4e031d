// The due day and what is worth a look, while the form is typed. Asked of Rust, saved nowhere.

import { onBeforeUnmount, shallowRef, watch, type Ref } from 'vue';
import { call } from '../../api/call';
import type { Notice, SaleCheck } from '../../api/types';
import { spoken } from '../../text';
import { toDraft, type SaleModel } from './sale-model';

const says = (notice: Notice | undefined): string | null => (notice ? spoken(notice.message) : null);
const REST_MS = 150;

/** `amends` is the id of the sale that is being changed; empty for a new one. */
export function useSaleCheck(model: Ref<SaleModel>, amends: string) {
  const check = shallowRef<SaleCheck | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;

  async function look(): Promise<void> {
    const mine = ++asked;
    const draft = toDraft(model.value);
    const answer =
      draft && draft.principal
        ? await call('sale_check', { ...draft, amends: amends || null }).catch(() => null)
        : null;
    if (mine === asked) check.value = answer;
  }

  watch(
    model,
    () => {
      clearTimeout(timer);
      timer = setTimeout(() => void look(), REST_MS);
    },
    { deep: true },
  );
  onBeforeUnmount(() => clearTimeout(timer));

  return {
    check,
    /** The first thing worth a look about a field. Duplicates of a serial are shown by its own field. */
    noticeOf: (field: string): string | null =>
      says(check.value?.notices.find((n) => n.field === field && n.code !== 'serial_sold')),
  };
}
