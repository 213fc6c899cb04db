/** Why a catalogue is not the one in force, with every fault at once. */
export class CatalogError extends Error {
  override name = "CatalogError";
  /** `faulty`: what CATALOG_DIR holds is no catalogue. `locked`: another process migrates or loads, and did so for too long. */
  readonly reason: "faulty" | "locked";
  readonly faults: readonly string[];

  constructor(reason: "faulty" | "locked", faults: readonly string[]) {
    super(reason === "faulty" ? `Invalid catalogue in CATALOG_DIR: ${faults.join("; ")}` : faults.join("; "));
    this.reason = reason;
    this.faults = faults;
  }
}
