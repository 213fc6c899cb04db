import { useState } from "preact/hooks";
import { isConflict } from "../http-client.ts";
import { useAction } from "./use-action.ts";

/**
 * An edit of something as it was when its form opened. Where somebody else changed it since, the edit is refused, it is
 * read again, and the next attempt, which waits for that, goes on from what it is by then.
 */
export function useEdit<T>(current: T, refresh: () => void) {
  const [opened] = useState(current);
  /** What was known when the last edit was refused. */
  const [outdated, setOutdated] = useState<T>();
  const { isWorking, problem, run } = useAction();
  const isReading = outdated !== undefined && current === outdated;

  /** Answers whether it was saved. */
  const save = (work: (shown: T) => Promise<unknown>) =>
    run(async () => {
      try {
        await work(outdated === undefined ? opened : current);
      } catch (error) {
        if (isConflict(error)) {
          setOutdated(current);
          refresh();
        }
        throw error;
      }
    });
  return { isWorking: isWorking || isReading, problem, save };
}
