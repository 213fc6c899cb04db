import { Phase } from "../../sessions/schema.ts";
import { ReportQuery } from "./schema.ts";
import { defineTool } from "./tool.ts";

export const getReportLink = defineTool({
  name: "get_report_link",
  description:
    "Where the homeowner finds the report: to read, as PDF, and the shopping list as CSV. It is there in every phase and " +
    "fills as the project goes on. Give the links as they are, as Markdown. They open for the homeowner alone; a link for " +
    "others is made by them, in their project.",
  schema: ReportQuery,
  phases: Phase.options,
  async use(_input, { session: { id } }) {
    const report = `/api/sessions/${id}/report`;
    return {
      result: { report, pdf: `${report}?format=pdf`, shoppingList: `/api/sessions/${id}/shopping-list` },
      summary: "Gave the links of the report",
    };
  },
});
