// A list as a file: by the filters of its page, all rows that match, not only those on the screen.

import { call } from '../api/call';
import { chooseSave, showInFolder } from '../api/files';
import type { ListQuery } from '../api/types';
import { work } from '../api/work';
import { toast } from '../kit/toast';
import { t } from '../text';
import { sayError } from './refuse';

/** `销售.xlsx` stays, `销售` gets an ending: a dialog of the system does not add one everywhere. */
function withEnding(path: string): string {
  return /\.(xlsx|csv)$/i.test(path) ? path : `${path}.xlsx`;
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
    const file = await work(w.exporting(name), (task) => call('list_export', { of, path, task }));
    const run = (): void => void showInFolder(file.path).catch(sayError);
    const says = file.cut ? w.exportedCut(file.rows, file.path) : w.exported(file.rows, file.path);
    toast({ says, action: { label: t.common.openFolder, run } });
  } catch (thrown) {
    sayError(thrown);
  }
}
