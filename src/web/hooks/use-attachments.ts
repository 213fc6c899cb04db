import { useCallback, useState } from "preact/hooks";
import type { Asset } from "../../assets/schema.ts";
import type { ProblemDetails } from "../../problem.ts";
import { useUploads } from "./use-uploads.ts";

const mostAttachments = 5;

/** Files that go along with the next message: uploaded first, then named in it. */
export function useAttachments(url: string) {
  const [assets, setAssets] = useState<readonly Asset[]>([]);
  const { uploads, add, drop } = useUploads(url, (asset) => setAssets((all) => [...all, asset]));
  const [problem, setProblem] = useState<ProblemDetails>();
  const onTheirWay = uploads.filter((upload) => upload.problem === undefined).length;
  const room = Math.max(0, mostAttachments - assets.length - onTheirWay);
  return {
    assets,
    uploads,
    /** Which files were left out. */
    problem,
    dismissProblem: useCallback(() => setProblem(undefined), []),
    isUploading: onTheirWay > 0,
    add: useCallback(
      (files: FileList) => {
        const leftOut = [...files].slice(room);
        setProblem(leftOut.length > 0 ? tooMany(leftOut) : undefined);
        add([...files].slice(0, room), {});
      },
      [add, room],
    ),
    drop,
    /** Only from the message: the file stays with the project. */
    remove: useCallback((id: string) => setAssets((all) => all.filter((asset) => asset.id !== id)), []),
    clear: useCallback(() => {
      setAssets([]);
      setProblem(undefined);
    }, []),
  };
}

const tooMany = (leftOut: File[]): ProblemDetails => ({
  type: "about:blank",
  title: `A message carries ${mostAttachments} files at most`,
  status: 0,
  detail: `Left out: ${leftOut.map(({ name }) => name).join(", ")}. The project keeps more, under Pictures.`,
});
