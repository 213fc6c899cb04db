import { once } from "node:events";
import { connect, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { Server } from "./target.ts";

/** The 8 bytes that ask a PostgreSQL server for TLS. */
const tlsRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/** An open socket to the server, encrypted as asked for. The signal ends the attempt at whatever stage it is. */
export async function openSocket(server: Server, signal: AbortSignal): Promise<Socket> {
  signal.throwIfAborted();
  const socket = connect({ ...server.address, keepAlive: true, keepAliveInitialDelay: 60_000, noDelay: true });
  const abort = () => socket.destroy(signal.reason);
  const hungUp = () => socket.destroy(new Error("The server hung up"));
  signal.addEventListener("abort", abort);
  socket.once("end", hungUp);
  try {
    await once(socket, "connect");
    return server.tls === "disable" ? socket : await encrypted(socket, server);
  } catch (error) {
    socket.on("error", () => {}).destroy();
    throw error;
  } finally {
    signal.removeEventListener("abort", abort);
    socket.off("end", hungUp);
  }
}

async function encrypted(socket: Socket, { tls, authority, address }: Server): Promise<Socket> {
  socket.write(tlsRequest);
  const [answer] = await once(socket, "data");
  // More than one byte would be data slipped in before the encryption begins.
  if (answer.length !== 1) throw new Error("The server answered the request for TLS with something else");
  if (answer.toString() !== "S") {
    if (tls === "prefer") return socket;
    throw new Error(`The database URL says sslmode=${tls}, and the server does not offer TLS`);
  }
  const host = "host" in address ? address.host : "";
  const secure = connectTls({
    socket,
    ...(isIP(host) ? {} : { servername: host }),
    ...(authority === undefined ? {} : { ca: authority }),
    rejectUnauthorized: tls === "verify-ca" || tls === "verify-full",
    ...(tls === "verify-full" ? { host } : { checkServerIdentity: () => undefined }),
  });
  await once(secure, "secureConnect");
  return secure;
}
