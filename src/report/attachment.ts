/**
 * A Content-Disposition with a file name made of a title (RFC 6266): plain ASCII for old clients, and the whole name in
 * UTF-8 for all others. Nothing in it can lead out of a folder or end the header.
 */
export function disposition(kind: "inline" | "attachment", title: string | null, ending: string): string {
  const name = safeName(title ?? "Renovation");
  const ascii = name
    .normalize("NFKD")
    .replaceAll(/[^\x20-\x7e]/g, "")
    .replaceAll(/["\\%]/g, "")
    .replaceAll(/ {2,}/g, " ")
    .trim();
  const encoded = encodeURIComponent(`${name}${ending}`).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${ascii || "Renovation"}${ending}"; filename*=UTF-8''${encoded}`;
}

/** Letters, digits, spaces and what file systems take; at most 80 characters. */
function safeName(title: string): string {
  const name = title
    .toWellFormed()
    .replaceAll(/[^\p{L}\p{M}\p{N} _.,&+-]+/gu, " ")
    .replaceAll(/\s+/g, " ")
    .replace(/^[. ]+/, "");
  return (
    [...name]
      .slice(0, 80)
      .join("")
      .replace(/[. ]+$/, "") || "Renovation"
  );
}
