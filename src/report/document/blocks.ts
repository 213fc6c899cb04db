import type { Drawing } from "../drawing/shapes.ts";
import type { ReportPicture } from "../schema.ts";

/** A cell's text, with a second line in small print. */
export type Cell = string | { text: string; note?: string; tone?: Tone };
export type Tone = "good" | "bad" | "muted";

/** `share` of the table's width, of all shares. */
export type Column = { label: string; share: number; align?: "end" };

export type Row =
  | { type: "item"; cells: readonly Cell[] }
  /** A heading within the table, with an amount at the end. */
  | { type: "group"; label: string; amount?: string }
  | { type: "total"; label: string; amount: string; strong?: boolean; tone?: Tone };

export type Table = { type: "table"; label: string; columns: readonly Column[]; rows: readonly Row[] };
export type Fact = { label: string; value: string; note?: string; tone?: Tone };
export type Photo = { picture: ReportPicture; caption: string };

/** What a report is made of, whatever it is printed as. */
export type Block =
  | { type: "heading"; text: string; note?: string }
  | { type: "text"; text: string; tone?: Tone }
  | { type: "notice"; text: string }
  | { type: "facts"; facts: readonly Fact[] }
  | { type: "list"; items: readonly string[] }
  | { type: "swatches"; colours: readonly { name: string; hex: string }[] }
  | { type: "photos"; photos: readonly Photo[] }
  | { type: "drawing"; drawing: Drawing }
  | Table;

/** `anchor` names it in links; one that `flows` begins a page only where little of the last one is left. */
export type Section = { title: string; anchor: string; flows?: boolean; blocks: readonly Block[] };

export type Cover = {
  title: string;
  /** What it is, in one line. */
  subtitle: string;
  status: { text: string; tone: Tone };
  /** Day it was made. */
  date: string;
  photo: Photo | undefined;
  facts: readonly Fact[];
  open: readonly string[];
};

export type ReportDocument = {
  cover: Cover;
  sections: readonly Section[];
  /** Boards of the rooms, which paper shows once more on pages of their own. */
  boards: readonly Photo[];
  footer: string;
};
