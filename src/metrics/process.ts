import { existsSync, readdirSync } from "node:fs";
import { cpuUsage, memoryUsage } from "node:process";
import { Counter, Gauge, type Registry } from "prom-client";

/**
 * What the operating system says of this process, under the names that every Prometheus client uses. prom-client's own
 * set also asks Node for figures that Bun does not have.
 */
export function addProcessMetrics(registry: Registry): void {
  const registers = [registry];
  new Counter({
    name: "process_cpu_seconds_total",
    help: "User and system CPU time",
    registers,
    collect() {
      const { user, system } = cpuUsage();
      this.reset();
      this.inc((user + system) / 1e6);
    },
  });
  new Gauge({
    name: "process_resident_memory_bytes",
    help: "Resident memory, without the embedded database",
    registers,
    collect() {
      this.set(memoryUsage.rss());
    },
  });
  new Gauge({
    name: "process_start_time_seconds",
    help: "When the process started, in seconds since the epoch",
    registers,
  }).set(performance.timeOrigin / 1_000);
  const openFiles = "/proc/self/fd";
  if (!existsSync(openFiles)) return;
  new Gauge({
    name: "process_open_fds",
    help: "Open file descriptors",
    registers,
    collect() {
      this.set(readdirSync(openFiles).length);
    },
  });
}
