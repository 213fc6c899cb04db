import { requestRender } from "../../renders/changes.ts";
import { RenderInput } from "./schema.ts";
import { byAgent, defineTool } from "./tool.ts";

export const generateRender = defineTool({
  name: "generate_render",
  description:
    "Make a picture of a room: from scratch, from a photo of it, or as a further version of an earlier picture. It is made " +
    "beside the chat and shown to the homeowner with the question to decide on it, so end your turn after asking for it.",
  schema: RenderInput,
  phases: ["RENDER"],
  async use({ roomId, instructions, parentId, baseAssetId }, context) {
    const { sql, owner, session, renderers } = context;
    const input = {
      roomId,
      ...(instructions && { instructions }),
      ...(parentId && { parentId }),
      ...(baseAssetId && { baseAssetId }),
    };
    const { result, events } = await requestRender(sql, owner, session, input, { ...byAgent(context), renderers });
    const { id, roomName, version, renderer, status } = result;
    return {
      result: { renderId: id, room: roomName, version, renderer, status },
      summary: `Asked for picture ${version} of ${roomName}`,
      events,
    };
  },
});
