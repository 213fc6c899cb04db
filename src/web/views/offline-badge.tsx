/** Says that no language model is behind the answers, and what to do about it. */
export function OfflineBadge() {
  return (
    <details class="badge" onFocusOut={closeWhenLeft}>
      <summary>Offline planner</summary>
      <p>
        This service has no language model: answers come from fixed rules and a price table, so short, plain sentences
        work best. Whoever runs it can set <code>GEMINI_API_KEY</code> for a free conversation.
      </p>
    </details>
  );
}

function closeWhenLeft({ currentTarget, relatedTarget }: FocusEvent) {
  if (!(currentTarget instanceof HTMLDetailsElement)) return;
  if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) currentTarget.open = false;
}
