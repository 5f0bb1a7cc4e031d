// Years as people say them: those that follow each other as a range, a gap as a gap.

export function yearRanges(years: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const year of [...years].sort((one, other) => one - other)) {
    const last = ranges.at(-1);
    if (last && year <= last[1] + 1) last[1] = year;
    else ranges.push([year, year]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}—${to}`)).join('、');
}
