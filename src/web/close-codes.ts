import type { closeCodes as ServerCloseCodes } from "../chat/protocol.ts";

/** A copy by value keeps zod out of the bundle; its type makes the type check fail where it differs. */
export const closeCodes: typeof ServerCloseCodes = {
  normal: 1000,
  goingAway: 1001,
  policy: 1008,
  tooBig: 1009,
  internal: 1011,
  restart: 1012,
  tooSlow: 1013,
  badFrame: 4400,
  unauthorized: 4401,
  forbidden: 4403,
  gone: 4404,
  signInTimeout: 4408,
  rateLimited: 4429,
};
