import { useEffect, useState } from "preact/hooks";
import type { ConnectionState } from "../../connection.ts";
import { endLabels } from "../../labels.ts";

/** A short break is nothing to worry anybody about. */
const quietMs = 1_200;

/** Says nothing while all is well, and what is going on while it is not. */
export function ConnectionStatus({ connection, onRetry }: { connection: ConnectionState; onRetry: () => void }) {
  const isLive = connection.type === "live";
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (isLive) return setLong(false);
    const timer = setTimeout(() => setLong(true), quietMs);
    return () => clearTimeout(timer);
  }, [isLive]);

  return (
    <div class="connection" role="status">
      {connection.type === "ended" ? (
        <div class="banner ended">{endLabels[connection.reason]}</div>
      ) : (
        isLong &&
        !isLive && (
          <div class="banner">
            <span class="pulse" aria-hidden="true" />
            <span class="banner-text">Reconnecting. What you write is kept and sent then.</span>
            <button type="button" class="link" onClick={onRetry}>
              Try now
            </button>
          </div>
        )
      )}
    </div>
  );
}
