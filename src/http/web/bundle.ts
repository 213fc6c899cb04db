import { bundleWeb } from "./bundle.macro.ts" with { type: "macro" };

/** Import this file only when it is needed: from source that is when the bundler runs. */
export const bundle = () => bundleWeb();
