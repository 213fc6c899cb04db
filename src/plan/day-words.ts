import { once } from "../once.ts";

const inUtc = { day: "numeric", month: "short", timeZone: "UTC" } as const;
const full = once(() => new Intl.DateTimeFormat("en-GB", { ...inUtc, year: "numeric" }));
const yearless = once(() => new Intl.DateTimeFormat("en-GB", inUtc));

/** `7 Dec 2026`, or `7 Dec` where the year is said elsewhere, of an ISO date. */
export const dayWords = (iso: string, withYear = true): string =>
  (withYear ? full() : yearless()).format(new Date(`${iso}T00:00:00Z`));

/** `7 Dec – 23 Dec`, or the one day that it is. */
export const spanWords = ({ startsOn, endsOn }: { startsOn: string; endsOn: string }): string =>
  startsOn === endsOn ? dayWords(startsOn, false) : `${dayWords(startsOn, false)} – ${dayWords(endsOn, false)}`;

/** `from 7 Dec 2026 to 23 Jan 2027`, with the first year only where it is another one. */
export const fromToWords = ({ startsOn, endsOn }: { startsOn: string; endsOn: string }): string =>
  `from ${dayWords(startsOn, startsOn.slice(0, 4) !== endsOn.slice(0, 4))} to ${dayWords(endsOn)}`;
