// What the 三包 periods say of the machine on the day it came in. Asked of Rust; the clerk's own tick is never changed.

import { computed, onBeforeUnmount, shallowRef, watch, type Ref } from 'vue';
import { call } from '../../api/call';
import type { CoverageProposal } from '../../api/types';
import { serialKey } from '../../kit/serial';
import type { RepairModel } from './repair-model';

const REST_MS = 200;

export function useWarranty(model: Ref<RepairModel>) {
  const proposed = shallowRef<CoverageProposal | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;
  const question = computed(() => {
    const { principal, unit, fault_place, received_on, reported_on } = model.value;
    const on = received_on ?? reported_on;
    if (serialKey(unit.serial).length < 4 || on === null) return null;
    return { principal, serial: unit.serial, component: fault_place, on };
  });

  async function look(): Promise<void> {
    const mine = ++asked;
    const answer = question.value && (await call('repair_coverage', question.value).catch(() => null));
    if (mine !== asked) return;
    proposed.value = answer;
    const says = answer?.in_warranty ?? null;
    if (says !== null && !model.value.warranty_said) model.value.in_warranty = says;
  }

  watch(
    () => JSON.stringify(question.value),
    () => {
      clearTimeout(timer);
      timer = setTimeout(() => void look(), REST_MS);
    },
    { immediate: true },
  );
  onBeforeUnmount(() => clearTimeout(timer));

  function sayWarranty(ticked: boolean): void {
    model.value.in_warranty = ticked;
    model.value.warranty_said = true;
  }
  return { proposed, sayWarranty };
}
