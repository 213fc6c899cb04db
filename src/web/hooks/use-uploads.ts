import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Asset, UploadTerms } from "../../assets/schema.ts";
import type { ProblemDetails } from "../../problem.ts";
import { newMessageId } from "../message-id.ts";
import { uploadFile } from "../upload.ts";

export type Upload = { id: string; name: string; share: number; problem: ProblemDetails | undefined };

/** Files on their way to the service, one after another, each with how far it is. */
export function useUploads(url: string, onDone: (asset: Asset) => void) {
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const waiting = useRef<{ id: string; file: File; terms: UploadTerms }[]>([]);
  const cancel = useRef<(() => void) | undefined>(undefined);
  const done = useRef(onDone);
  done.current = onDone;

  const change = useCallback((id: string, next: Partial<Upload>) => {
    setUploads((all) => all.map((upload) => (upload.id === id ? { ...upload, ...next } : upload)));
  }, []);
  const drop = useCallback((id: string) => setUploads((all) => all.filter((upload) => upload.id !== id)), []);

  const sendNext = useCallback(() => {
    const next = cancel.current ? undefined : waiting.current.shift();
    if (!next) return;
    const finish = (settle: () => void) => {
      cancel.current = undefined;
      settle();
      sendNext();
    };
    cancel.current = uploadFile(url, next.file, next.terms, {
      onProgress: (share) => change(next.id, { share }),
      onFailed: (problem) => finish(() => change(next.id, { problem })),
      onDone: (asset) =>
        finish(() => {
          drop(next.id);
          done.current(asset);
        }),
    });
  }, [url, change, drop]);

  const add = useCallback(
    (files: Iterable<File>, terms: UploadTerms) => {
      const fresh = [...files].map((file) => ({ id: newMessageId(), file, terms }));
      waiting.current.push(...fresh);
      const shown = fresh.map(({ id, file }) => ({ id, name: file.name, share: 0, problem: undefined }));
      setUploads((all) => [...all, ...shown]);
      sendNext();
    },
    [sendNext],
  );
  useEffect(() => () => cancel.current?.(), [url]);
  return { uploads, add, drop };
}
