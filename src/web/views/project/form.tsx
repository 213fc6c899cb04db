import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { ProblemDetails } from "../../../problem.ts";
import { ProblemNotice } from "../problem-notice.tsx";

/** A form in its place on the page: Enter saves, Escape leaves, the first field has the focus. */
export function InlineForm(props: {
  label: string;
  save: string;
  isReady: boolean;
  isWorking: boolean;
  problem: ProblemDetails | undefined;
  onSave: () => void;
  onCancel: () => void;
  /** Beside the buttons, at the other end. */
  extra?: ComponentChildren;
  children: ComponentChildren;
}) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.querySelector<HTMLElement>("input, textarea, select")?.focus();
  }, []);
  return (
    <form
      ref={form}
      class="inline-form"
      aria-label={props.label}
      onSubmit={(event) => {
        event.preventDefault();
        if (props.isReady && !props.isWorking) props.onSave();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        event.preventDefault();
        props.onCancel();
      }}
    >
      {props.children}
      {props.problem && <ProblemNotice problem={props.problem} />}
      <div class="form-actions">
        <button type="submit" class="small primary" disabled={!props.isReady || props.isWorking}>
          {props.save}
        </button>
        <button type="button" class="small quiet" onClick={props.onCancel}>
          Cancel
        </button>
        {props.extra}
      </div>
    </form>
  );
}

/** A field with its label above it. */
export function Field(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  unit?: string;
  isNumber?: boolean;
  isWrong?: boolean;
  maxLength?: number;
}) {
  return (
    <label class="field">
      <span>{props.label}</span>
      <span class="field-box">
        <input
          value={props.value}
          maxLength={props.maxLength ?? 300}
          inputMode={props.isNumber ? "decimal" : "text"}
          autocomplete="off"
          aria-invalid={props.isWrong}
          onInput={(event) => props.onChange(event.currentTarget.value)}
        />
        {props.unit && <span class="unit">{props.unit}</span>}
      </span>
    </label>
  );
}

/** A choice of a few values. */
export function Choice<Value extends string>(props: {
  label: string;
  value: Value;
  options: readonly { value: Value; name: string }[];
  onChange: (value: Value) => void;
}) {
  return (
    <label class="field">
      <span>{props.label}</span>
      <select value={props.value} onChange={(event) => props.onChange(event.currentTarget.value as Value)}>
        {props.options.map(({ value, name }) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
