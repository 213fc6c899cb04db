import { drawBoard } from "./board/board.ts";
import type { BoardInput, BoardPick } from "./board/input.ts";
import type { Brief, BriefPick } from "./brief.ts";
import type { Renderer } from "./renderer.ts";

const locale = "en-GB";

/** Draws the board to scale from the project alone: no model, no network, always the same for the same project. */
export const conceptBoard: Renderer = async ({ brief, signal, progress }) => {
  await progress("Drawing the concept board");
  signal.throwIfAborted();
  const bytes = new TextEncoder().encode(drawBoard(boardInput(brief, new Date())));
  return { bytes, contentType: "image/svg+xml", widthPx: null, heightPx: null };
};

function boardInput({ render, session, room, style, picks, currency, plan }: Brief, now: Date): BoardInput {
  return {
    projectTitle: session.title ?? "Renovation",
    room,
    style,
    picks: picks.map(boardPick),
    currency,
    plan,
    instructions: render.instructions,
    version: render.version,
    date: now.toISOString().slice(0, 10),
    locale,
  };
}

const boardPick = ({ pick, product }: BriefPick): BoardPick => ({
  name: pick.productName,
  // What the catalogue no longer has is listed, but of unknown size there is nothing to place.
  category: product?.category ?? "textiles",
  unit: pick.unit,
  size: product?.size ?? null,
  materials: product?.materials ?? [],
  quantity: pick.quantity,
  unitPriceMinor: pick.unitPriceMinor,
  costMinor: pick.costMinor,
});
