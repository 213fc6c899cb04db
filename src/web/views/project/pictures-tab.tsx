import type { ProjectView } from "./context.ts";
import { PhotoSection } from "./photo-section.tsx";
import { RenderSection } from "./render-section.tsx";

/** How it looks now, and how it could look. */
export function PicturesTab({ view }: { view: ProjectView }) {
  const { assets, renders, rooms } = view.project;
  if (assets === null && renders === null) {
    return <p class="open empty-tab">This service keeps no pictures.</p>;
  }
  return (
    <>
      {renders !== null && rooms && rooms.length > 0 && <RenderSection view={view} rooms={rooms} />}
      {assets !== null && <PhotoSection view={view} />}
    </>
  );
}
