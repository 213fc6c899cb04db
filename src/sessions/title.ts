const maxLength = 60;
/** What people say before they say what it is about. */
const greeting = /^(hi|hello|hey|good (morning|afternoon|evening))( there)?[\s!,.]+/i;
const wish =
  /^(please|can you|could you|let's|help me|(i|we)('d| would|'m| am|'re| are)?( like| want| need| love| plan| planning| hope| looking)( to)?)\s+/i;
/** Where the first thing said ends: before sizes, sums and wishes. A comma or point within a number does not end it. */
const pause = /[,;.!?](?!\d)(\s|$)|\s[-–—]\s/;

/**
 * A session's name from the first thing said in it: "I want to redo my kitchen, 3 by 4 metres" is called
 * "Redo my kitchen". Its first line, cut between words, where nothing shorter says what it is about.
 */
export function titleFrom(text: string): string {
  const line = (text.trim().split("\n")[0] ?? "").replace(/\s+/g, " ").trim();
  const subject = (line.replace(greeting, "").replace(wish, "").split(pause)[0] ?? "").trim();
  return cut(subject.includes(" ") ? subject.charAt(0).toUpperCase() + subject.slice(1) : line);
}

function cut(line: string): string {
  if (line.length <= maxLength) return line;
  const words = line.slice(0, maxLength).replace(/\s\S*$/, "");
  // No lone half of a surrogate pair at the end.
  return `${words.replace(/[\uD800-\uDBFF]$/, "").replace(/[\s,;:.-]+$/, "")}…`;
}
