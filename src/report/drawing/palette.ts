/** Paper, ink and terracotta, as the web client; every pair of text and ground meets WCAG AA, and prints well in grey. */
export const palette = {
  ink: "#2b2520",
  muted: "#685d52",
  line: "#d9cfc0",
  faint: "#f4efe6",
  paper: "#ffffff",
  accent: "#9a4423",
  accentSoft: "#f7e4d5",
  good: "#3f6a4c",
  bad: "#a12d22",
  /** In this order from dark to light, so that they can be told apart without colour. */
  labour: "#5a3524",
  material: "#a9673f",
  products: "#d3a46f",
  contingency: "#ece0cd",
  open: "#8d9a8c",
  free: "#c3b49f",
} as const;
