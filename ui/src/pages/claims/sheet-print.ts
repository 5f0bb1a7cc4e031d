// A claim's application or a quarter's settlement on paper: the exported workbook as a PDF.

import { write } from '../../api/query';
import { work } from '../../api/work';
import type { ReportOf } from '../../api/types';
import { showPrinted } from '../../pieces/print';
import { t } from '../../text';

let request = { id: '', of: '' };

/** Clicked again before the answer, or tried again after it was lost, it is the same printing. */
export async function printSheet(of: ReportOf, id: string): Promise<void> {
  const wish = `${of} ${id}`;
  if (request.of !== wish) request = { id: crypto.randomUUID(), of: wish };
  const printed = await work(t.month.print.working, (task) =>
    write('report_print_of', { request_id: request.id, of, id, task }),
  );
  request = { id: '', of: '' };
  await showPrinted(printed);
}
