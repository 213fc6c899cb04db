import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

/** So close to the end counts as being there. */
const nearPx = 80;

/**
 * Keeps a growing list scrolled to its end for as long as the reader is there, and leaves readers of earlier parts alone:
 * also when earlier parts are put in front of what they read.
 */
export function useBottom(content: unknown, key: string) {
  const box = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const top = useRef(0);
  const seen = useRef({ key: "", first: null as Element | null, height: 0 });
  const [isAtEnd, setAtEnd] = useState(true);

  const toEnd = useCallback(() => {
    follows.current = true;
    box.current?.scrollTo({ top: box.current.scrollHeight });
  }, []);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const first = element.querySelector("article");
    const before = seen.current;
    if (before.key !== key) follows.current = true;
    if (follows.current) element.scrollTop = element.scrollHeight;
    else if (before.first && first !== before.first) element.scrollTop += element.scrollHeight - before.height;
    seen.current = { key, first, height: element.scrollHeight };
  }, [content, key]);

  useEffect(() => {
    const content = box.current?.firstElementChild;
    if (!content) return;
    // Pictures and forms grow after they are there.
    const observer = new ResizeObserver(() => {
      if (follows.current) box.current?.scrollTo({ top: box.current.scrollHeight });
    });
    observer.observe(content);
    return () => observer.disconnect();
  }, []);

  const onScroll = useCallback(() => {
    const element = box.current;
    if (!element) return;
    const isNear = element.scrollHeight - element.scrollTop - element.clientHeight < nearPx;
    // Only who scrolls up leaves the end; what grows below takes it away for a moment.
    if (isNear || element.scrollTop < top.current) follows.current = isNear;
    top.current = element.scrollTop;
    setAtEnd(follows.current);
  }, []);

  return { box, isAtEnd, toEnd, onScroll };
}
