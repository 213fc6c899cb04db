import { fromToWords } from "../plan/day-words.ts";
import { formatMinor } from "../sessions/money.ts";
import type { ApprovalAnswer, PlanApproval, PlanFacts, RenderApproval } from "./schema.ts";

type Decision = ApprovalAnswer["decision"];

/** Words that decide by themselves. */
const explicitWords: Record<Decision, readonly string[]> = {
  approve: [
    "approve",
    "approved",
    "aprove",
    "aproved",
    "accept",
    "accepted",
    "agree",
    "agreed",
    "confirm",
    "confirmed",
  ],
  reject: ["reject", "rejected", "decline", "declined", "refuse", "refused", "disapprove"],
};
/** Words that decide only as the answer to the question. */
const bareWords: Record<Decision, readonly string[]> = {
  approve: [
    "yes",
    "yep",
    "yeah",
    "yup",
    "ok",
    "okay",
    "sure",
    "fine",
    "perfect",
    "go ahead",
    "looks good",
    "looks great",
    "sounds good",
    "great",
    "lovely",
    "wonderful",
    "i love it",
    "love it",
    "like it",
    "go for it",
    "do it",
    "let's do it",
    "lets do it",
    "let's go",
    "lets go",
    "good",
    "cool",
    "nice",
    "super",
    "excellent",
    "of course",
    "absolutely",
    "definitely",
    "looks fine",
    "looks ok",
    "looks okay",
    "sounds great",
    "works for me",
    "alright",
  ],
  reject: ["no", "nope", "nah", "not yet"],
};
/** Words beside them that change nothing. Anything else in a message makes it more than a decision. */
const fillers = new Set(
  "i we it this that the a plan version budget picture image render board design going go over with to please thanks thank you very much is all right then now by me just so really both everything of them pictures and rooms".split(
    " ",
  ),
);

const wordsIn = (text: string) =>
  text
    .toLowerCase()
    .replaceAll("’", "'")
    .replace(/[^\p{L}\p{N}']+/gu, " ")
    .trim();

/** Whether a message has a word that may decide; most have none, and need no look at what is pending. */
export function mayDecide(text: string): boolean {
  const words = ` ${wordsIn(text)} `;
  const deciding = [explicitWords, bareWords].flatMap(({ approve, reject }) => [...approve, ...reject]);
  return deciding.some((phrase) => words.includes(` ${phrase} `));
}

/** Whether an answer ends with the question to decide, in whatever words: “Say “approve” or “reject”.” */
export const asksAgain = (answer: string) => /\bapprove\b/i.test(answer.slice(answer.lastIndexOf("\n\n") + 1));

/** The names that a message says. “Bedroom 2” does not say “Bedroom”. */
export function namesIn(text: string, names: readonly string[]): string[] {
  let words = ` ${wordsIn(text)} `;
  return names
    .toSorted((a, b) => b.length - a.length)
    .filter((name) => {
      const before = words;
      words = words.replace(` ${wordsIn(name)} `, " , ");
      return words !== before;
    });
}

/** “Approve both” and “approve all of them”, but not “all right”. */
export const meansAll = (text: string) => / (both|everything|all)(?! right) /.test(` ${wordsIn(text)} `);

/** The decision that a whole message is, the names of its subjects left out; undefined when it says anything besides. */
export function readAnswer(
  text: string,
  names: readonly string[] = [],
): { decision: Decision; isExplicit: boolean } | undefined {
  let words = names.reduce((left, name) => left.replace(` ${wordsIn(name)} `, " "), ` ${wordsIn(text)} `).trim();
  const take = (phrases: readonly string[]) => {
    const before = words;
    words = words.replace(new RegExp(`(?<=^| )(${phrases.join("|")})(?= |$)`, "g"), " ");
    return words !== before;
  };
  const found = (["approve", "reject"] as const).map((decision) => ({
    decision,
    isExplicit: take(explicitWords[decision]),
    isBare: take(bareWords[decision]),
  }));
  const [said, ...contradicting] = found.filter(({ isExplicit, isBare }) => isExplicit || isBare);
  const rest = words.split(" ").filter((word) => word !== "" && !fillers.has(word));
  if (!said || contradicting.length > 0 || rest.length > 0) return undefined;
  return { decision: said.decision, isExplicit: said.isExplicit };
}

type Asked = Pick<PlanApproval, "kind" | "facts"> | Pick<RenderApproval, "kind" | "facts">;

/** What the homeowner is taken to have said by pressing a button. Without figures: none of them is news. */
export function answerText(asked: Asked, { decision, note }: ApprovalAnswer): string {
  const subject = subjectOf(asked);
  const said = decision === "approve" ? `I approve ${subject}.` : `I do not approve ${subject}.`;
  return note ? `${said}\n\n${note}` : said;
}

function subjectOf(asked: Asked): string {
  switch (asked.kind) {
    case "plan":
      return "the plan";
    case "over_budget":
      return "going over the budget";
    case "render":
      return `picture ${asked.facts.version} of ${asked.facts.roomName}`;
  }
}

/** The question that ends a turn, with the facts to decide on. */
export function questionText({ kind, facts }: Asked): string {
  if (kind === "render") {
    return (
      `**Please decide on picture ${facts.version} of ${facts.roomName}.** Say “approve” or “reject”, ` +
      "or tell me what should be different and I will make another one."
    );
  }
  const { planVersion, taskCount } = facts;
  const money = (minor: number) => formatMinor(minor, facts.currency);
  if (kind === "over_budget") {
    return (
      `**Please decide: may it cost more than the budget?** Plan version ${planVersion} comes to ` +
      `${money(facts.totalMinor)}, ${budgetText(facts)}. Say “approve” to go over the budget, or “reject” and I will look for savings.`
    );
  }
  return (
    `**Please decide on plan version ${planVersion}:** ${taskCount} tasks ${fromToWords(facts)}. ` +
    `Labour ${money(facts.labourMinor)}, material ${money(facts.materialMinor)}, contingency ${money(facts.contingencyMinor)}, ` +
    `products ${money(facts.productsMinor)}: ${money(facts.totalMinor)} in all, ${budgetText(facts)}. ` +
    "Say “approve” or “reject”."
  );
}

function budgetText({ budgetMinor, totalMinor, overMinor, currency }: PlanFacts): string {
  if (budgetMinor === null) return "with no budget set";
  const budget = `the budget of ${formatMinor(budgetMinor, currency)}`;
  if (overMinor > 0) return `${formatMinor(overMinor, currency)} over ${budget}`;
  return `${formatMinor(budgetMinor - totalMinor, currency)} below ${budget}`;
}
