import { useCallback, useRef, useState } from "preact/hooks";
import type { ProblemDetails } from "../../problem.ts";
import { toProblemDetails } from "../http-client.ts";

/** Something that a control does and that may fail: never twice at once, and what went wrong stays to be read. */
export function useAction() {
  const [isWorking, setWorking] = useState(false);
  const [problem, setProblem] = useState<ProblemDetails>();
  const busy = useRef(false);

  /** Answers whether it was done. */
  const run = useCallback(async (work: () => Promise<unknown>): Promise<boolean> => {
    if (busy.current) return false;
    busy.current = true;
    setWorking(true);
    try {
      await work();
      setProblem(undefined);
      return true;
    } catch (error) {
      setProblem(toProblemDetails(error));
      return false;
    } finally {
      busy.current = false;
      setWorking(false);
    }
  }, []);
  const clear = useCallback(() => setProblem(undefined), []);
  return { isWorking, problem, run, clear };
}
