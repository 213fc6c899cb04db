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

/** @throws {TypeError} for an unknown sslmode; the message never holds the password. */
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
  const user = decodeURIComponent(url.username) || parameter("user") || userInfo().username;
  const host = (decodeURIComponent(url.hostname) || parameter("host") || "localhost").replace(/^\[(.*)\]$/, "$1");
  const port = Number(url.port || (parameter("port") ?? 5432));
  const onSocket = host.startsWith("/");
  const certificate = parameter("sslrootcert");
  return {
    address: onSocket ? socketIn(host, port) : { host, port },
    user,
    password: decodeURIComponent(url.password) || parameter("password") || "",
    database: decodeURIComponent(url.pathname.slice(1)) || user,
    tls: onSocket ? "disable" : tlsMode(parameter("sslmode") ?? (parameter("ssl") === "true" ? "require" : "disable")),
    authority: certificate === undefined || certificate === "system" ? undefined : readFileSync(certificate, "utf8"),
  };
}

const socketIn = (directory: string, port: number) => ({ path: `${directory}/.s.PGSQL.${port}` });

function tlsMode(text: string): TlsMode {
  const mode = tlsModes.find((known) => known === (text === "allow" ? "prefer" : text));
  if (!mode) throw new TypeError(`sslmode in the database URL must be one of: ${tlsModes.join(", ")}`);
  return mode;
}
