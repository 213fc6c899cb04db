import type { Drawing, Paint, Shape, TextShape } from "../drawing/shapes.ts";
import type { Sheet } from "./sheet.ts";

type Place = { x: number; y: number; width: number };

/** Draws it as vectors, as wide as wanted; its height follows. Only between two breaths: it adds no page. */
export function paintDrawing(sheet: Sheet, { box, shapes }: Drawing, { x, y, width }: Place): void {
  const { doc } = sheet;
  const scale = width / box.width;
  doc.save();
  doc.rect(x, y, width, box.height * scale).clip();
  doc.transform(scale, 0, 0, scale, x - box.x * scale, y - box.y * scale);
  for (const shape of shapes) paintShape(sheet, shape);
  doc.restore();
}

function paintShape(sheet: Sheet, shape: Shape) {
  const { doc } = sheet;
  switch (shape.type) {
    case "rect": {
      const { x, y, width, height, radius = 0 } = shape;
      if (!(width > 0) || !(height > 0)) return;
      const round = Math.min(radius, width / 2, height / 2);
      return painted(sheet, shape, () =>
        round > 0 ? doc.roundedRect(x, y, width, height, round) : doc.rect(x, y, width, height),
      );
    }
    case "ellipse": {
      const { x, y, radiusX, radiusY } = shape;
      if (!(radiusX > 0) || !(radiusY > 0)) return;
      return painted(sheet, shape, () => doc.ellipse(x, y, radiusX, radiusY));
    }
    case "path":
      if (shape.d.trim() === "") return;
      return painted(sheet, shape, () => doc.path(shape.d));
    case "text":
      return paintText(sheet, shape);
    case "group": {
      doc.save();
      if (shape.matrix) doc.transform(...shape.matrix);
      if (shape.opacity !== undefined) doc.opacity(shape.opacity);
      for (const inner of shape.shapes) paintShape(sheet, inner);
      doc.restore();
    }
  }
}

/** Sets everything before the path: between a path and its painting PDF allows nothing (ISO 32000-1, 8.2). */
function painted(
  { doc }: Sheet,
  { fill, evenOdd, stroke, strokeWidth = 1, dash = [], ...how }: Paint,
  trace: () => unknown,
) {
  if (!fill && !stroke) return;
  doc.save();
  if (how.opacity !== undefined) doc.opacity(how.opacity);
  if (fill) doc.fillColor(fill);
  if (stroke)
    doc
      .strokeColor(stroke)
      .lineWidth(strokeWidth)
      .lineCap(how.cap ?? "butt")
      .lineJoin(how.join ?? "miter");
  // A dash of nothing is no dash to PDF.
  if (stroke && dash.length > 0 && dash.every((length) => length > 0)) doc.dash(dash as never, {});
  trace();
  const rule = evenOdd ? "even-odd" : "non-zero";
  if (fill && stroke) doc.fillAndStroke(rule);
  else if (fill) doc.fill(rule);
  else doc.stroke();
  doc.restore();
}

function paintText(
  { doc, use, print }: Sheet,
  { x, y, text, size, fill, bold, anchor, spacing = 0, opacity }: TextShape,
) {
  const line = print.line(text);
  if (line === "") return;
  doc.save();
  use({ size, bold: bold ?? false, color: fill });
  if (opacity !== undefined) doc.opacity(opacity);
  const width = anchor ? doc.widthOfString(line, { characterSpacing: spacing }) : 0;
  const start = anchor === "end" ? x - width : anchor === "middle" ? x - width / 2 : x;
  doc.text(line, start, y, { lineBreak: false, baseline: "alphabetic", characterSpacing: spacing });
  doc.restore();
}
