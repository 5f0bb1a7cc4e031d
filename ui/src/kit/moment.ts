// Instants as a day and a time of day in China's civil time, whatever the machine is set to.

const SHANGHAI_MS = 8 * 3_600_000;

/** `930`, `0930`, `9:30`, `９：３０` as `09:30`; null when it is no time of day. */
export function readTime(typed: string): string | null {
  const text = typed.normalize('NFKC').trim();
  const found = /^(\d{1,2})[:.](\d{2})$/.exec(text) ?? /^(\d{1,2})(\d{2})$/.exec(text);
  if (!found) return null;
  const [hour, minute] = [Number(found[1]), Number(found[2])];
  if (hour > 23 || minute > 59) return null;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** The instant of a day's time. */
export function instantOf(day: string, time: string): number {
  return Date.parse(`${day}T${time}:00Z`) - SHANGHAI_MS;
}

/** The day and the time of an instant. */
export function dayAndTime(at: number): { day: string; time: string } {
  const text = new Date(at + SHANGHAI_MS).toISOString();
  return { day: text.slice(0, 10), time: text.slice(11, 16) };
}

/** Hours and minutes of a length, seconds cut off. */
export function hoursAndMinutes(ms: number): { hours: number; minutes: number } {
  const minutes = Math.floor(Math.abs(ms) / 60_000);
  return { hours: Math.floor(minutes / 60), minutes: minutes % 60 };
}
