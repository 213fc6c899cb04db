/** A first day of the work as it was said, as an ISO date, and the message without it. */
export type StartDate = { startsOn: string; rest: string };

const months = "january february march april may june july august september october november december".split(" ");
const monthWord = `(${months.map((name) => (name === "may" ? "may" : `${name.slice(0, 3)}(?:${name.slice(3)}|t)?`)).join("|")})\\.?`;
const cue = "\\b(?:start(?:s|ing)?|begin(?:s|ning)?|kick off|not before|work from)\\b[^.!?\\n]{0,40}?";
const ordinal = "(\\d{1,2})(?:st|nd|rd|th)?";
const year = "(?:,?\\s+(\\d{4}))?";

type Read = { pattern: RegExp; day: (match: string[]) => { day?: string; month: string; year?: string } };
/** Day before month where both are numbers, as most of the world writes it. */
const patterns: Read[] = [
  {
    pattern: new RegExp(`${cue}\\b(\\d{4})-(\\d{1,2})-(\\d{1,2})\\b`, "i"),
    day: ([, year = "", month = "", day = ""]) => ({ day, month, year }),
  },
  {
    pattern: new RegExp(`${cue}\\b(\\d{1,2})[./](\\d{1,2})[./](\\d{4})\\b`, "i"),
    day: ([, day = "", month = "", year = ""]) => ({ day, month, year }),
  },
  {
    pattern: new RegExp(`${cue}\\b${ordinal}(?:\\s+of)?\\s+${monthWord}${year}(?![\\p{L}\\d])`, "iu"),
    day: ([, day = "", month = "", year]) => ({ day, month, ...(year && { year }) }),
  },
  {
    pattern: new RegExp(`${cue}\\b${monthWord}\\s+(?:the\\s+)?${ordinal}${year}(?![\\p{L}\\d])`, "iu"),
    day: ([, month = "", day = "", year]) => ({ day, month, ...(year && { year }) }),
  },
  {
    pattern: new RegExp(`${cue}\\b(?:in|early|from|beginning of)\\s+${monthWord}${year}(?![\\p{L}\\d])`, "iu"),
    day: ([, month = "", year]) => ({ month, ...(year && { year }) }),
  },
];

/** `today` tells the year where none is said: the next such day. A day that does not exist is none. */
export function readStartDate(source: string, today: string): StartDate | undefined {
  for (const { pattern, day } of patterns) {
    const match = pattern.exec(source);
    const startsOn = match && toDate(day(match), today);
    if (startsOn) return { startsOn, rest: source.replace(match[0], " ").trim() };
  }
  return undefined;
}

function toDate(said: ReturnType<Read["day"]>, today: string): string | undefined {
  const month = /^\d/.test(said.month)
    ? Number(said.month)
    : months.findIndex((name) => name.startsWith(said.month.toLowerCase().slice(0, 3))) + 1;
  const on = (year: string | number) =>
    `${year}-${String(month).padStart(2, "0")}-${String(Number(said.day ?? 1)).padStart(2, "0")}`;
  const thisYear = Number(today.slice(0, 4));
  const date = said.year ? on(said.year) : on(thisYear) >= today ? on(thisYear) : on(thisYear + 1);
  const exists = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(exists.getTime()) || exists.toISOString().slice(0, 10) !== date ? undefined : date;
}
