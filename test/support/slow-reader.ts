/** A connection that takes the beginning of its answer, and from then on only what it is told to: the rest waits on the other side. */
export async function openSlowReader(url: URL, path: string, headers: Record<string, string> = {}) {
  let receivedBytes = 0;
  const begun = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const socket = await Bun.connect({
    hostname: url.hostname,
    port: Number(url.port),
    socket: {
      data(self, chunk) {
        receivedBytes += chunk.byteLength;
        if (!isReading) self.pause();
        begun.resolve();
      },
      close: () => ended.resolve(),
    },
  });
  let isReading = false;
  const lines = Object.entries({ host: url.host, ...headers }).map(([name, value]) => `${name}: ${value}`);
  socket.write(`GET ${path} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
  await begun.promise;
  return {
    get receivedBytes() {
      return receivedBytes;
    },
    /** Takes one small piece of what is there. */
    sip: () => void socket.resume(),
    /** Takes everything until the other side closes. */
    drain: () => {
      isReading = true;
      socket.resume();
      return ended.promise;
    },
    [Symbol.dispose]: () => void socket.terminate(),
  };
}

/** What a client sends to turn its connection into a WebSocket. */
export const upgrade = {
  upgrade: "websocket",
  connection: "Upgrade",
  "sec-websocket-version": "13",
  "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
};
