import { readFileSync } from "node:fs";
import { userInfo } from "node:os";

/** Where a PostgreSQL listens: a URL, or the directory of a unix socket. */
export type DatabaseTarget = { url: string } | { socketDirectory: string; user: string; database: string };

/** As in libpq: `prefer` takes what the server has, `require` encrypts only, `verify-ca` and `verify-full` prove the server. */
const tlsModes = ["disable", "prefer", "require", "verify-ca", "verify-full"] as const;
type TlsMode = (typeof tlsModes)[number];

export type Server = {
  address: { host: string; port: number } | { path: string };
  user: string;
  password: string;
  database: string;
  tls: TlsMode;
  /** The certificates to trust instead of the system's, in PEM. */
  authority: string | undefined;
};

/** @throws {TypeError} for what a URL cannot mean; its message goes on after the URL's name and never holds the password. */
export function toServer(target: DatabaseTarget): Server {
  if ("socketDirectory" in target) {
    const { socketDirectory, user, database } = target;
    return {
      address: socketIn(socketDirectory, 5432),
      user,
      password: "",
      database,
      tls: "disable",
      authority: undefined,
    };
  }
  const url = new URL(target.url);
  const parameter = (name: string) => url.searchParams.get(name) ?? undefined;
  const user = decode(url.username) || parameter("user") || userInfo().username;
  const host = (decode(url.hostname) || parameter("host") || "localhost").replace(/^\[(.*)\]$/, "$1");
  const port = Number(url.port || (parameter("port") ?? 5432));
  if (!(port >= 1 && port <= 65_535)) throw new TypeError("must have a port from 1 to 65535");
  const onSocket = host.startsWith("/");
  const certificate = parameter("sslrootcert");
  return {
    address: onSocket ? socketIn(host, port) : { host, port },
    user,
    password: decode(url.password) || parameter("password") || "",
    database: decode(url.pathname.slice(1)) || user,
    tls: onSocket ? "disable" : tlsMode(parameter("sslmode") ?? (parameter("ssl") === "true" ? "require" : "disable")),
    authority: certificate === undefined || certificate === "system" ? undefined : readCertificate(certificate),
  };
}

const socketIn = (directory: string, port: number) => ({ path: `${directory}/.s.PGSQL.${port}` });

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new TypeError("must write a % as %25");
  }
}

function readCertificate(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new TypeError("names an sslrootcert that cannot be read", { cause });
  }
}

function tlsMode(text: string): TlsMode {
  const mode = tlsModes.find((known) => known === (text === "allow" ? "prefer" : text));
  if (!mode) throw new TypeError(`must say one of these as sslmode: ${tlsModes.join(", ")}`);
  return mode;
}
