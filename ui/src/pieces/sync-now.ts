// 立即报送: one at a time, whatever page it is asked for on, and what came of it.

import { write } from '../api/query';
import type { SyncLine } from '../api/types';
import { maker, sendingNow } from '../desk';
import { toast } from '../kit/toast';
import { spoken, t } from '../text';
import { sayError } from './refuse';
import { syncLook } from './sync-line';

export async function syncNow(): Promise<void> {
  if (sendingNow.value) return;
  sendingNow.value = true;
  try {
    tell(await write('sync_now', { principal: maker.value }));
  } catch (thrown) {
    sayError(thrown);
  } finally {
    sendingNow.value = false;
  }
}

function tell(after: readonly SyncLine[]): void {
  const asked = after.filter((line) => maker.value === '' || line.principal === maker.value);
  const problem = asked.find((line) => line.problem !== null);
  if (problem) {
    toast({ says: `${problem.principal_name}：${spoken(problem.problem ?? '')}`, tone: 'risk' });
    return;
  }
  const { says, tone } = syncLook(asked, '');
  toast(tone === 'good' ? { says: t.ledger.synced } : { says: t.ledger.syncedBut(says), tone: 'risk' });
}
