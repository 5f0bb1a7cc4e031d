export interface Column<Row> {
  key: string;
  title: string;
  /** What is shown, copied and read aloud. A slot `cell-<key>` may draw it. */
  text: (row: Row) => string;
  /** Pixels; a column without it takes what is left. */
  width?: number;
  align?: 'right';
  mono?: boolean;
  total?: string;
}

/** What is shown, as a spreadsheet takes it from the clipboard. Tabs and line ends inside a cell would break it. */
export function tableText<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const flat = (text: string): string => text.replace(/[\t\r\n]+/g, ' ');
  const lines = rows.map((row) => columns.map((c) => flat(c.text(row))).join('\t'));
  return [columns.map((c) => c.title).join('\t'), ...lines].join('\r\n');
}
