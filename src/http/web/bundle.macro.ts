import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";

const source = join(import.meta.dir, "../../web");

export type WebFile = { name: string; type: string; content: string };

/**
 * The browser client as text: the page, and its assets under names that hold their hash. Runs when the executable is
 * built, or from source when the page is first asked for. A macro may not call Bun.build, hence the command.
 */
export function bundleWeb(): { page: string; assets: WebFile[] } {
  const folder = mkdtempSync(join(tmpdir(), "renovation-agent-web-"));
  try {
    const build = ["build", "--production", "--target=browser", `--outdir=${folder}`, "main.tsx", "styles/main.css"];
    const { success, stderr } = Bun.spawnSync([process.execPath, ...build], { cwd: source });
    if (!success) throw new Error(`The browser client does not build:\n${stderr}`);
    const built = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => extname(path) !== "");
    const script = asset("app.js", "text/javascript", read(folder, built, ".js"));
    const style = asset("app.css", "text/css", read(folder, built, ".css"));
    const icon = asset("icon.svg", "image/svg+xml", readFileSync(join(source, "icon.svg"), "utf8"));
    const page = readFileSync(join(source, "page.html"), "utf8")
      .replace("{{script}}", script.name)
      .replace("{{style}}", style.name)
      .replace("{{icon}}", icon.name);
    return { page, assets: [script, style, icon] };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function read(folder: string, paths: string[], extension: string): string {
  const [path, ...others] = paths.filter((candidate) => candidate.endsWith(extension));
  if (!path || others.length > 0) throw new Error(`The browser client must be one ${extension} file`);
  return readFileSync(join(folder, path), "utf8");
}

function asset(name: string, type: string, content: string): WebFile {
  const hash = new Bun.CryptoHasher("sha256").update(content).digest("hex").slice(0, 12);
  const extension = extname(name);
  return { name: `${name.slice(0, -extension.length)}-${hash}${extension}`, type, content };
}
