// What saving would change of the machine and the customer, said while the form is typed.

import type { Ref } from 'vue';
import { call } from '../../api/call';
import { useDesk } from '../../desk';
import { useAsked } from '../../pieces/asked';
import { spoken } from '../../text';
import { toRepairDraft, type RepairModel } from './repair-model';

/** `amends` is the id of the repair that is being changed; empty for a new one. */
export function useRepairCheck(model: Ref<RepairModel>, amends: string) {
  const { today } = useDesk();
  const notices = useAsked(
    () => {
      // The day may come last; what a meter shows is looked at before.
      const draft = toRepairDraft({ ...model.value, reported_on: model.value.reported_on ?? today.value });
      return draft?.principal ? { amends: amends || null, draft } : null;
    },
    (input) => call('repair_check', input),
  );
  return (field: string): string | null => {
    const notice = notices.value?.find((one) => one.field === field);
    return notice ? spoken(notice.message) : null;
  };
}
