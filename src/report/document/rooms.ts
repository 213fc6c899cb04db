import { money, roomSize, roundMoney, words } from "../format.ts";
import type { Report, ReportPicture, ReportRender, ReportRoom } from "../schema.ts";
import type { Block, Cell, Photo, Row, Section, Table } from "./blocks.ts";

/** Each room with its pictures, wishes and checklist. */
export function roomsSection({ rooms, style, session, pictures, morePictures, budget }: Report): Section | undefined {
  const blocks: Block[] = [];
  if (style) {
    blocks.push(
      { type: "heading", text: `Style: ${style.name}` },
      { type: "text", text: `${style.summary} Materials: ${style.materials.join(", ")}.` },
      { type: "swatches", colours: style.palette },
    );
  }
  if (session.constraints.length > 0)
    blocks.push({ type: "heading", text: "What matters in every room" }, { type: "list", items: session.constraints });
  blocks.push(...rooms.flatMap((room) => roomBlocks(room, budget.currency)));
  if (pictures.length > 0) {
    blocks.push(
      { type: "heading", text: "Photos and plans of the whole project" },
      { type: "photos", photos: pictures.map((picture) => ({ picture, caption: pictureCaption(picture) })) },
      ...leftOut(morePictures),
    );
  }
  return blocks.length === 0 ? undefined : { title: "Rooms", anchor: "rooms", blocks };
}

function roomBlocks(report: ReportRoom, currency: string): Block[] {
  const { room, areaM2, pictures, render, morePictures } = report;
  const size = roomSize(room, areaM2).join(" · ");
  const limit = room.budgetMinor === null ? [] : [`limit ${roundMoney(room.budgetMinor, currency)}`];
  const about = [words(room.type), size || "size not known yet", ...limit].join(" · ");
  const blocks: Block[] = [{ type: "heading", text: room.name, note: about }];
  if (render) blocks.push({ type: "photos", photos: beforeAndAfter(room.name, render) });
  if (room.requirements.length > 0) blocks.push({ type: "list", items: room.requirements });
  if (room.notes?.trim()) blocks.push({ type: "text", text: room.notes });
  if (pictures.length > 0)
    blocks.push({ type: "photos", photos: pictures.map((picture) => ({ picture, caption: pictureCaption(picture) })) });
  blocks.push(...leftOut(morePictures));
  blocks.push(checklistTable(report, currency) ?? { type: "text", text: "No checklist yet.", tone: "muted" });
  return blocks;
}

function beforeAndAfter(roomName: string, render: ReportRender): Photo[] {
  const after = { picture: render.picture, caption: renderCaption(roomName, render) };
  const { before } = render;
  if (!before) return [after];
  return [
    { picture: before, caption: `Before: ${before.caption ?? roomName}` },
    { ...after, caption: `After: ${after.caption}` },
  ];
}

/** What a picture is, so that nobody takes an idea for a photo or a draft for a decision. */
export function renderCaption(roomName: string, { renderer, version, decision }: ReportRender): string {
  const what = renderer === "concept_board" ? "concept board" : "concept picture";
  const state = { approved: "approved", rejected: "not approved", open: "not approved yet" }[decision];
  return `${roomName}, ${what} version ${version}, ${state}`;
}

const pictureNames = { photo: "Photo", floor_plan: "Floor plan", document: "Document", render: "Picture" };
const pictureCaption = ({ kind, caption }: ReportPicture) => caption ?? pictureNames[kind];

const leftOut = (more: number): Block[] =>
  more === 0 ? [] : [{ type: "text", text: `${more} more in the project's files.`, tone: "muted" }];

const priorities = { must: "Must", nice: "Nice to have", optional: "Optional" };

function checklistTable(
  { room, checklist, estimatedMinor, doneCount }: ReportRoom,
  currency: string,
): Table | undefined {
  if (checklist.length === 0) return undefined;
  const rows = checklist.map(({ done, description, category, priority, estimateMinor, productSlugs }): Row => {
    const open: Cell = { text: productSlugs.length > 0 ? "shopping list" : "–", tone: "muted" };
    const estimate = estimateMinor === null ? open : money(estimateMinor, currency);
    return { type: "item", cells: [done ? "☑" : "☐", description, words(category), priorities[priority], estimate] };
  });
  const total: Row = {
    type: "total",
    label: `${doneCount} of ${checklist.length} done · estimates without optional items`,
    amount: money(estimatedMinor, currency),
  };
  return {
    type: "table",
    label: `Checklist: ${room.name}`,
    columns: [
      { label: "Done", share: 7 },
      { label: "What is to be done or bought", share: 45 },
      { label: "Category", share: 15 },
      { label: "Priority", share: 15 },
      { label: "Estimate", share: 18, align: "end" },
    ],
    rows: [...rows, total],
  };
}
