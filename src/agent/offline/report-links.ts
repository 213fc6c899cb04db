import { z } from "zod";
import type { Reading } from "./situation.ts";

const Links = z.object({ report: z.string(), pdf: z.string(), shoppingList: z.string() });

/** Where the report is, once its tool has told. */
export function reportLinks({ outcomes }: Pick<Reading, "outcomes">): string {
  const found = outcomes.find(({ name, ok }) => ok && name === "get_report_link");
  const links = Links.safeParse(found?.result).data;
  if (!links) return "";
  return [
    `- [The report](${links.report}), to read and to print`,
    `- [The report as PDF](${links.pdf}), to hand to a contractor`,
    `- [The shopping list](${links.shoppingList}), for a spreadsheet`,
  ].join("\n");
}

/** The answer to whoever asks for the report. */
export function reportAnswer({ outcomes, project }: Pick<Reading, "outcomes" | "project">): string {
  const links = reportLinks({ outcomes });
  if (links === "") return "";
  const isWhole = project.session.phase === "COMPLETE" || project.session.phase === "ITERATE";
  const lead = isWhole
    ? "Here it is, always as the project stands:"
    : "Here it is. It shows what there is so far and fills as the project goes on:";
  return `${lead}\n${links}`;
}
