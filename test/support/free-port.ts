import { once } from "node:events";
import { createServer } from "node:net";

/** A port of this machine that nothing listens on at the moment. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await once(probe.listen(0, "127.0.0.1"), "listening");
  const address = probe.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  await new Promise((closed) => probe.close(closed));
  return address.port;
}
