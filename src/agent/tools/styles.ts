import { listStyles } from "../../catalog/store.ts";
import { findStyles } from "../../catalog/style-search.ts";
import { StyleQuery } from "./schema.ts";
import { defineTool } from "./tool.ts";

const shown = 4;

export const getStyleExamples = defineTool({
  name: "get_style_examples",
  description:
    "Styles of the catalogue that fit some words best, four at most, with palette and materials, and the slugs of all others. " +
    "Use the slugs in save_intake.",
  schema: StyleQuery,
  phases: ["INTAKE", "CHECKLIST", "RENDER"],
  async use({ query }, { sql }) {
    const all = await listStyles(sql);
    const styles = findStyles(all, query).slice(0, shown);
    return {
      result: {
        styles: styles.map(({ slug, name, summary, palette, materials }) => ({
          slug,
          name,
          summary,
          colours: palette.map((colour) => colour.name),
          materials,
        })),
        others: all.filter((style) => !styles.includes(style)).map(({ slug }) => slug),
      },
      summary: styles.length > 0 ? `Looked at ${styles.map(({ name }) => name).join(", ")}` : "Found no such style",
    };
  },
});
