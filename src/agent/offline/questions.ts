import type { Topic } from "./understanding.ts";

/** What the planner asks; the subject is the room, the word to count or the amount it is about. */
export type Question = { topic: Topic; subject?: string };

type Wording = { lead: string; end: string; rest: string };

/** How each question is put. Nothing but these words tells the planner later what it had asked. */
const wordings: Record<Topic, Wording> = {
  room: {
    lead: "Which room shall we plan",
    end: "?",
    rest: " One or several, for example “a kitchen and two bathrooms”.",
  },
  count: { lead: "How many ", end: " are there?", rest: " A number is enough." },
  size: {
    lead: "How big is ",
    end: "?",
    rest: " Both sides (“3 by 4 m”) or the area (“12 m²”) will do, or just say “skip”.",
  },
  budget: {
    lead: "What budget do you have in mind",
    end: "?",
    rest: " A round sum such as “20k euros” is enough, and “skip” is fine too.",
  },
  amount: { lead: "Did you mean a budget of ", end: "?", rest: "" },
  style: {
    lead: "Which style do you like",
    end: "?",
    rest: " Say for example “Scandinavian” or “industrial”, or “show me styles”.",
  },
  wishes: {
    lead: "Is there anything you insist on",
    end: "?",
    rest: " Something to keep, to have or to avoid, such as “keep the window” or “no open shelves”.",
  },
  wish: {
    lead: "What is it that you insist on",
    end: "?",
    rest: " Say it in a few words, such as “keep the window”, or “nothing”.",
  },
  checklist: { lead: "Shall I move on to the checklist", end: "?", rest: "" },
  plan: { lead: "Shall I write the plan", end: "?", rest: " Or tell me what to drop, to add or to change." },
  decision: { lead: "**Please decide", end: ":", rest: "" },
  undecided: {
    lead: "The plan waits for your decision",
    end: ":",
    rest: " say “approve” or “reject”, or tell me what to change.",
  },
  change: {
    lead: "What shall I change",
    end: "?",
    rest: " Say for example “cheaper”, “make it 15k” or “back to the checklist”.",
  },
  pictures: { lead: "Shall I go on to the pictures", end: "?", rest: "" },
  verdict: {
    lead: "Say “approve” or “reject”",
    end: ",",
    rest: " or tell me what to change.",
  },
  picture: {
    lead: "What shall I change about the picture of ",
    end: "?",
    rest: " Say it in a few words, such as “a darker worktop”, or “leave it”.",
  },
  again: { lead: "Shall I try again", end: "?", rest: "" },
  handover: { lead: "Shall I finish and hand over the report", end: "?", rest: "" },
  product: {
    lead: "Which one shall I take",
    end: "?",
    rest: " Say it by name, or “leave it”.",
  },
  more: {
    lead: "Is there anything you would like to know or to change",
    end: "?",
    rest: " Say for example “cheaper”, “another picture” or “the painter is done”.",
  },
};

export function ask({ topic, subject = "" }: Question): string {
  const { lead, end, rest } = wordings[topic];
  return `${lead}${subject}${end}${rest}`;
}

/** The question that an answer of the planner ended with. */
export function questionIn(text: string): Question | undefined {
  const closing = text.slice(text.lastIndexOf("\n\n") + 1).trim();
  for (const topic of Object.keys(wordings) as Topic[]) {
    const { lead, end } = wordings[topic];
    if (!closing.startsWith(lead)) continue;
    const subject = closing.slice(lead.length, closing.indexOf(end, lead.length));
    return subject ? { topic, subject } : { topic };
  }
  return undefined;
}
