import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Parser } from "@asyncapi/parser";

const redocly = join(import.meta.dir, "../../node_modules/@redocly/cli/bin/cli.js");

type RedoclyReport = { problems: { ruleId: string; message: string; location: { pointer?: string }[] }[] };

/** What Redocly's recommended rules find in an OpenAPI document, warnings included. */
export async function redoclyFindings(document: object): Promise<string[]> {
  const directory = await mkdtemp(join(tmpdir(), "ra-redocly-"));
  try {
    const file = join(directory, "openapi.json");
    await Bun.write(file, JSON.stringify(document));
    const lint = Bun.spawn([process.execPath, redocly, "lint", "--extends=recommended", "--format=json", file], {
      cwd: directory,
      env: { HOME: directory, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
      stdout: "pipe",
      stderr: "pipe",
    });
    const [output, errors] = await Promise.all([new Response(lint.stdout).text(), new Response(lint.stderr).text()]);
    if (!output.startsWith("{")) throw new Error(`Redocly gave no report: ${errors}`);
    const { problems }: RedoclyReport = JSON.parse(output);
    return problems.map(({ ruleId, message, location }) => `${ruleId} at ${location[0]?.pointer}: ${message}`);
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** What the AsyncAPI parser's recommended rules find, errors and warnings; its hints are left out. */
export async function asyncApiFindings(document: object): Promise<string[]> {
  const { diagnostics } = await new Parser().parse(JSON.stringify(document));
  const warning = 1;
  return diagnostics
    .filter(({ severity }) => severity <= warning)
    .map(({ code, message, path }) => `${code} at ${path.join("/")}: ${message}`);
}
