/** A picture of a strip. */
export interface StripPhoto {
  id: string;
  /** What it shows, for whoever cannot see it. */
  alt: string;
  /** Lines under it. */
  under: readonly string[];
  /** Something else stands in its place now. */
  past?: boolean;
}

/** A point of a stroke: pixels of the pad, milliseconds since the first. */
export interface InkPoint {
  x: number;
  y: number;
  t: number;
}
export type Ink = InkPoint[][];
