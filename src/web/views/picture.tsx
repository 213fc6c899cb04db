import { useEffect, useState } from "preact/hooks";

type Props = {
  src: string;
  /** Empty for what is said beside it. */
  alt: string;
  class?: string;
  /** Shows only what is right of this share of its width, in percent. */
  hiddenShare?: number;
  isLazy?: boolean;
};

const mostTries = 4;
const firstPauseMs = 1_500;

/** A picture that is asked for again where the service was too busy; browsers leave a broken one broken. */
export function Picture({ src, alt, hiddenShare, isLazy = true, ...rest }: Props) {
  const [failures, setFailures] = useState(0);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (failures === 0 || failures >= mostTries) return;
    const timer = setTimeout(() => setTries(failures), firstPauseMs * 2 ** (failures - 1));
    return () => clearTimeout(timer);
  }, [failures]);
  return (
    <img
      key={tries}
      src={src}
      alt={alt}
      class={rest.class}
      loading={isLazy ? "lazy" : "eager"}
      style={hiddenShare === undefined ? undefined : { clipPath: `inset(0 0 0 ${hiddenShare}%)` }}
      onError={() => setFailures(tries + 1)}
    />
  );
}
