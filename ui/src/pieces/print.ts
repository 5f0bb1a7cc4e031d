// A paper out of the desk: the file is made, and the system's viewer opens it to be printed.

import { openPath } from '../api/files';
import type { PrintFile } from '../api/types';
import { toast } from '../kit/toast';
import { t } from '../text';
import { sayError } from './refuse';

/** 七号, the smallest size Chinese print has, is 5.5 points; a hair less is the same to the eye. */
const LEGIBLE_MILLI = 5_400;

/** Says what was made, and opens it. Where nothing opens files of its kind the refusal is said and the file stays. */
export async function showPrinted({ run, path }: PrintFile): Promise<void> {
  const w = t.print;
  const open = (): Promise<void> => openPath(path).catch(sayError);
  const says = run.times > 1 ? w.again(run.title, run.times) : w.made(run.title, run.pages);
  toast({ says, action: { label: w.open, run: () => void open() } });
  if (run.missing.length > 0) toast({ says: w.missing(run.missing.join('、')), tone: 'bad' });
  const points = (run.letters_milli ?? LEGIBLE_MILLI) / 1000;
  if (points * 1000 < LEGIBLE_MILLI) toast({ says: w.small(points.toFixed(1)), tone: 'bad' });
  if (run.undrawn.length > 0) toast({ says: w.undrawn(run.undrawn), tone: 'bad' });
  if (run.uncounted > 0) toast({ says: w.uncounted(run.uncounted), tone: 'bad' });
  await open();
}
