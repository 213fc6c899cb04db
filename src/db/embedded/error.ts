export type EmbeddedDatabaseErrorKind =
  | "unsupported-platform"
  | "musl"
  | "noexec"
  | "no-shell"
  | "locked"
  | "other-major-version"
  | "unreachable-directory"
  | "unwritable-directory"
  | "no-unprivileged-user"
  | "failed";

/** Why the embedded PostgreSQL cannot run here. The message also says what to do instead. */
export class EmbeddedDatabaseError extends Error {
  override name = "EmbeddedDatabaseError";
  readonly kind: EmbeddedDatabaseErrorKind;

  constructor(kind: EmbeddedDatabaseErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

export const elsewhere = "set DATABASE_URL to use a PostgreSQL server instead";

/** The code of a failed system call, such as ENOENT. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}

/** Undefined where the given system call codes say that there is nothing; any other error is thrown on. */
export async function unless<T>(codes: string[], attempt: Promise<T>): Promise<T | undefined> {
  try {
    return await attempt;
  } catch (error) {
    if (codes.includes(systemCode(error) ?? "")) return undefined;
    throw error;
  }
}

/** Names what went wrong outside our knowledge, such as a full disk during the first start. */
export function toEmbeddedDatabaseError(error: unknown): EmbeddedDatabaseError {
  if (error instanceof EmbeddedDatabaseError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new EmbeddedDatabaseError(
    "failed",
    `The embedded PostgreSQL cannot start: ${message}. Mend that, or ${elsewhere}`,
    {
      cause: error,
    },
  );
}
