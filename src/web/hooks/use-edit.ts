import { useState } from "preact/hooks";
import { isConflict } from "../http-client.ts";
import { useAction } from "./use-action.ts";

/**
 * An edit of something as it was when its form opened. Where somebody else changed it since, the edit is refused, it is
 * read again, and the next attempt goes on from what it is by then.
 */
export function useEdit<T>(current: T, refresh: () => void) {
  const [opened] = useState(current);
  const [isRebased, setRebased] = useState(false);
  const { isWorking, problem, run } = useAction();

  /** Answers whether it was saved. */
  const save = (work: (shown: T) => Promise<unknown>) =>
    run(async () => {
      try {
        await work(isRebased ? current : opened);
      } catch (error) {
        if (isConflict(error)) {
          setRebased(true);
          refresh();
        }
        throw error;
      }
    });
  return { isWorking, problem, save };
}
