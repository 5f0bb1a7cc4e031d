// A receipt as a list of facts: who, what machine, what it comes to.

import type { ReceiptView } from '../../api/types';
import type { Fact } from '../../kit/Facts.vue';
import { yuan } from '../../kit/money';
import { t } from '../../text';

export function receiptFacts(one: ReceiptView): Fact[] {
  const f = t.paid.facts;
  const sum = (fen: number): string | null => (fen === 0 ? null : yuan(fen));
  return [
    { label: f.customer, value: one.customer },
    { label: f.phone, value: one.phone, mono: true },
    { label: f.model, value: one.model, mono: true },
    { label: f.serial, value: one.serial, mono: true },
    { label: f.wage, value: sum(one.wage_fen) },
    { label: f.travel, value: sum(one.travel_fen) },
    { label: f.parts, value: sum(one.parts_fen) },
    { label: f.other, value: sum(one.other_fen) },
    { label: f.total, value: yuan(one.total_fen) },
    { label: f.capitals, value: one.capitals },
    { label: f.fault, value: one.user_fault ? f.faultSays : null },
    { label: f.oldParts, value: one.old_parts_stay ? f.stay : null },
  ];
}
