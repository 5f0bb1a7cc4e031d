// Installing cannot be taken back, so it is asked once, with what it moves.

import type { MovedDates } from '../../../api/types';
import { ask } from '../../../kit/confirm';
import { t } from '../../../text';

export async function sure(what: string, moves: MovedDates): Promise<boolean> {
  const { sureTitle, sureSays, sureYes } = t.policy;
  const says = sureSays(moves.total, moves.late);
  const asked = { title: sureTitle(what), says, yes: sureYes, danger: moves.late > 0 };
  return (await ask(asked)) !== null;
}
