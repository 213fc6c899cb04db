/** Imported `with { type: "file" }`: its path, inside the executable once compiled. The package declares no types for it. */
declare module "*/browser/standalone.js" {
  const path: string;
  export = path;
}
