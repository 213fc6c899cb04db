import type { Talk } from "./talk.ts";

/** A yes in any words; “approve” is one wherever there is nothing else to approve. */
export const agrees = ({ acts }: Talk): boolean => acts.has("yes") || acts.has("approve");
