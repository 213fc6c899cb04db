import { Gauge, type Registry } from "prom-client";

/** What other parts keep anyway, as it is at this moment. */
export type Readings = {
  activeRequests: number;
  openSockets: number;
  /** How many turns of each kind run here. */
  runningTurns: Record<string, number>;
  database: { inUse: number; idle: number; waiting: number };
  /** Over the last 10 s. */
  eventLoop: { medianMs: number; maxMs: number };
  isReady: boolean;
  checks: { name: string; isPassing: boolean }[];
};

/** Gauges that are set from `read` whenever the metrics are asked for. */
export function addReadings(registry: Registry, read: () => Readings): void {
  function gauge<Label extends string>(
    name: string,
    help: string,
    labelNames: Label[],
    measure: (readings: Readings, set: (value: number, labels?: Partial<Record<Label, string>>) => void) => void,
  ) {
    new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      collect() {
        this.reset();
        measure(read(), (value, labels = {}) => this.set(labels, value));
      },
    });
  }

  gauge("http_server_active_requests", "Requests being answered", [], ({ activeRequests }, set) => set(activeRequests));
  gauge("renovation_sockets_open", "Open chat sockets", [], ({ openSockets }, set) => set(openSockets));
  gauge("renovation_turns_running", "Turns that run on this replica", ["kind"], ({ runningTurns }, set) => {
    for (const [kind, count] of Object.entries(runningTurns)) set(count, { kind });
  });
  gauge("renovation_database_connections", "Connections of the pool", ["state"], ({ database }, set) => {
    set(database.inUse, { state: "in_use" });
    set(database.idle, { state: "idle" });
  });
  gauge("renovation_database_waiting", "Queries waiting for a connection", [], ({ database }, set) =>
    set(database.waiting),
  );
  gauge("renovation_event_loop_lag_seconds", "How late timers ran in the last 10 s", ["stat"], ({ eventLoop }, set) => {
    set(eventLoop.medianMs / 1_000, { stat: "median" });
    set(eventLoop.maxMs / 1_000, { stat: "max" });
  });
  gauge("renovation_ready", "1 while traffic may come", [], ({ isReady }, set) => set(Number(isReady)));
  gauge("renovation_check_passing", "1 while the background check passes", ["check"], ({ checks }, set) => {
    for (const { name, isPassing } of checks) set(Number(isPassing), { check: name });
  });
}
