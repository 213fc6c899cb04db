import type { ComponentChildren } from "preact";
import type { ProblemDetails } from "../../problem.ts";

/** What went wrong in words, with the id that finds it in the service's log. */
export function ProblemNotice({ problem, children }: { problem: ProblemDetails; children?: ComponentChildren }) {
  return (
    <div class="notice problem" role="alert">
      <p class="notice-title">{problem.title}</p>
      {problem.detail && <p>{problem.detail}</p>}
      {problem.errors?.map(({ pointer, detail }) => (
        <p key={pointer}>
          {pointer.replace(/^\//, "")} {detail}
        </p>
      ))}
      {problem.requestId && (
        <p class="reference">
          Reference <code>{problem.requestId}</code>
        </p>
      )}
      {children && <div class="notice-actions">{children}</div>}
    </div>
  );
}
