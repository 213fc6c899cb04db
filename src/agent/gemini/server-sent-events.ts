/** No event of Gemini's comes near this; a peer that sends more is not Gemini. */
const maxEventLength = 32 * 1024 * 1024;

/**
 * The data of each event of a server-sent event stream, as the HTML standard reads it: CRLF, LF or CR, comments skipped, data lines
 * joined, an event that the stream ends in dropped. Breaking out does not cancel the body; abort its request.
 * @throws {RangeError} when an event does not end.
 */
export async function* serverSentEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let searched = 0;
  let data: string[] = [];
  let dataLength = 0;
  let afterCarriageReturn = false;
  while (true) {
    const { done, value } = await reader.read();
    if (done) return;
    text += decoder.decode(value, { stream: true });
    let start = 0;
    while (true) {
      // A CRLF may be split between two packets.
      if (afterCarriageReturn && start < text.length) {
        if (text[start] === "\n") start += 1;
        afterCarriageReturn = false;
      }
      const end = endOfLine(text, Math.max(start, searched));
      if (end === -1) break;
      afterCarriageReturn = text[end] === "\r";
      const line = text.slice(start, end);
      start = end + 1;
      if (line === "" && data.length > 0) {
        yield data.join("\n");
        data = [];
        dataLength = 0;
      } else if (line.startsWith("data:")) {
        data.push(line.slice(line[5] === " " ? 6 : 5));
        dataLength += line.length;
      }
    }
    text = text.slice(start);
    searched = text.length;
    if (text.length + dataLength > maxEventLength) throw new RangeError("an event does not end");
  }
}

function endOfLine(text: string, from: number): number {
  const feed = text.indexOf("\n", from);
  const carriageReturn = text.indexOf("\r", from);
  if (feed === -1 || carriageReturn === -1) return Math.max(feed, carriageReturn);
  return Math.min(feed, carriageReturn);
}
