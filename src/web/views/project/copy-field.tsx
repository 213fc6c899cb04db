import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../icons.tsx";

/** Text to be copied by a button, or by hand where the browser does not let a page copy. */
export function CopyField({ label, text }: { label: string; text: string }) {
  const field = useRef<HTMLInputElement>(null);
  const [isCopied, setCopied] = useState(false);
  useEffect(() => field.current?.select(), [text]);
  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      // Without TLS there is no clipboard; the address is selected, ready to be copied by hand.
    }
  };
  return (
    <label class="field copy">
      <span>{label}</span>
      <span class="field-box">
        <input ref={field} value={text} readOnly />
        <button type="button" class="small primary" onClick={() => void copy()}>
          <Icon name={isCopied ? "check" : "link"} />
          {isCopied ? "Copied" : "Copy"}
        </button>
      </span>
    </label>
  );
}
