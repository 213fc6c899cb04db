import type { RenderFacts } from "../../../approvals/schema.ts";
import { formatSlug } from "../../format.ts";
import type { ProjectApi } from "../../project-api.ts";
import { Picture } from "../picture.tsx";

type Props = { facts: RenderFacts; assetUrl: ProjectApi["assetUrl"] };

/** The picture itself. */
export function RenderFactsView({ facts, assetUrl }: Props) {
  const { assetId, roomName, version, renderer, styleSlug } = facts;
  const title = `${roomName}, version ${version}`;
  return (
    <figure class="render-facts">
      <a href={assetUrl(assetId)} target="_blank" rel="noopener">
        <Picture src={assetUrl(assetId, 960)} alt={title} isLazy={false} />
      </a>
      <figcaption class="open">
        {title}
        {styleSlug && `, ${formatSlug(styleSlug)}`}
        {renderer === "concept_board" && ", a concept board drawn to scale"}
      </figcaption>
    </figure>
  );
}
