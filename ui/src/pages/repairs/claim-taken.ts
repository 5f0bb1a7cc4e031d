// A change that takes money or old parts out of a claim is said, and asked, before it is saved.

import { call } from '../../api/call';
import type { RepairDraft } from '../../api/types';
import { ask } from '../../kit/confirm';
import { spoken, t } from '../../text';

const TAKES = new Set(['claim_waits', 'claim_leaves']);

/** `amends` is the id of the repair that is being changed; a new one has nothing to lose. */
export async function claimMayWait(amends: string, draft: RepairDraft | null): Promise<boolean> {
  if (amends === '' || draft === null) return true;
  // Where it cannot be asked, saving says why.
  const notices = await call('repair_check', { amends, draft }).catch(() => []);
  const says = notices.filter((one) => TAKES.has(one.code)).map((one) => spoken(one.message));
  if (says.length === 0) return true;
  const { title, yes } = t.repairForm.claimTaken;
  return (await ask({ title, says, yes })) !== null;
}
