// The ledger as somebody is led to it: narrowed to what the line they came by had named.

import { ref } from 'vue';
import { go } from '../nav';
import { lookFor } from './list';
import type { Lead } from './sync-line';

/** Kind and maker the ledger is narrowed to beside its state; empty for all. They stay like every filter. */
export const ledgerKind = ref('');
export const ledgerMaker = ref('');

export function followLine(leads: Lead, principal = ''): void {
  if (leads === 'enrol') return go('settings', 'enrol');
  lookFor('outbox', leads, '');
  ledgerKind.value = '';
  ledgerMaker.value = principal;
  go('ledger');
}
