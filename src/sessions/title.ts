const maxLength = 60;

/** A session's name from the first thing said in it: its first line, cut between words. */
export function titleFrom(text: string): string {
  const line = (text.trim().split("\n")[0] ?? "").replace(/\s+/g, " ").trim();
  if (line.length <= maxLength) return line;
  const cut = line.slice(0, maxLength).replace(/\s\S*$/, "");
  // No lone half of a surrogate pair at the end.
  return `${cut.replace(/[\uD800-\uDBFF]$/, "").replace(/[\s,;:.-]+$/, "")}…`;
}
