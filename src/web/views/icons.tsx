const paths = {
  menu: "M4 7h16M4 12h16M4 17h16",
  plus: "M12 5v14M5 12h14",
  close: "M6 6l12 12M18 6 6 18",
  pencil: "M4 20l1-4L16.5 4.5a2.1 2.1 0 0 1 3 3L8 19l-4 1ZM14.5 6.5l3 3",
  bin: "M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7M10.5 11v5M13.5 11v5",
  send: "M12 19V5M5.5 11.5 12 5l6.5 6.5",
  home: "M4 11.5 12 5l8 6.5M6.5 10v9h11v-9",
  down: "M12 5v14M5.5 12.5 12 19l6.5-6.5",
  check: "M5 12.5l4.5 4.5L19 7.5",
  cross: "M7 7l10 10M17 7 7 17",
  chevron: "M9 6l6 6-6 6",
};
export type IconName = keyof typeof paths | "stop";

/** Decoration only: what a control does is said by its text or label. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {name === "stop" ? <rect class="filled" x="7" y="7" width="10" height="10" rx="2" /> : <path d={paths[name]} />}
    </svg>
  );
}

/** The agent's sign: the roof of its icon. */
export function Mark() {
  return (
    <span class="mark" aria-hidden="true">
      <svg class="icon" viewBox="2.5 2.5 19 19" aria-hidden="true">
        <path d="M5 12.5 12 6l7 6.5M8 11v7h8v-7" />
      </svg>
    </span>
  );
}
