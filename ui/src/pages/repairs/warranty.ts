// What the 三包 periods say of the machine on the day it came in. The clerk's own tick is never changed; what cannot be
// computed ticks nothing, for a tick means that the maker pays.

import { watch, type Ref } from 'vue';
import { call } from '../../api/call';
import { serialKey } from '../../kit/serial';
import { useAsked } from '../../pieces/asked';
import type { RepairModel } from './repair-model';

export function useWarranty(model: Ref<RepairModel>) {
  const proposed = useAsked(
    () => {
      const { principal, unit, fault_place, received_on, reported_on, usage_milli, usage_unit } = model.value;
      const on = received_on ?? reported_on;
      if (serialKey(unit.serial).length < 4 || on === null) return null;
      return { principal, serial: unit.serial, component: fault_place, on, usage_milli, usage_unit };
    },
    (question) => call('repair_coverage', question),
  );

  watch(proposed, (answer) => {
    if (answer && !model.value.warranty_said) model.value.in_warranty = answer.in_warranty ?? false;
  });

  function sayWarranty(ticked: boolean): void {
    model.value.in_warranty = ticked;
    model.value.warranty_said = true;
  }
  return { proposed, sayWarranty };
}
