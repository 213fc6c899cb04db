import { createDatabase } from "../support/database.ts";
import type { FakeGemini } from "../support/fake-gemini.ts";
import { type LogLine, type RunningService, startServiceProcess } from "../support/process.ts";
import { openStored } from "./stored.ts";

/** A request that was refused because the database is away is no fault of the service. */
const isError = ({ level, msg, status }: LogLine) =>
  (level === "error" || level === "fatal") && !(msg === "request" && status === 503);

/** One replica as a process: it keeps its address through every end and new start. */
export class Replica implements AsyncDisposable {
  readonly #env: Record<string, string>;
  #service: RunningService | undefined;
  readonly #errors: LogLine[] = [];
  #port = "0";
  /** Of every process that it ever was, the released turns with the moment of their release. */
  readonly released: { turnId: string; attempt: number; atMs: number }[] = [];

  constructor(env: Record<string, string>) {
    this.#env = env;
  }

  get service(): RunningService {
    if (!this.#service) throw new Error("The replica is down");
    return this.#service;
  }
  get isUp() {
    return this.#service !== undefined;
  }
  get port() {
    return this.#port;
  }

  async start() {
    const service = await startServiceProcess({ env: { ...this.#env, PORT: this.#port } });
    this.#service = service;
    this.#port = service.url.port;
  }

  /** Ends it by a signal. @returns when it had gone, in milliseconds since 1970 */
  async end(signal: "SIGKILL" | "SIGTERM"): Promise<number> {
    const { service } = this;
    // Nobody connects to it any more, as behind a balancer.
    this.#service = undefined;
    service.signal(signal);
    await service.exited;
    const goneAt = Date.now();
    this.#keep(service);
    return goneAt;
  }

  /** What its processes logged as errors: whatever is done to them from outside is none. */
  get errors(): string[] {
    const now = this.#service?.lines.filter(isError) ?? [];
    return [...this.#errors, ...now].map((line) => `logged ${JSON.stringify(line)}`);
  }

  #keep({ lines }: RunningService) {
    this.#errors.push(...lines.filter(isError));
    for (const line of lines) {
      if (line.msg !== "turn" || line["status"] !== "released") continue;
      const { turnId, attempt, time } = line as unknown as { turnId: string; attempt: number; time: string };
      this.released.push({ turnId, attempt, atMs: Date.parse(time) });
    }
  }

  freeze = () => this.service.signal("SIGSTOP");
  thaw = () => this.service.signal("SIGCONT");

  async [Symbol.asyncDispose]() {
    await this.#service?.[Symbol.asyncDispose]();
  }
}

type FleetOptions = { gemini: FakeGemini; size?: number; databaseUrl?: string; env?: Record<string, string> };

/** Replicas on one database, by default one of their own. */
export async function startFleet({ gemini, size = 2, databaseUrl, env = {} }: FleetOptions) {
  await using resources = new AsyncDisposableStack();
  const url = databaseUrl ?? resources.use(await createDatabase()).url;
  const replicaEnv = {
    DATABASE_URL: url,
    DATABASE_POOL_SIZE: "4",
    GEMINI_API_KEY: gemini.apiKey,
    GEMINI_BASE_URL: gemini.baseUrl,
    LOG_LEVEL: "info",
    ...env,
  };
  const replicas = Array.from({ length: size }, () => resources.use(new Replica(replicaEnv)));
  // One after the other: the first migrates, and their starts would fight for the processor.
  for (const replica of replicas) await replica.start();
  const stored = resources.use(openStored(url));
  const owned = resources.move();
  return {
    replicas,
    stored,
    databaseUrl: url,
    /** Of the replicas that are up. */
    urls: () => replicas.filter(({ isUp }) => isUp).map(({ service }) => service.url),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
export type Fleet = Awaited<ReturnType<typeof startFleet>>;
