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
  warning: "M12 4.5 3.5 19h17L12 4.5ZM12 10v4M12 16.6v.1",
  clip: "M19 11.5l-7.2 7.2a4.6 4.6 0 0 1-6.5-6.5l7.6-7.6a3.1 3.1 0 0 1 4.4 4.4l-7.6 7.6a1.5 1.5 0 0 1-2.2-2.2l6.9-6.9",
  camera: "M4 8.5h3.5L9 6h6l1.5 2.5H20V19H4ZM12 16.8a3.4 3.4 0 1 0 0-6.8 3.4 3.4 0 0 0 0 6.8Z",
  file: "M7 4h7l4 4v12H7ZM14 4v4h4",
  link: "M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 1 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 1 0 5.7 5.7l1-1",
  basket: "M4 9h16l-1.6 10H5.6ZM8.5 9 11 4.5M15.5 9 13 4.5",
  refresh: "M19 8.5A7.5 7.5 0 1 0 19.5 13M19.5 4.5v4.3h-4.3",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM20 20l-4.9-4.9",
  spark: "M12 4l1.9 5.6L19.5 12l-5.6 1.9L12 19.5l-1.9-5.6L4.5 12l5.6-2.4Z",
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
