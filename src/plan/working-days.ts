/** Days are ISO dates; Monday to Friday are worked. Holidays differ by place and are not known here. */
const dayMs = 86_400_000;

const at = (day: string) => Date.parse(`${day}T00:00:00Z`);
const format = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const weekday = (ms: number) => new Date(ms).getUTCDay();

/** The day itself when it is worked, else the Monday after. */
export function firstWorkingDay(day: string): string {
  const ms = at(day);
  const wait = { 6: 2, 0: 1 }[weekday(ms)] ?? 0;
  return format(ms + wait * dayMs);
}

/** `count` working days after a working day. */
export function addWorkingDays(day: string, count: number): string {
  const ms = at(day);
  const sinceMonday = weekday(ms) - 1 + count;
  const weeks = Math.floor(sinceMonday / 5);
  return format(ms + (weeks * 7 + (sinceMonday % 5) - (weekday(ms) - 1)) * dayMs);
}

/** The Monday at least two weeks after a moment: the earliest that work is likely to begin. */
export function defaultStart(now: Date): string {
  const ms = at(now.toISOString().slice(0, 10)) + 14 * dayMs;
  return format(ms + ((8 - weekday(ms)) % 7) * dayMs);
}
