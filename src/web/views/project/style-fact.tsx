import { useEffect, useState } from "preact/hooks";
import type { Style } from "../../../catalog/schema.ts";
import { formatSlug } from "../../format.ts";
import { useAction } from "../../hooks/use-action.ts";
import { Modal } from "../modal.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import type { ProjectView } from "./context.ts";

/** The chosen style with its colours, and the way to another one. */
export function StyleFact({ view }: { view: ProjectView }) {
  const slug = view.project.session?.styleSlug;
  const [style, setStyle] = useState<Style>();
  const [isChoosing, setChoosing] = useState(false);
  useEffect(() => {
    if (!slug) return setStyle(undefined);
    let isCurrent = true;
    // Without its colours a style still has its name.
    view.catalogue.readStyle(slug).then(
      (found) => isCurrent && setStyle(found),
      () => {},
    );
    return () => {
      isCurrent = false;
    };
  }, [slug, view.catalogue]);

  return (
    <div class="fact">
      <dt>Style</dt>
      <dd>
        {slug ? (style?.name ?? formatSlug(slug)) : <span class="open">Not chosen yet</span>}
        <button type="button" class="link" onClick={() => setChoosing(true)}>
          {slug ? "Change" : "Choose"}
          <span class="unseen"> the style</span>
        </button>
        {slug && style?.slug === slug && <Palette style={style} />}
        {isChoosing && <StyleDialog view={view} current={slug ?? null} onClose={() => setChoosing(false)} />}
      </dd>
    </div>
  );
}

function Palette({ style }: { style: Style }) {
  return (
    <ul class="palette" aria-label={`Colours of ${style.name}`}>
      {style.palette.map(({ name, hex }) => (
        <li key={hex} style={{ background: hex }} title={name}>
          <span class="unseen">{name}</span>
        </li>
      ))}
    </ul>
  );
}

function StyleDialog(props: { view: ProjectView; current: string | null; onClose: () => void }) {
  const { view, current, onClose } = props;
  const [styles, setStyles] = useState<Style[]>();
  const { isWorking, problem, run } = useAction();
  useEffect(() => {
    void run(async () => setStyles((await view.catalogue.listStyles()).items));
  }, [run, view.catalogue]);
  const choose = async (styleSlug: string) => {
    if (await run(() => view.api.changeSession({ styleSlug }))) onClose();
  };

  return (
    <Modal kind="dialog wide" label="Choose a style" onClose={onClose}>
      <div class="dialog-body">
        <h2>Choose a style</h2>
        {problem && <ProblemNotice problem={problem} />}
        <ul class="styles">
          {styles?.map((style) => (
            <li key={style.slug}>
              <button
                type="button"
                class="style-card"
                aria-pressed={style.slug === current}
                disabled={isWorking}
                onClick={() => void choose(style.slug)}
              >
                <span class="style-name">{style.name}</span>
                <span class="palette" aria-hidden="true">
                  {style.palette.map(({ hex }) => (
                    <i key={hex} style={{ background: hex }} />
                  ))}
                </span>
                <span class="style-summary">{style.summary}</span>
              </button>
            </li>
          ))}
        </ul>
        <div class="question-actions">
          <button type="button" class="button quiet" onClick={onClose}>
            Close
          </button>
        </div>
      </div>
    </Modal>
  );
}
