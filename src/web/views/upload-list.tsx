import type { Upload } from "../hooks/use-uploads.ts";
import { ProblemNotice } from "./problem-notice.tsx";

/** Files on their way, and those that did not make it, with the reason. */
export function UploadList({ uploads, onDrop }: { uploads: readonly Upload[]; onDrop: (id: string) => void }) {
  if (uploads.length === 0) return null;
  return (
    <ul class="uploads">
      {uploads.map(({ id, name, share, problem }) => (
        <li key={id}>
          {problem ? (
            <ProblemNotice problem={{ ...problem, title: `${name}: ${problem.title}` }}>
              <button type="button" class="small quiet" onClick={() => onDrop(id)}>
                Dismiss
              </button>
            </ProblemNotice>
          ) : (
            <label class="upload">
              <span>{name}</span>
              <progress class="progress" value={share} max={1} />
            </label>
          )}
        </li>
      ))}
    </ul>
  );
}
