import { day, money } from "../format.ts";
import type { Report, ReportApproval } from "../schema.ts";
import type { Block, Cell, Section, Tone } from "./blocks.ts";

const states: Record<ReportApproval["status"], { text: string; tone: Tone }> = {
  approved: { text: "Approved", tone: "good" },
  rejected: { text: "Rejected", tone: "bad" },
  pending: { text: "Waiting", tone: "muted" },
  expired: { text: "Not answered in time", tone: "muted" },
  withdrawn: { text: "Overtaken", tone: "muted" },
};

/** What the homeowner decided, and what else was settled. */
export function approvalsSection({ approvals, decisions }: Report): Section | undefined {
  const told = approvals.filter(({ status }) => status !== "withdrawn" && status !== "expired");
  const blocks: Block[] = [];
  if (told.length > 0) {
    blocks.push({
      type: "table",
      label: "Approvals",
      columns: [
        { label: "What", share: 48 },
        { label: "Decision", share: 18 },
        { label: "Date", share: 15 },
        { label: "Amount", share: 19, align: "end" },
      ],
      rows: told.map((approval) => ({ type: "item", cells: toCells(approval) })),
    });
  }
  if (decisions.length > 0) {
    const items = decisions.map(({ text, createdAt }) => `${text} (${day(createdAt)})`);
    blocks.push({ type: "heading", text: "Settled along the way" }, { type: "list", items });
  }
  return blocks.length === 0
    ? undefined
    : { title: "Approvals and decisions", anchor: "approvals", flows: true, blocks };
}

function toCells({ subject, note, status, answeredAt, askedAt, totalMinor, currency }: ReportApproval): Cell[] {
  const amount = totalMinor === null || currency === null ? "" : money(totalMinor, currency);
  return [note ? { text: subject, note: `“${note}”` } : subject, states[status], day(answeredAt ?? askedAt), amount];
}
