import type { DurableEvent, Message, ServerFrame } from "../../src/chat/protocol.ts";
import type { ClientHistory } from "./chat-client.ts";

export type StoredTurn = { id: string; status: string; attempt: number; failures: number; messageId: string };
/** What the service has of one session after everything came to rest. */
export type StoredSession = {
  id: string;
  /** By GET, oldest first. */
  messages: Message[];
  events: DurableEvent[];
  turns: StoredTurn[];
};

type Checks = {
  /** What is wrong with a text that may still be growing. */
  faultInText?: (text: string) => string | undefined;
  /** What is wrong with the text of a completed answer. */
  faultInWholeText?: (text: string) => string | undefined;
};
type Report = (fault: string) => void;
const nothing = () => undefined;

/** Everything that contradicts the promises to clients, in words; empty when there is nothing. */
export function checkHistory(session: StoredSession, clients: ClientHistory[], checks: Checks = {}): string[] {
  const faults: string[] = [];
  const report: Report = (fault) => faults.push(`session ${session.id}: ${fault}`);
  checkLog(session, report);
  checkAnswers(session, report, checks.faultInWholeText ?? nothing);
  const acknowledged = new Set(
    clients.flatMap(({ sent }) => [...sent.values()].flatMap(({ id, ack }) => (ack ? id : []))),
  );
  for (const client of clients) {
    const reportOf: Report = (fault) => report(`client ${client.name}: ${fault}`);
    checkSent(session, client, acknowledged, reportOf);
    checkReceived(session, client, reportOf, checks.faultInText ?? nothing);
  }
  const sentIds = new Set(clients.flatMap(({ sent }) => [...sent.keys()]));
  for (const { clientId } of session.messages) {
    if (clientId !== undefined && clients.length > 0 && !sentIds.has(clientId)) report(`nobody sent ${clientId}`);
  }
  return faults;
}

/** The event log by itself: gapless, and every turn's events in an order that makes sense. */
function checkLog({ events, turns }: StoredSession, report: Report) {
  const known = new Map<string, { attempt: number; answered: boolean; finished: boolean; calls: Set<string> }>();
  let running: string | undefined;
  for (const [index, event] of events.entries()) {
    if (event.seq !== index + 1) report(`event ${index + 1} of the log has seq ${event.seq}`);
    if (!("turnId" in event) || event.turnId === null) continue;
    const { turnId, type } = event;
    if (type === "message.accepted") {
      if (known.has(turnId)) report(`turn ${turnId} was accepted twice`);
      known.set(turnId, { attempt: 0, answered: false, finished: false, calls: new Set() });
      continue;
    }
    const turn = known.get(turnId);
    if (!turn) {
      report(`${type} of turn ${turnId}, which was not accepted before`);
      continue;
    }
    if (turn.finished) report(`${type} of turn ${turnId} after its end`);
    if (type === "turn.started") {
      if (event.attempt !== turn.attempt + 1) report(`attempt ${event.attempt} of ${turnId} after ${turn.attempt}`);
      if (running !== undefined && running !== turnId) report(`${turnId} started while ${running} was running`);
      turn.attempt = event.attempt;
      running = turnId;
    }
    if (type === "message.completed") {
      if (turn.answered) report(`turn ${turnId} was answered twice`);
      turn.answered = true;
    }
    if (type === "tool.finished") {
      if (turn.calls.has(event.callId)) report(`call ${event.callId} of ${turnId} was done twice`);
      turn.calls.add(event.callId);
    }
    if (type === "turn.finished") {
      turn.finished = true;
      if (running === turnId) running = undefined;
      const stored = turns.find(({ id }) => id === turnId);
      if (stored?.status !== event.status) report(`turn ${turnId} ended ${event.status}, but is ${stored?.status}`);
      if (event.status === "completed" && !turn.answered) report(`turn ${turnId} was completed without an answer`);
    }
  }
  for (const { id, status, attempt } of turns) {
    const turn = known.get(id);
    if (!turn) report(`turn ${id} is not in the log`);
    else if (!turn.finished) report(`turn ${id} is stuck: ${status}`);
    if (turn && turn.attempt !== attempt) report(`turn ${id} is at attempt ${attempt}, the log at ${turn.attempt}`);
  }
}

function checkAnswers({ events, turns, messages }: StoredSession, report: Report, faultIn: Checks["faultInText"]) {
  const completed = events.filter((event) => event.type === "message.completed");
  for (const { id, status } of turns) {
    const answers = messages.filter(({ role, turnId }) => role === "assistant" && turnId === id);
    if (answers.length > 1) report(`turn ${id} has ${answers.length} answers`);
    const [answer] = answers;
    if (status === "completed" && !answer) report(`turn ${id} is completed and has no answer`);
    const event = completed.find(({ turnId }) => turnId === id);
    if (event?.message.content !== answer?.content || event?.message.id !== answer?.id)
      report(`the answer of ${id} is another one in the log than among the messages`);
    const fault = status === "completed" && answer && faultIn?.(answer.content);
    if (fault) report(`the answer of ${id}: ${fault}`);
  }
}

/** Each acknowledged message is there exactly once, and one that was only ever refused is not. */
function checkSent(
  { events, messages }: StoredSession,
  { sent }: ClientHistory,
  acknowledged: Set<string>,
  report: Report,
) {
  for (const { id, text, ack, refused, isRepeated } of sent.values()) {
    const stored = messages.filter(({ clientId }) => clientId === id);
    if (refused && !isRepeated && !acknowledged.has(id) && stored.length > 0)
      report(`${id} was refused (${refused}) and stored all the same`);
    if (!ack) continue;
    const accepted = events.filter((event) => event.type === "message.accepted" && event.turnId === ack.turnId);
    if (stored.length !== 1) report(`${id} was acknowledged and is there ${stored.length} times`);
    if (accepted.length !== 1) report(`${id} was acknowledged and accepted ${accepted.length} times`);
    const [message] = stored;
    if (message && (message.id !== ack.messageId || message.content !== text))
      report(`${id} is stored as another message`);
  }
}

/** What a client was told, in the order in which it was told: no gap, no overlap, no text that never was. */
function checkReceived(session: StoredSession, client: ClientHistory, report: Report, faultIn: Checks["faultInText"]) {
  const turns = new Map<string, { attempt: number; text: string | undefined; finished: boolean }>();
  let position = client.after;
  let hasEpoch: string | undefined;

  function takeText(frame: Extract<ServerFrame, { type: "snapshot" | "reset" | "delta" }>) {
    const turn = turns.get(frame.turnId);
    const what = `${frame.type} of ${frame.turnId}.${frame.attempt}`;
    if (!turn || turn.finished) return report(`${what} ${turn ? "after its end" : "before its start"}`);
    if (turn.attempt !== frame.attempt) return report(`${what} during attempt ${turn.attempt}`);
    if (frame.type === "snapshot") turn.text = frame.text;
    else if (turn.text === undefined) return report(`${what} before a snapshot`);
    else if (frame.offset > turn.text.length) return report(`${what} leaves a hole at ${turn.text.length}`);
    else if (frame.type === "reset") turn.text = turn.text.slice(0, frame.offset);
    else {
      const overlap = turn.text.slice(frame.offset);
      if (!frame.text.startsWith(overlap)) return report(`${what} contradicts the text at ${frame.offset}`);
      turn.text = turn.text.slice(0, frame.offset) + frame.text;
    }
    // What a reset leaves may end in the middle of a word.
    const fault = frame.type === "reset" ? undefined : faultIn?.(turn.text ?? "");
    if (fault) report(`${what}: ${fault}`);
  }

  function takeEvent(event: DurableEvent) {
    if (position !== undefined && event.seq !== position + 1) report(`seq ${event.seq} after ${position}`);
    position = event.seq;
    const stored = session.events[event.seq - 1];
    if (!Bun.deepEquals(stored, event))
      report(`event ${event.seq} was told as ${event.type}, stored as ${stored?.type}`);
    if (event.type === "turn.started") {
      const attempt = turns.get(event.turnId)?.attempt ?? 0;
      if (event.attempt <= attempt) report(`attempt ${event.attempt} of ${event.turnId} after ${attempt}`);
      turns.set(event.turnId, { attempt: event.attempt, text: undefined, finished: false });
    }
    const turn = "turnId" in event && event.turnId !== null ? turns.get(event.turnId) : undefined;
    if (turn && event.type === "message.completed" && !isShown(turn.text ?? "", event.message))
      report(`the answer of ${event.turnId} is not what was shown of it`);
    if (turn && event.type === "turn.finished") turn.finished = true;
  }

  for (const { frame } of client.received) {
    if (frame.type === "hello") {
      if (position !== undefined && !frame.resumed) report(`was not resumed at ${position}`);
      if (hasEpoch !== undefined && hasEpoch !== frame.epoch) report("the epoch changed");
      hasEpoch = frame.epoch;
      if (!frame.resumed) position = frame.seq;
      const { runningTurn } = frame;
      if (!frame.resumed && runningTurn)
        turns.set(runningTurn.turnId, { attempt: runningTurn.attempt, text: undefined, finished: false });
    } else if (frame.type === "snapshot" || frame.type === "reset" || frame.type === "delta") takeText(frame);
    else if ("seq" in frame) takeEvent(frame);
  }
}

/** The end of a text that was cut short may have died with the process that showed it. */
const isShown = (shown: string, { content, status }: Message) =>
  content.startsWith(shown) || (status !== "complete" && shown.startsWith(content));
