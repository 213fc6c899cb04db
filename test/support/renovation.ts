import { Plan } from "../../src/plan/schema.ts";
import type { TestService } from "./service.ts";

/** Amounts that are easy to add up: 1,000 of labour and 500 of material a day. */
const task = (key: string, durationDays: number, dependsOn: string[] = [], more: object = {}) => ({
  key,
  title: `Work on ${key}`,
  trade: "tiling",
  durationDays,
  dependsOn,
  labourMinor: durationDays * 100_000,
  materialMinor: durationDays * 50_000,
  ...more,
});
export const kitchenTasks = [task("strip", 1), task("tile", 2, ["strip"]), task("paint", 1, ["tile"])];

/** What a client needs of a service, wherever it runs. */
export type ServiceApi = Pick<TestService, "url" | "get" | "post" | "send" | "session" | "socket">;

/** A renovation over HTTP: rooms with a checklist, and the phase that was asked for. */
export async function startRenovation(service: ServiceApi, { budgetMinor = 2_000_000, rooms = ["kitchen"] } = {}) {
  const id = await service.session();
  const base = `/api/sessions/${id}`;
  const posted = async (path: string, body: object) => {
    const response = await service.post(`${base}${path}`, body);
    if (!response.ok) throw new Error(`POST ${path}: ${await response.text()}`);
    return response.json();
  };
  const read = async (path = "") => (await service.get(`${base}${path}`)).json();
  await service.send("PATCH", base, { budgetMinor, currency: "EUR" });
  const roomIds: string[] = [];
  for (const type of rooms) {
    const { id: roomId } = await posted("/rooms", { type });
    await posted("/checklist", { roomId, category: "tiles", description: "New tiles" });
    roomIds.push(roomId);
  }
  const move = (to: string) => posted("/phase", { to });
  return {
    id,
    base,
    roomIds,
    posted,
    read,
    move,
    /** The status and kind that a request is refused with. */
    async refusal(method: string, path: string, body?: object, headers?: Record<string, string>) {
      const response = await service.send(method, `${base}${path}`, body, headers);
      const { status, type, detail } = await response.json();
      return { status, kind: String(type).replace("/problems/", ""), detail: String(detail) };
    },
    patch: async (change: object) => (await service.send("PATCH", base, change)).json(),
    async toPlan() {
      await move("CHECKLIST");
      await move("PLAN");
    },
    write: async (plan: object = {}) => Plan.parse(await posted("/plan/versions", { tasks: kitchenTasks, ...plan })),
    ask: (kind: "plan" | "over_budget" = "plan") => posted("/approvals", { kind }),
    decide: (approvalId: string, decision: "approve" | "reject", note?: string) =>
      posted(`/approvals/${approvalId}/answer`, { decision, ...(note === undefined ? {} : { note }) }),
    phase: async () => (await read()).phase as string,
    /** A socket that misses nothing from now on. */
    async follow() {
      const socket = await service.socket(id);
      await socket.until("hello");
      return socket;
    },
  };
}
export type Renovation = Awaited<ReturnType<typeof startRenovation>>;
