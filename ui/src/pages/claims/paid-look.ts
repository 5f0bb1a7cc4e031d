// Where a receipt stands: by its payment and its invoice.

import type { ReceiptView } from '../../api/types';
import { t } from '../../text';

export function receiptState(one: ReceiptView): string {
  const w = t.paid.states;
  if (one.void_reason !== null) return w.voided;
  if (one.paid_on !== null) return one.invoice_on !== null ? w.paidInvoiced : w.paid;
  return one.invoice_on !== null ? w.invoiced : w.open;
}
