import type { ToolCall } from "../../conversation.ts";
import { formatSlug } from "../../format.ts";
import { toolLabel } from "../../labels.ts";
import { Icon } from "../icons.tsx";

/** One quiet line for what the agent did; it opens to what it was told and what came of it. */
export function ToolLine({ tool }: { tool: ToolCall }) {
  const facts = Object.entries(tool.arguments);
  return (
    <li class={`tool ${tool.status}`}>
      <details>
        <summary>
          {tool.status === "running" ? (
            <span class="spinner" aria-hidden="true" />
          ) : (
            <Icon name={tool.status === "ok" ? "check" : "cross"} />
          )}
          <span>{toolLabel(tool.name, tool.status)}</span>
        </summary>
        <div class="tool-details">
          {tool.summary && <p>{tool.summary}</p>}
          {facts.length > 0 && (
            <dl class="arguments">
              {facts.map(([name, value]) => (
                <div key={name}>
                  <dt>{formatSlug(name.replaceAll(/([A-Z])/g, " $1").toLowerCase())}</dt>
                  <dd>{typeof value === "object" ? <pre>{JSON.stringify(value, null, 2)}</pre> : String(value)}</dd>
                </div>
              ))}
            </dl>
          )}
          {!tool.summary && facts.length === 0 && <p>Nothing more to show.</p>}
        </div>
      </details>
    </li>
  );
}
