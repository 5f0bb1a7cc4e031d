// A list as a file: by the filters of its page, all rows that match, not only those on the screen.

import { call } from '../api/call';
import { chooseSave, showInFolder } from '../api/files';
import type { ListQuery } from '../api/types';
import { work } from '../api/work';
import { ask } from '../kit/confirm';
import { toast } from '../kit/toast';
import { t } from '../text';
import { sayError } from './refuse';

/** `销售.xlsx` stays, `销售` gets an ending: a dialog of the system does not add one everywhere. */
function withEnding(path: string): string {
  return /\.(xlsx|csv)$/i.test(path) ? path : `${path}.xlsx`;
}

type Coding = keyof typeof t.monthRead.codings;

/** Of a .csv it is asked how its letters are written; null when nothing is to be written after all. */
async function codingOf(path: string): Promise<{ encoding: Coding | null } | null> {
  if (!/\.csv$/i.test(path)) return { encoding: null };
  const w = t.monthRead;
  const choices = Object.entries(w.codings).map(([key, { word, says }]) => ({ key, word, says }));
  const chosen = await ask({ title: w.coding, says: [w.codingSays], yes: w.codingYes, choices });
  return chosen === null ? null : { encoding: chosen as Coding };
}

export async function exportList(of: ListQuery, name: string): Promise<void> {
  const w = t.table;
  try {
    const kinds = [
      { name: w.xlsx, extensions: ['xlsx'] },
      { name: w.csv, extensions: ['csv'] },
    ];
    const chosen = await chooseSave(w.exportTitle, `${name}.xlsx`, kinds);
    if (!chosen) return;
    const path = withEnding(chosen);
    const coding = await codingOf(path);
    if (!coding) return;
    const file = await work(w.exporting(name), (task) => call('list_export', { of, path, task, ...coding }));
    const run = (): void => void showInFolder(file.path).catch(sayError);
    const whole = file.rare > 0 ? t.monthRead.rare(file.rare, file.path) : w.exported(file.rows, file.path);
    const says = file.cut ? w.exportedCut(file.rows, file.path) : whole;
    toast({ says, action: { label: t.common.openFolder, run } });
  } catch (thrown) {
    sayError(thrown);
  }
}
