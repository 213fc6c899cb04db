import process from "node:process";

/** The build of the executable defines it, and with it everything here is compiled out. */
declare const FAILPOINTS: false | undefined;

let armed: { name: string; passes: number } | undefined;

/** `NAME` kills the process with SIGKILL when it first gets there, `NAME:3` when it gets there for the third time. */
export function armFailpoint(specification: string | undefined): void {
  if (typeof FAILPOINTS !== "undefined" || !specification) return;
  const [name = "", passes = "1"] = specification.split(":");
  armed = { name, passes: Number(passes) };
}

/** A named moment at which the fault tests end the process as a power cut would. */
export function failpoint(name: string): void {
  if (typeof FAILPOINTS !== "undefined" || armed?.name !== name || --armed.passes > 0) return;
  process.kill(process.pid, "SIGKILL");
}
