import type { Asset, AssetChange } from "../assets/schema.ts";
import type { Budget } from "../budget/schema.ts";
import type { ChecklistItem, ChecklistItemChange, NewChecklistItem } from "../checklist/schema.ts";
import type { NewPick, PickChange, ProductPick } from "../picks/schema.ts";
import type { Plan, PlanSummary } from "../plan/schema.ts";
import type { NewRender, Render } from "../renders/schema.ts";
import type { NewRoom, Room, RoomChange } from "../rooms/schema.ts";
import type { Session, SessionChange } from "../sessions/schema.ts";
import type { CreatedShareLink, NewShareLink, ShareLink } from "../sharing/schema.ts";
import { type Fetch, isPassing, RequestFailed, requestJson, requestTagged, toProblemDetails } from "./http-client.ts";
import { newMessageId } from "./message-id.ts";

type Page<T> = { items: T[]; nextCursor: string | null };
/** In pixels: what the service makes copies of. */
export type CopyWidth = 160 | 480 | 960 | 1600;
export type ProjectApi = ReturnType<typeof createProjectApi>;

/** Reads and edits what belongs to the session at `url`. All throw {@link RequestFailed}. */
export function createProjectApi(url: string, fetch: Fetch) {
  const request = <T>(path: string, init?: RequestInit) => requestJson<T>(fetch, `${url}${path}`, init);
  /** Of what was asked for and not answered yet: asked again in the same words it is the same request. */
  const keys = new Map<string, string>();

  async function post<T>(path: string, content: unknown): Promise<T> {
    const body = JSON.stringify(content);
    const words = `${path} ${body}`;
    const key = keys.get(words) ?? newMessageId();
    keys.set(words, key);
    try {
      const answer = await request<T>(path, { method: "POST", body, headers: { "idempotency-key": key } });
      keys.delete(words);
      return answer;
    } catch (error) {
      // Otherwise it may have been done.
      if (!isPassing(toProblemDetails(error))) keys.delete(words);
      throw error;
    }
  }

  async function all<T>(path: string): Promise<T[]> {
    const items: T[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const after: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : "";
      const page: Page<T> = await request(`${path}?limit=100${after}`);
      items.push(...page.items);
      cursor = page.nextCursor;
    }
    return items;
  }

  /** Edits the thing as it was `shown`: refused with 412 where somebody else changed it since. */
  async function edit<T>(path: string, shown: T, method: "PATCH" | "DELETE", change?: object): Promise<void> {
    const { value, etag } = await requestTagged<T>(fetch, `${url}${path}`);
    if (JSON.stringify(value) !== JSON.stringify(shown)) throw new RequestFailed(changedSince);
    const headers = etag ? { "if-match": etag } : {};
    await request(path, { method, headers, ...(change ? { body: JSON.stringify(change) } : {}) });
  }

  return {
    url,
    readSession: () => request<Session>(""),
    changeSession: (change: SessionChange) => request("", { method: "PATCH", body: JSON.stringify(change) }),

    readRooms: () => all<Room>("/rooms"),
    createRoom: (room: NewRoom) => post("/rooms", room),
    changeRoom: (shown: Room, change: RoomChange) => edit(`/rooms/${shown.id}`, shown, "PATCH", change),
    deleteRoom: (shown: Room) => edit(`/rooms/${shown.id}`, shown, "DELETE"),

    readChecklist: () => all<ChecklistItem>("/checklist"),
    createItem: (item: NewChecklistItem) => post("/checklist", item),
    changeItem: (shown: ChecklistItem, change: ChecklistItemChange) =>
      edit(`/checklist/${shown.id}`, shown, "PATCH", change),
    /** Means the same whatever else changed, so the last one to tick is right. */
    tickItem: (id: string, done: boolean) =>
      request(`/checklist/${id}`, { method: "PATCH", body: JSON.stringify({ done }) }),
    deleteItem: (shown: ChecklistItem) => edit(`/checklist/${shown.id}`, shown, "DELETE"),

    readPicks: () => all<ProductPick>("/picks"),
    createPick: (pick: NewPick) => post("/picks", pick),
    changePick: (shown: ProductPick, change: PickChange) => edit(`/picks/${shown.id}`, shown, "PATCH", change),
    deletePick: (shown: ProductPick) => edit(`/picks/${shown.id}`, shown, "DELETE"),

    readBudget: () => request<Budget>("/budget"),
    /** Null before there is one; by the list, because a browser reports every 404 as an error. */
    readPlan: async (): Promise<Plan | null> => {
      const { items } = await request<Page<PlanSummary>>("/plan/versions?limit=1");
      return items[0] ? request<Plan>(`/plan/versions/${items[0].version}`) : null;
    },

    readAssets: () => all<Asset>("/assets"),
    changeAsset: (id: string, change: AssetChange) =>
      request(`/assets/${id}`, { method: "PATCH", body: JSON.stringify(change) }),
    deleteAsset: (id: string) => request(`/assets/${id}`, { method: "DELETE" }),
    /** Where a file's bytes are; scaled down for pictures when a width is given. */
    assetUrl: (id: string, width?: CopyWidth) => `${url}/assets/${id}/content${width ? `?width=${width}` : ""}`,

    readRenders: () => all<Render>("/renders"),
    createRender: (render: NewRender) => post<Render>("/renders", render),
    cancelTurn: (turnId: string) => request(`/turns/${turnId}/cancel`, { method: "POST" }),

    readShareLinks: () => all<ShareLink>("/share-links"),
    createShareLink: (link: NewShareLink) => post<CreatedShareLink>("/share-links", link),
    revokeShareLink: (id: string) => request(`/share-links/${id}`, { method: "DELETE" }),
    reportUrl: (format: "html" | "pdf") => `${url}/report?format=${format}`,
    shoppingListUrl: `${url}/shopping-list`,
  };
}

const changedSince = {
  type: "/problems/precondition-failed",
  title: "It has changed meanwhile",
  status: 412,
  detail: "Somebody else was faster, perhaps the agent. Have a look at how it is now, then save again.",
};
