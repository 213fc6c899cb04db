import { useCallback, useState } from "preact/hooks";
import type { Asset } from "../../assets/schema.ts";
import { useUploads } from "./use-uploads.ts";

const mostAttachments = 5;

/** Files that go along with the next message: uploaded first, then named in it. */
export function useAttachments(url: string) {
  const [assets, setAssets] = useState<readonly Asset[]>([]);
  const { uploads, add, drop } = useUploads(url, (asset) => setAssets((all) => [...all, asset]));
  const room = mostAttachments - assets.length - uploads.length;
  return {
    assets,
    uploads,
    isUploading: uploads.some(({ problem }) => problem === undefined),
    /** A message carries five files at most; more belong on the project's own shelf. */
    add: useCallback((files: FileList) => add([...files].slice(0, Math.max(0, room)), {}), [add, room]),
    drop,
    /** Only from the message: the file stays with the project. */
    remove: useCallback((id: string) => setAssets((all) => all.filter((asset) => asset.id !== id)), []),
    clear: useCallback(() => setAssets([]), []),
  };
}
