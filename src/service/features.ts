import type { Config } from "../config.ts";

/** Every optional feature and how it is set, so that nothing is silently off. */
export const featuresOf = ({ gemini, authMode, apiDocs, web, database, bucket, catalogDir }: Config) => ({
  agent: gemini ? gemini.model : "offline planner",
  renderer: gemini ? gemini.imageModel : "concept boards",
  payments: "off",
  database: database.url ? "server" : "embedded",
  storage: bucket ? "s3" : "database",
  auth: authMode,
  apiDocs,
  web,
  catalog: catalogDir === undefined ? "built-in" : "CATALOG_DIR",
});
