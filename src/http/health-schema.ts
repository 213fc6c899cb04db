import { z } from "zod";

const CheckStatus = z.enum(["pass", "warn", "fail"]).meta({ description: "`warn` does not make the service unready" });
const ReadyStatus = z.enum(["ok", "starting", "unready", "draining"]);

export const Health = z.object({ status: z.literal("ok") }).meta({ id: "Health", description: "The process answers" });
export type Health = z.infer<typeof Health>;

export const HealthStartup = z
  .object({ status: z.enum(["ok", "starting"]) })
  .meta({ id: "HealthStartup", description: "Whether the start is over; it stays so" });
export type HealthStartup = z.infer<typeof HealthStartup>;

export const HealthReady = z
  .object({
    status: ReadyStatus,
    checks: z.record(z.string(), CheckStatus).meta({ example: { database: "pass", gemini: "warn" } }),
  })
  .meta({ id: "HealthReady", description: "Whether traffic may come" });
export type HealthReady = z.infer<typeof HealthReady>;

const Facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

const HealthDetails = z.object({
  version: z.string().meta({ example: "0.1.0" }),
  environment: z.string().meta({ example: "production" }),
  uptimeSeconds: z.number().min(0),
  features: Facts.meta({
    example: { agent: "offline planner", auth: "disabled", payments: "off", storage: "database" },
  }),
  memory: z.object({ rssBytes: z.int().min(0), heapUsedBytes: z.int().min(0) }),
  eventLoop: z
    .object({ medianMs: z.number().min(0), maxMs: z.number().min(0) })
    .meta({ description: "How late timers ran in the last 10 s" }),
  database: Facts.meta({ example: { kind: "embedded", state: "running", poolSize: 10 } }),
  turns: Facts.meta({ example: { running: 2, concurrency: 32 } }),
  sockets: Facts.meta({ example: { open: 12 } }),
  migrations: Facts.meta({ example: { applied: 7, pending: 0 } }),
});
/** What the composition root knows of the service, for its operators. */
export type HealthDetails = z.infer<typeof HealthDetails>;

export const HealthStatus = HealthDetails.extend({
  status: ReadyStatus,
  checks: z.array(
    z.object({
      name: z.string().meta({ example: "database" }),
      severity: z.enum(["critical", "warn"]),
      status: CheckStatus,
      result: z
        .enum(["ok", "refused", "timeout", "auth", "starting", "read-only", "failed"])
        .meta({ description: "The class of the last result" }),
      ageMs: z.int().min(0),
    }),
  ),
}).meta({ id: "HealthStatus", description: "The service's inner state, for its operators" });
export type HealthStatus = z.infer<typeof HealthStatus>;
