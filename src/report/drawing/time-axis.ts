import { once } from "../../once.ts";

const dayMs = 86_400_000;
const months = once(() => new Intl.DateTimeFormat("en-GB", { month: "short", timeZone: "UTC" }));

type Tick = { x: number; width: number; label: string };

export type TimeAxis = {
  /** Where a day begins. */
  at: (day: string) => number;
  /** Where a day ends. */
  after: (day: string) => number;
  /** Months, or years where months are too narrow. */
  spans: Tick[];
  /** Days, Mondays or nothing, with a label where there is room for one. */
  ticks: Tick[];
  /** Saturdays and Sundays, unless they are too narrow to be seen. */
  weekends: { x: number; width: number }[];
};

const toMs = (day: string) => Date.parse(`${day}T00:00:00Z`);

/** A calendar from the first to the last day, both whole, across `width` starting at `left`. */
export function timeAxis(first: string, last: string, { left, width }: { left: number; width: number }): TimeAxis {
  const from = toMs(first);
  const count = Math.round((toMs(last) - from) / dayMs) + 1;
  const perDay = width / count;
  const x = (ms: number) => left + ((ms - from) / dayMs) * perDay;
  const days = Array.from({ length: count }, (_, index) => new Date(from + index * dayMs));
  const step = tickStep(perDay);
  const ticked = step === undefined ? [] : days.filter((day) => (step === 1 ? true : day.getUTCDay() === 1));
  const everySo = step === 7 && perDay * 7 < 14 ? 2 : 1;
  return {
    at: (day) => x(toMs(day)),
    after: (day) => x(toMs(day) + dayMs),
    spans: spansOf(days, { x, perDay, left, right: left + width }),
    ticks: ticked.map((day, index) => ({
      x: x(day.getTime()),
      width: perDay * (step ?? 1),
      label: index % everySo === 0 ? String(day.getUTCDate()) : "",
    })),
    weekends: perDay < 1.2 ? [] : weekendsOf(days).map((day) => ({ x: x(day.getTime()), width: perDay })),
  };
}

function tickStep(perDay: number): 1 | 7 | undefined {
  if (perDay >= 10) return 1;
  return perDay >= 1.2 ? 7 : undefined;
}

const weekendsOf = (days: readonly Date[]) => days.filter((day) => day.getUTCDay() % 6 === 0);

type Scale = { x: (ms: number) => number; perDay: number; left: number; right: number };

/** Months with their names, or years when a month would be narrower than its name. */
function spansOf(days: readonly Date[], { x, perDay, left, right }: Scale): Tick[] {
  const byYear = perDay * 30 < 22;
  const starts = days.filter(
    (day, index) => index === 0 || (day.getUTCDate() === 1 && (!byYear || day.getUTCMonth() === 0)),
  );
  return starts.map((day, index) => {
    const begin = Math.max(left, x(day.getTime()));
    const next = starts[index + 1];
    const span = (next ? x(next.getTime()) : right) - begin;
    const year = String(day.getUTCFullYear());
    const full = byYear ? year : `${months().format(day)} ${year}`;
    const short = byYear ? year.slice(2) : months().format(day);
    const fitting = [full, short].find((label) => label.length * 4.2 < span) ?? "";
    return { x: begin, width: span, label: fitting };
  });
}
