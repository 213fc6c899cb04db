import { useAction } from "../../hooks/use-action.ts";
import { ProblemNotice } from "../problem-notice.tsx";

/** The way to earlier messages. */
export function Older({ onRead }: { onRead: () => Promise<void> }) {
  const { isWorking, problem, run } = useAction();
  return (
    <div class="older">
      {problem && <ProblemNotice problem={problem} />}
      <button type="button" class="small quiet" disabled={isWorking} onClick={() => void run(onRead)}>
        {isWorking ? "Reading earlier messages" : "Show earlier messages"}
      </button>
    </div>
  );
}
