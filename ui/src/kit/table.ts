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
  /** Left out beside an open panel: what tells one row from another stays. */
  wide?: boolean;
}

/** What a column without a width keeps where the window is narrow: of a number its end, of a sentence some words. */
const LEAST = { number: 72, words: 96, wrapped: 128 } as const;
const TICKS = 44;

/** Narrower than this the columns would be cut to nothing; the list scrolls sideways instead. */
export function leastWidth<Row>(columns: readonly Column<Row>[], tickable: boolean): number {
  const least = ({ width, tail, wrap }: Column<Row>): number =>
    width ?? (tail ? LEAST.number : wrap ? LEAST.wrapped : LEAST.words);
  return columns.reduce((sum, column) => sum + least(column), tickable ? TICKS : 0);
}

/** Beside a panel there is room for what tells one row from another; one of the columns takes what is left. */
export function besidePanel<Row>(columns: readonly Column<Row>[]): Column<Row>[] {
  const stays = columns.filter(({ wide }) => !wide);
  const last = stays.findLastIndex(({ tail }) => tail);
  if (last < 0 || stays.some(({ width }) => width === undefined)) return stays;
  const { width: _, ...roomy } = stays[last] as Column<Row>;
  return stays.with(last, roomy);
}

/** What is shown, as a spreadsheet takes it from the clipboard. Tabs and line ends inside a cell would break it. */
export function tableText<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const flat = (text: string): string => text.replace(/[\t\r\n]+/g, ' ');
  const lines = rows.map((row) => columns.map((c) => flat(c.text(row))).join('\t'));
  return [columns.map((c) => c.title).join('\t'), ...lines].join('\r\n');
}
