import { palette } from "../drawing/palette.ts";

/** For screens and for A4: no rule of it asks for anything from elsewhere. */
export const style = `
@page { size: A4; margin: 18mm 16mm 20mm;
  @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; color: ${palette.muted}; } }
* { box-sizing: border-box; }
html { color: ${palette.ink}; background: ${palette.faint}; font: 15px/1.5 "Source Sans 3", "Segoe UI", "Helvetica Neue", Arial, system-ui, sans-serif; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
body { margin: 0; }
main { max-width: 54rem; margin: 2rem auto; padding: clamp(1.2rem, 5vw, 3.5rem); background: ${palette.paper}; box-shadow: 0 1px 3px rgb(80 55 30 / 12%), 0 12px 40px rgb(80 55 30 / 8%); }
h1, h2, h3, p, li, td, th, figcaption, dd, footer { overflow-wrap: anywhere; unicode-bidi: isolate; }
h1 { font-size: clamp(1.8rem, 5vw, 2.6rem); line-height: 1.15; margin: .2rem 0 .5rem; letter-spacing: -.01em; text-wrap: balance; }
h2 { font-size: 1.6rem; line-height: 1.2; margin: 3.5rem 0 1rem; padding-bottom: .4rem; border-bottom: 2px solid ${palette.accent}; }
h3 { font-size: 1.12rem; margin: 2rem 0 .4rem; }
h3 + .about { margin-top: -.3rem; }
p { margin: .4rem 0 .8rem; }
ul { margin: .4rem 0 1rem; padding-left: 1.2rem; }
li::marker { color: ${palette.accent}; }
.cover::before { content: ""; display: block; width: 4rem; height: 4px; background: ${palette.accent}; margin-bottom: 1.2rem; }
.kicker, .about, .date, .muted, small, figcaption { color: ${palette.muted}; }
.kicker { margin: 0; }
.status { font-weight: 600; margin: 0; }
.good { color: ${palette.good}; } .bad { color: ${palette.bad}; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(13rem, 100%), 1fr)); gap: .8rem; margin: 1.4rem 0; }
.facts div { background: ${palette.faint}; padding: .7rem .9rem; break-inside: avoid; }
.facts dt { font-size: .8rem; color: ${palette.muted}; }
.facts dd { margin: 0; font-size: 1.35rem; font-weight: 600; line-height: 1.25; }
.facts small { display: block; font-size: .8rem; font-weight: 400; }
.notice { background: ${palette.accentSoft}; border-left: 4px solid ${palette.accent}; padding: .7rem 1rem; }
figure { margin: 1rem 0 1.4rem; break-inside: avoid; }
figure img { display: block; max-width: 100%; max-height: 150mm; }
figure img.board { width: 100%; max-height: none; border: 1px solid ${palette.line}; }
figure svg { display: block; width: 100%; height: auto; font-family: inherit; }
figcaption { font-size: .8rem; margin-top: .35rem; }
.gap { background: ${palette.faint}; color: ${palette.muted}; padding: 2rem 1rem; text-align: center; }
.photos { display: grid; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)); gap: 1rem; align-items: start; }
.photos figure { margin: .6rem 0; }
.swatches { display: flex; flex-wrap: wrap; gap: .6rem; list-style: none; padding: 0; }
.swatches li { flex: 1 1 6rem; font-size: .8rem; color: ${palette.muted}; }
.swatches svg { display: block; width: 100%; height: 2.4rem; border: 1px solid ${palette.line}; }
.scroll { overflow-x: auto; margin: .8rem 0 1.6rem; }
table { width: 100%; border-collapse: collapse; font-size: .9rem; line-height: 1.35; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
thead { display: table-header-group; }
thead th { font-size: .78rem; color: ${palette.muted}; border-bottom: 1.5px solid ${palette.muted}; }
th, td { text-align: left; vertical-align: top; padding: .42rem .9rem .42rem 0; }
th:last-child, td:last-child { padding-right: 0; }
td.end, th.end { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
tbody tr { border-bottom: 1px solid ${palette.line}; break-inside: avoid; }
td small { display: block; font-size: .82em; line-height: 1.35; white-space: normal; }
tr.group th { color: ${palette.accent}; padding-top: .9rem; } tr.group { break-after: avoid; } tr.group td { font-weight: 600; color: ${palette.accent}; padding-top: .9rem; }
tr.total th { font-weight: 400; } tr.total.strong th, tr.total.strong td { font-weight: 600; } tr.total.strong { border-bottom: 1.5px solid ${palette.muted}; }
footer { margin-top: 3rem; padding-top: .8rem; border-top: 1px solid ${palette.line}; font-size: .8rem; color: ${palette.muted}; }
@media (max-width: 40rem) { main { margin: 0; } table { font-size: .82rem; } .scroll table { min-width: 30rem; } }
@media print {
  html { background: none; font-size: 9.6pt; line-height: 1.4; }
  main { max-width: none; margin: 0; padding: 0; box-shadow: none; }
  section { break-before: page; } section.flows { break-before: auto; }
  h2 { margin-top: 0; } .flows h2 { margin-top: 1.5rem; } h2, h3, .about { break-after: avoid; } tbody tr:first-child { break-before: avoid; }
  .scroll { overflow: visible; } .facts { grid-template-columns: repeat(3, 1fr); }
  a { color: inherit; text-decoration: none; }
}
`;
