import type { Render } from "../../../renders/schema.ts";
import { formatSlug } from "../../format.ts";
import { useAction } from "../../hooks/use-action.ts";
import { Icon } from "../icons.tsx";
import { Picture } from "../picture.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import { BeforeAfter } from "./before-after.tsx";
import type { ProjectView } from "./context.ts";

const decisionLabels: Record<Render["decision"], string> = { open: "", approved: "Approved", rejected: "Not wanted" };

/** One picture: on its way, ready to be decided on, decided, or failed. */
export function RenderCard({ view, render }: { view: ProjectView; render: Render }) {
  const { status, decision, assetId, baseAssetId, version, roomName } = render;
  const stop = useAction();
  const title = `${roomName}, version ${version}`;
  if (status === "queued" || status === "running") {
    return (
      <div class="render making" role="status">
        <span class="spinner" aria-hidden="true" />
        <span>{view.project.progress[render.id] ?? (status === "queued" ? "Waiting for its turn" : "Drawing")}</span>
        <button
          type="button"
          class="small quiet"
          disabled={stop.isWorking}
          onClick={() => void stop.run(() => view.api.cancelTurn(render.turnId))}
        >
          Stop
        </button>
        {stop.problem && <ProblemNotice problem={stop.problem} />}
      </div>
    );
  }
  if (status === "failed") {
    return (
      <ProblemNotice
        problem={render.problem ?? { type: "about:blank", title: "The picture could not be made", status: 500 }}
      />
    );
  }
  if (status === "cancelled" || assetId === null) return <p class="open">Version {version} was stopped.</p>;
  return (
    <figure class="render">
      {baseAssetId ? (
        <BeforeAfter
          title={title}
          before={view.api.assetUrl(baseAssetId, 960)}
          after={view.api.assetUrl(assetId, 960)}
        />
      ) : (
        <a href={view.api.assetUrl(assetId)} target="_blank" rel="noopener">
          <Picture class="picture" src={view.api.assetUrl(assetId, 960)} alt={title} />
        </a>
      )}
      <figcaption>
        <span>
          Version {version}
          {render.styleSlug && <span class="open">, {formatSlug(render.styleSlug)}</span>}
          {render.instructions && <span class="open">: {render.instructions}</span>}{" "}
          <a href={view.api.assetUrl(assetId)} target="_blank" rel="noopener">
            Full size
          </a>
        </span>
        {decision !== "open" && (
          <span class={decision === "approved" ? "status good" : "status"}>{decisionLabels[decision]}</span>
        )}
      </figcaption>
      {decision === "open" && <RenderDecision view={view} render={render} />}
    </figure>
  );
}

function RenderDecision({ view, render }: { view: ProjectView; render: Render }) {
  const approval = view.approvals.find(
    ({ kind, status, facts }) => kind === "render" && status === "pending" && facts.renderId === render.id,
  );
  if (!approval) return null;
  const decide = (decision: "approve" | "reject") => view.answer({ approvalId: approval.approvalId, decision });
  const isSending = view.answering.includes(approval.approvalId);
  return (
    <div class="render-decision">
      <button type="button" class="small primary" disabled={isSending} onClick={() => decide("approve")}>
        <Icon name="check" />
        Approve
      </button>
      <button type="button" class="small" disabled={isSending} onClick={() => decide("reject")}>
        Not like this
      </button>
    </div>
  );
}
