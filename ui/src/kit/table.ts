export interface Column<Row> {
  key: string;
  title: string;
  /** What is shown, copied and read aloud. A slot `cell-<key>` may draw it. */
  text: (row: Row) => string;
  /** What is drawn where the whole would be too long; copy, title and files have `text`. */
  shown?: (row: Row) => string;
  /** Cut at its beginning: what tells one number from the next is its end. */
  tail?: boolean;
  /** Pixels; a column without it takes what is left. */
  width?: number;
  align?: 'right';
  mono?: boolean;
  /** Sentences are read whole: up to three lines instead of a cut one. */
  wrap?: boolean;
  total?: string;
}

/** What is shown, as a spreadsheet takes it from the clipboard. Tabs and line ends inside a cell would break it. */
export function tableText<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const flat = (text: string): string => text.replace(/[\t\r\n]+/g, ' ');
  const lines = rows.map((row) => columns.map((c) => flat(c.text(row))).join('\t'));
  return [columns.map((c) => c.title).join('\t'), ...lines].join('\r\n');
}
