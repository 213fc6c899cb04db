import { useState } from "preact/hooks";
import { Picture } from "../picture.tsx";

/** The room as it is and as it could be, one over the other; the slider says how much of which. */
export function BeforeAfter({ before, after, title }: { before: string; after: string; title: string }) {
  const [share, setShare] = useState(50);
  return (
    <div class="before-after">
      <Picture class="picture" src={before} alt={`Before: ${title}`} />
      <Picture class="picture after" src={after} alt={`After: ${title}`} hiddenShare={share} />
      <span class="divider" aria-hidden="true" style={{ left: `${share}%` }} />
      <span class="corner start" aria-hidden="true">
        Before
      </span>
      <span class="corner end" aria-hidden="true">
        After
      </span>
      <input
        type="range"
        min={0}
        max={100}
        value={share}
        aria-label="How much of the photo is shown"
        aria-valuetext={`${share}% before`}
        onInput={(event) => setShare(Number(event.currentTarget.value))}
      />
    </div>
  );
}
