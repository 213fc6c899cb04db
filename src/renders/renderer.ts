import type { Asset, ContentType } from "../assets/schema.ts";
import type { Usage } from "../chat/protocol.ts";
import type { Owner } from "../sessions/owner.ts";
import type { Brief } from "./brief.ts";

export type Picture = {
  bytes: Uint8Array;
  contentType: ContentType;
  /** Null for a drawing, which has no pixels. */
  widthPx: number | null;
  heightPx: number | null;
};

type RenderRequest = {
  owner: Owner;
  brief: Brief;
  /** The photo to start from. */
  photo: Asset | undefined;
  /** The picture of which this is to be a further version. */
  previous: Asset | undefined;
  signal: AbortSignal;
  /** Says what is being done, for a person. */
  progress: (text: string) => Promise<void>;
  /** Tokens billed since the last of these. */
  billed: (usage: Usage) => void;
};

/** Makes a picture of a room as it could be. Throws a {@link Problem} that a user can read; an abort ends it at once. */
export type Renderer = (request: RenderRequest) => Promise<Picture>;
