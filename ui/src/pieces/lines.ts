// Forms with lines: what Rust refuses on a line stands at that line.

export interface Lines<L> {
  /** Name of the list in the input: `parts`. */
  list: string;
  lines: readonly L[];
  /** A line that is sent; one nobody has begun is not. */
  begun: (line: L) => boolean;
  /** Boxes a line has; what is said of anything else stands at the first one. */
  boxes: readonly [string, ...string[]];
}

/** `parts.1.code` as Rust counts the lines it got → the field of that line as it stands on the screen. */
export function placeOfLine<L>({ list, lines, begun, boxes }: Lines<L>, field: string): string {
  const [named, at, box = ''] = field.split('.');
  const line = named === list && at !== undefined ? lines.filter(begun)[Number(at)] : undefined;
  if (line === undefined) return field;
  return `${list}.${lines.indexOf(line)}.${boxes.includes(box) ? box : boxes[0]}`;
}
