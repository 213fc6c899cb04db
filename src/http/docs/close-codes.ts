import type { closeCodes } from "../../chat/protocol.ts";

/** What each close code tells a client to do. */
export const closeCodeMeanings: Record<keyof typeof closeCodes, string> = {
  normal: "Closed on purpose.",
  goingAway: "The server stopped without waiting. Reconnect.",
  policy: "Reserved: the connection broke a rule of this service. Do not reconnect.",
  tooBig: "A frame was too big. Send smaller ones.",
  internal: "An error the server did not expect; a `problem` came before. Reconnect later.",
  restart:
    "The server restarts, or its database is away. Reconnect, after the `reconnectAfterMs` of `draining` if one came.",
  tooSlow: "The client read too slowly, so that frames would have been lost. Reconnect.",
  badFrame: "Three frames could not be read. Mend the client.",
  unauthorized: "Reserved for sign-in: sign in again, then reconnect.",
  forbidden: "Reserved for sign-in: not allowed. Never reconnect.",
  gone: "The session does not exist, or no longer. Do not reconnect.",
  signInTimeout: "Reserved for sign-in: no token arrived in time.",
  rateLimited: "Too many frames were waiting. Reconnect and send more slowly.",
};
