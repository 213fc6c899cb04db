import { z } from "zod";
import { Approval } from "../../src/approvals/schema.ts";
import { Budget } from "../../src/budget/schema.ts";
import { ChecklistItem } from "../../src/checklist/schema.ts";
import { ProductPick } from "../../src/picks/schema.ts";
import { Plan } from "../../src/plan/schema.ts";
import { Room } from "../../src/rooms/schema.ts";
import { PhaseTransition, Session } from "../../src/sessions/schema.ts";
import type { TestService } from "./service.ts";

/** A new session, talked to over its socket and read back over HTTP. */
export async function openRenovation(service: TestService) {
  const { id } = Session.parse(await (await service.post("/api/sessions", {})).json());
  const chat = await service.socket(id);
  const read = async (path: string) => (await service.get(`/api/sessions/${id}${path}`)).json();
  /** Every page of a list. */
  async function all<T>(path: string, shape: z.ZodType<T>): Promise<T[]> {
    const items: T[] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const query: string = cursor === "" ? "?limit=100" : `?limit=100&cursor=${cursor}`;
      const page = z
        .object({ items: z.array(shape), nextCursor: z.string().nullable() })
        .parse(await read(`${path}${query}`));
      items.push(...page.items);
      cursor = page.nextCursor;
    }
    return items;
  }
  return {
    id,
    chat,
    /** Says something and waits for the end of its turn. */
    async say(text: string) {
      const clientId = crypto.randomUUID();
      chat.send({ type: "message", id: clientId, text });
      const { turnId } = await chat.until("message.accepted", ({ message }) => message.clientId === clientId);
      const { status } = await chat.until("turn.finished", (frame) => frame.turnId === turnId);
      const tools = chat.received.flatMap((frame) =>
        frame.type === "tool.finished" && frame.turnId === turnId ? [frame] : [],
      );
      return { turnId, status, text: chat.text(turnId), tools };
    },
    session: async () => Session.parse(await read("")),
    rooms: () => all("/rooms", Room),
    checklist: () => all("/checklist", ChecklistItem),
    picks: () => all("/picks", ProductPick),
    budget: async () => Budget.parse(await read("/budget")),
    plan: async () => Plan.parse(await read("/plan")),
    hasPlan: async () => (await service.get(`/api/sessions/${id}/plan`)).status === 200,
    approvals: () => all("/approvals", Approval),
    phases: () => all("/phases", PhaseTransition),
    [Symbol.asyncDispose]: () => chat[Symbol.asyncDispose](),
  };
}
export type Renovation = Awaited<ReturnType<typeof openRenovation>>;
