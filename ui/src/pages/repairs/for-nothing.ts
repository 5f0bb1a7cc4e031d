// A part nobody knows goes to the maker at 0 only when the clerk says so, wherever its repair is submitted.

import { ask } from '../../kit/confirm';
import { t } from '../../text';

/** `names`: the parts of which nobody knows a price. */
export async function forNothing(names: readonly string[]): Promise<boolean> {
  if (names.length === 0) return true;
  const { freeAsk: title, freeSays, freeYes: yes } = t.repairForm.part;
  return (await ask({ title, says: [freeSays(names.join('、'))], yes })) !== null;
}
