/** 256 random bits. Whoever has them sees the report, so they are told once and never kept. */
export function newToken(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64url");
}

/** What is kept of a token. A plain hash will do: nobody guesses 256 random bits. */
export const hashOf = (token: string): string => new Bun.CryptoHasher("sha256").update(token).digest("hex");
