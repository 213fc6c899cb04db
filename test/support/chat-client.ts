import { once } from "node:events";
import type { ClientFrame, ServerFrame } from "../../src/chat/protocol.ts";

type Message = Omit<Extract<ClientFrame, { type: "message" }>, "type">;
export type Received = {
  /** Which connection it came on, counted from 1. */
  connection: number;
  atMs: number;
  frame: ServerFrame;
};
export type Sent = Message & {
  ack?: { messageId: string; turnId: string };
  /** The kind of problem it was refused with. */
  refused?: string;
  /** It was sent again after that, and may have been stored then. */
  isRepeated?: boolean;
};
/** Everything one client sent and was told. */
export type ClientHistory = {
  name: string;
  sessionId: string;
  /** Where in the log it began; undefined for its end. */
  after: number | undefined;
  received: Received[];
  sent: Map<string, Sent>;
};

type Options = {
  name: string;
  sessionId: string;
  /** The replicas it may connect to, asked at every attempt. */
  replicas: () => URL[];
  /** 0 up to 1, for the choice of replica and the pauses. */
  random?: () => number;
  /** Where in the log it begins; without one it begins at the end. */
  after?: number;
  /** A connection that does not answer a ping for so long is given up. Never by default. */
  patienceMs?: number;
};

const longestPauseMs = 400;

/**
 * A chat client as it should be written: it comes back after every loss with its place in the log, after a random pause and maybe to another
 * replica, and repeats under the same ids whatever was not confirmed. It records everything for the checker.
 */
export class ChatClient implements ClientHistory, AsyncDisposable {
  readonly name: string;
  readonly sessionId: string;
  readonly after: number | undefined;
  readonly received: Received[] = [];
  readonly sent = new Map<string, Sent>();
  /** The last durable event it has. */
  position: number | undefined;
  readonly #options: Options;
  readonly #random: () => number;
  readonly #wishes = new Map<string, ClientFrame>();
  readonly #messageOf = new Map<string, string>();
  readonly #finished = new Set<string>();
  #epoch: string | undefined;
  #socket: WebSocket | undefined;
  #isGreeted = false;
  #isWanted = false;
  #connections = 0;
  #looping = Promise.resolve();
  #heardAt = 0;
  #hintMs = 0;
  #news = Promise.withResolvers<void>();

  constructor(options: Options) {
    this.#options = options;
    this.#random = options.random ?? Math.random;
    this.name = options.name;
    this.sessionId = options.sessionId;
    this.after = options.after;
    this.position = options.after;
  }

  /** Connects and stays so, through whatever happens, until told otherwise. */
  connect(): this {
    if (this.#isWanted) return this;
    this.#isWanted = true;
    this.#looping = this.#looping.then(() => this.#stayConnected());
    return this;
  }

  /** Drops the line without a goodbye, as a train in a tunnel does. */
  disconnect() {
    this.#isWanted = false;
    if (this.#socket) drop(this.#socket);
    this.#socket = undefined;
    this.#isGreeted = false;
    this.#wake();
  }

  /** Sends a message now or when it is connected, and again until it is acknowledged or refused. */
  say(message: Message): Sent {
    const earlier = this.sent.get(message.id);
    const sent: Sent = earlier ? Object.assign(earlier, { isRepeated: true }) : { ...message };
    delete sent.refused;
    this.sent.set(message.id, sent);
    this.#send({ type: "message", ...message });
    return sent;
  }

  /** Sends it by HTTP under its id as Idempotency-Key, and again until there is a definite answer. */
  async sayByHttp({ id, ...message }: Message): Promise<Sent> {
    const sent = this.sent.get(id) ?? { id, ...message };
    this.sent.set(id, sent);
    for (;;) {
      const answer = await fetch(this.#at(`/api/sessions/${this.sessionId}/messages`), {
        method: "POST",
        headers: { "content-type": "application/json", "idempotency-key": id },
        body: JSON.stringify(message),
        keepalive: false,
        signal: AbortSignal.timeout(15_000),
      }).catch(() => undefined);
      const body = await answer?.json().catch(() => undefined);
      if (answer?.status === 202 && body) this.#acknowledge(sent, body);
      else if (answer && body && answer.status < 500) sent.refused = body.type;
      if (sent.ack || sent.refused) break;
      await this.#pause();
    }
    this.#wake();
    return sent;
  }

  /** Asks for it again after every loss, until the turn is over. */
  cancel(target: { turnId: string } | { id: string }) {
    this.#wish(`cancel ${"turnId" in target ? target.turnId : target.id}`, { type: "cancel", ...target });
  }

  /** Asks for it again after every loss, until its turn is accepted. */
  retry(turnId: string) {
    this.#wish(`retry ${turnId}`, { type: "retry", turnId });
  }

  /** Waits until `find` finds something. */
  async until<T>(what: string, find: () => T | undefined, withinMs = 30_000): Promise<T> {
    const deadline = performance.now() + withinMs;
    for (let found = find(); ; found = find()) {
      if (found !== undefined) return found;
      const leftMs = deadline - performance.now();
      const last = this.received.slice(-5).map(({ frame }) => frame.type);
      if (leftMs <= 0) {
        const where = `at ${this.position} of ${this.sessionId}${this.#isGreeted ? "" : ", not connected"}`;
        throw new Error(`${this.name} waited ${withinMs} ms for ${what} ${where}; last: ${last.join(" ")}`);
      }
      const late = Promise.withResolvers<void>();
      const timer = setTimeout(late.resolve, leftMs);
      await Promise.race([this.#news.promise, late.promise]);
      clearTimeout(timer);
    }
  }

  /** Waits for a frame of this kind and shape, counting from the beginning. */
  untilFrame<T extends ServerFrame["type"]>(
    type: T,
    fits: (frame: Extract<ServerFrame, { type: T }>) => boolean = () => true,
    withinMs?: number,
  ) {
    const find = () =>
      this.received.find(
        (entry): entry is Received & { frame: Extract<ServerFrame, { type: T }> } =>
          entry.frame.type === type && fits(entry.frame as Extract<ServerFrame, { type: T }>),
      );
    return this.until(type, find, withinMs);
  }

  /** Waits until the message was acknowledged or refused. */
  answered = (sent: Sent, withinMs?: number) =>
    this.until(`an answer to ${sent.id}`, () => sent.ack ?? (sent.refused ? "refused" : undefined), withinMs);

  /** Waits until the message was acknowledged and its turn is over, or it was refused. */
  settled = (sent: Sent, withinMs?: number) =>
    this.until(
      `the end of ${sent.id}`,
      () => sent.refused ?? (sent.ack && this.#finished.has(sent.ack.turnId) ? true : undefined),
      withinMs,
    );

  /** Waits until the service has dealt with everything that this connection sent: frames are answered in order. */
  async flushed(withinMs?: number) {
    await this.until("the connection", () => (this.#isGreeted ? true : undefined), withinMs);
    const pongs = () => this.received.filter(({ frame }) => frame.type === "pong").length;
    const before = pongs();
    this.#send({ type: "ping" });
    await this.until("a pong", () => (pongs() > before ? true : undefined), withinMs);
  }

  hasFinished = (turnId: string) => this.#finished.has(turnId);
  get isConnected() {
    return this.#isGreeted;
  }

  async [Symbol.asyncDispose]() {
    this.disconnect();
    await this.#looping;
  }

  async #stayConnected() {
    while (this.#isWanted) {
      await this.#connectOnce();
      if (this.#isWanted) await this.#pause();
    }
  }

  /** An address of the service on some replica; a dead one while there is none. */
  #at(path: string): URL {
    const replicas = this.#options.replicas();
    return new URL(path, replicas[Math.floor(this.#random() * replicas.length)] ?? "http://127.0.0.1:1");
  }

  async #pause() {
    await Bun.sleep(Math.max(this.#hintMs, this.#random() * longestPauseMs));
    this.#hintMs = 0;
  }

  async #connectOnce() {
    const url = Object.assign(this.#at(`/api/sessions/${this.sessionId}/socket`), { protocol: "ws:" });
    if (this.position !== undefined) url.searchParams.set("after", String(this.position));
    if (this.#epoch !== undefined) url.searchParams.set("epoch", this.#epoch);
    const connection = ++this.#connections;
    const socket = new WebSocket(url);
    this.#socket = socket;
    this.#heardAt = performance.now();
    const patience = this.#watch(socket);
    socket.addEventListener("message", ({ data }) => {
      // What a dropped line still held never arrived.
      if (socket === this.#socket) this.#receive(connection, JSON.parse(String(data)));
    });
    socket.addEventListener("error", () => {});
    await once(socket, "close");
    clearInterval(patience);
    this.#isGreeted = false;
    this.#wake();
  }

  #watch(socket: WebSocket) {
    const { patienceMs } = this.#options;
    if (patienceMs === undefined) return undefined;
    return setInterval(() => {
      if (performance.now() - this.#heardAt > patienceMs) drop(socket);
      else if (socket.readyState === WebSocket.OPEN) socket.send('{"type":"ping"}');
    }, patienceMs / 3);
  }

  #receive(connection: number, frame: ServerFrame) {
    this.#heardAt = performance.now();
    this.received.push({ connection, atMs: this.#heardAt, frame });
    switch (frame.type) {
      case "hello":
        if (!frame.resumed) this.position = frame.seq;
        this.#epoch = frame.epoch;
        this.#isGreeted = true;
        this.#repeat();
        break;
      case "ack":
        this.#acknowledge(this.sent.get(frame.id), frame);
        break;
      case "problem":
        this.#refused(frame);
        break;
      case "draining":
        this.#hintMs = frame.reconnectAfterMs;
        break;
      case "message.accepted":
        this.#messageOf.set(frame.turnId, frame.message.id);
        this.#dropGranted((wish) => wish.type === "retry" && this.#isRetryOf(wish.turnId, frame));
        break;
      case "turn.finished":
        this.#finished.add(frame.turnId);
        this.#dropGranted((wish) => wish.type === "cancel" && this.#turnOf(wish) === frame.turnId);
        break;
    }
    if ("seq" in frame && frame.type !== "hello") this.position = frame.seq;
    this.#wake();
  }

  #acknowledge(sent: Sent | undefined, { messageId, turnId }: { messageId: string; turnId: string }) {
    if (sent) sent.ack = { messageId, turnId };
  }

  /** A problem that will pass is no answer: the frame is sent again. */
  #refused({ ref, problem }: Extract<ServerFrame, { type: "problem" }>) {
    const sent = ref === undefined ? undefined : this.sent.get(ref);
    // A cancel carries the message's id too, and may come before it.
    if (!sent || sent.ack || problem.type === "/problems/not-found") return;
    if (problem.status < 500) sent.refused = problem.type;
    else setTimeout(() => this.#isGreeted && !sent.ack && this.#send(frameOf(sent)), 200);
  }

  #wish(name: string, frame: ClientFrame) {
    this.#wishes.set(name, frame);
    this.#send(frame);
  }

  #dropGranted(isGranted: (wish: ClientFrame) => boolean) {
    for (const [name, wish] of this.#wishes) if (isGranted(wish)) this.#wishes.delete(name);
  }

  #isRetryOf = (failed: string, { turnId, message }: Extract<ServerFrame, { type: "message.accepted" }>) =>
    turnId !== failed && this.#messageOf.get(failed) === message.id;

  #turnOf = ({ turnId, id }: Extract<ClientFrame, { type: "cancel" }>) =>
    turnId ?? this.sent.get(id ?? "")?.ack?.turnId;

  /** Everything that the last connection left unconfirmed. */
  #repeat() {
    for (const sent of this.sent.values()) if (!sent.ack && !sent.refused) this.#send(frameOf(sent));
    for (const frame of this.#wishes.values()) this.#send(frame);
  }

  #send(frame: ClientFrame) {
    if (this.#isGreeted && this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  #wake() {
    this.#news.resolve();
    this.#news = Promise.withResolvers();
  }
}

/** Without the goodbye that a hung peer would never answer; the DOM's type does not know of it. */
const drop = (socket: WebSocket) => (socket as WebSocket & { terminate: () => void }).terminate();

const frameOf = ({ id, text, whenBusy }: Sent): ClientFrame => ({
  type: "message",
  id,
  text,
  ...(whenBusy ? { whenBusy } : {}),
});
