import type { Asset } from "../../../assets/schema.ts";
import { Icon } from "../icons.tsx";
import { Picture } from "../picture.tsx";
import type { ProjectApi } from "../../project-api.ts";

export type Files = {
  /** Undefined while they are being read. */
  known: readonly Asset[] | undefined;
  url: ProjectApi["assetUrl"];
};

/** What was sent along with a message: pictures small, anything else by name. */
export function Attachments(props: { ids: readonly string[]; files: Files; onRemove?: (id: string) => void }) {
  const { ids, files, onRemove } = props;
  if (ids.length === 0) return null;
  return (
    <ul class="attachments" aria-label="Attachments">
      {ids.map((id) => (
        <li key={id}>
          <Thumbnail
            id={id}
            asset={files.known?.find((asset) => asset.id === id)}
            isRead={!!files.known}
            url={files.url}
          />
          {onRemove && (
            <button
              type="button"
              class="icon-button remove"
              aria-label="Leave this file out"
              onClick={() => onRemove(id)}
            >
              <Icon name="close" />
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

function Thumbnail(props: { id: string; asset: Asset | undefined; isRead: boolean; url: Files["url"] }) {
  const { id, asset, isRead, url } = props;
  if (!asset) return <span class="thumbnail">{isRead ? "Deleted file" : ""}</span>;
  const name = asset.caption ?? asset.name ?? "File";
  return (
    <a class="thumbnail" href={url(id)} target="_blank" rel="noopener" title={name}>
      {asset.contentType.startsWith("image/") ? (
        <Picture src={url(id, 480)} alt={name} />
      ) : (
        <>
          <Icon name="file" />
          <span>{name}</span>
        </>
      )}
    </a>
  );
}
