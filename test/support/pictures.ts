import { Render } from "../../src/renders/schema.ts";
import type { FakeGemini } from "./fake-gemini.ts";
import { type ServiceApi, startRenovation } from "./renovation.ts";
import type { TestSocket } from "./socket.ts";

export const imageModel = "gemini-2.5-flash-image";

/** What makes a service ask the fake for pictures. */
export const imageModelEnv = ({ apiKey, baseUrl }: FakeGemini) => ({
  GEMINI_API_KEY: apiKey,
  GEMINI_BASE_URL: baseUrl,
});

/** A renovation in RENDER, with an approved plan. */
export async function toRender(service: ServiceApi, options: Parameters<typeof startRenovation>[1] = {}) {
  const renovation = await startRenovation(service, options);
  const { base, posted, read, roomIds } = renovation;
  await renovation.toPlan();
  await renovation.write();
  await renovation.decide((await renovation.ask()).id, "approve");
  await renovation.move("RENDER");
  const draw = async (input: object = {}) => Render.parse(await posted("/renders", { roomId: roomIds[0], ...input }));
  /** The render once it is over. */
  const over = async (chat: TestSocket, { id }: Render) => {
    const isOver = ["ready", "failed", "cancelled"];
    await chat.until("render.changed", ({ renderId, status }) => renderId === id && isOver.includes(status));
    return Render.parse(await read(`/renders/${id}`));
  };
  return {
    ...renovation,
    draw,
    over,
    /** A picture that is ready, with the question about it. */
    async drawn(chat: TestSocket, input: object = {}) {
      const render = await over(chat, await draw(input));
      const asked = await chat.until(
        "approval.requested",
        ({ kind, facts }) => kind === "render" && "renderId" in facts && facts.renderId === render.id,
      );
      return { render, approvalId: asked.approvalId };
    },
    async upload(bytes: Buffer<ArrayBuffer>) {
      const response = await fetch(new URL(`${base}/assets`, service.url), { method: "POST", body: bytes });
      if (!response.ok) throw new Error(await response.text());
      return ((await response.json()) as { id: string }).id;
    },
    content: async (assetId: string | null) => service.get(`${base}/assets/${assetId}/content`),
  };
}
export type Pictured = Awaited<ReturnType<typeof toRender>>;
