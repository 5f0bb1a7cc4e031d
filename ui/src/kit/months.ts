/** `2026-11` and so many months from it. */
export function step(month: string, by: number): string {
  const [y = 0, m = 1] = month.split('-').map(Number);
  const index = y * 12 + (m - 1) + by;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
}

export function monthsBack(month: string, count: number): string[] {
  return month === '' ? [] : Array.from({ length: count }, (_, i) => step(month, -i));
}

export function monthName(month: string): string {
  const [y = '', m = ''] = month.split('-');
  return `${y}年${Number(m)}月`;
}
