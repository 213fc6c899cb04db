import { z } from "zod";
import { Approval } from "../../src/approvals/schema.ts";
import { Budget } from "../../src/budget/schema.ts";
import { ChecklistItem } from "../../src/checklist/schema.ts";
import { ProductPick } from "../../src/picks/schema.ts";
import type { ServerFrame } from "../../src/chat/protocol.ts";
import { Plan } from "../../src/plan/schema.ts";
import { Render } from "../../src/renders/schema.ts";
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
  const ended = async (turnId: string) => {
    const { status } = await chat.until("turn.finished", (frame) => frame.turnId === turnId);
    const tools = chat.received.flatMap((frame) =>
      frame.type === "tool.finished" && frame.turnId === turnId ? [frame] : [],
    );
    return { turnId, status, text: chat.text(turnId), tools };
  };
  return {
    id,
    chat,
    /** Says something and waits for the end of its turn. */
    async say(text: string, attachments: string[] = []) {
      const clientId = crypto.randomUUID();
      chat.send({ type: "message", id: clientId, text, attachments });
      const { turnId } = await chat.until("message.accepted", ({ message }) => message.clientId === clientId);
      return ended(turnId);
    },
    /** Waits until the room's picture of this version is ready and asked about. */
    async picture(roomName: string, version: number) {
      const isIt = (frame: Asked) =>
        frame.kind === "render" && frame.facts.roomName === roomName && frame.facts.version === version;
      return (await chat.until("approval.requested", isIt)).approvalId;
    },
    /** Presses a button, and waits for the end of the turn that it starts. */
    async press(approvalId: string, decision: "approve" | "reject", note?: string) {
      chat.send({ type: "answer", approvalId, decision, ...(note === undefined ? {} : { note }) });
      const told = await chat.until("approval.answered", (frame) => frame.approvalId === approvalId);
      // The message that tells the agent comes right before the decision.
      const { turnId } = await chat.until("message.accepted", ({ seq }) => seq === told.seq - 1);
      return ended(turnId);
    },
    session: async () => Session.parse(await read("")),
    rooms: () => all("/rooms", Room),
    checklist: () => all("/checklist", ChecklistItem),
    picks: () => all("/picks", ProductPick),
    budget: async () => Budget.parse(await read("/budget")),
    plan: async () => Plan.parse(await read("/plan")),
    hasPlan: async () => (await service.get(`/api/sessions/${id}/plan`)).status === 200,
    renders: () => all("/renders", Render),
    approvals: () => all("/approvals", Approval),
    phases: () => all("/phases", PhaseTransition),
    [Symbol.asyncDispose]: () => chat[Symbol.asyncDispose](),
  };
}
type Asked = Extract<ServerFrame, { type: "approval.requested" }>;

export type Renovation = Awaited<ReturnType<typeof openRenovation>>;
