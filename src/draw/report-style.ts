import { FONT_STACK } from "./style.ts";

/** The page's style sheet: light or dark as the reader's system asks; pictures keep their white ground in both. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; --ink: #1f2328; --muted: #57606a; --ground: #ffffff; --line: #d8dee4; --panel: #f6f8fa;
  --reached: #005a8e; --missed: #a84300; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --muted: #9da7b3; --ground: #0d1117; --line: #30363d; --panel: #161b22;
    --reached: #6cb6e8; --missed: #f0905a; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 32px 24px 64px; max-width: 1000px; color: var(--ink); background: var(--ground);
  font: 15px/1.5 ${FONT_STACK}; }
h1 { font-size: 26px; line-height: 1.25; margin: 4px 0 8px; }
h2 { font-size: 18px; margin: 36px 0 8px; padding-bottom: 4px; border-bottom: 1px solid var(--line); }
p { max-width: 46em; }
.kicker, .note, figcaption { color: var(--muted); font-size: 13px; }
.kicker { margin: 0; overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums; margin: 8px 0; }
th, td { padding: 4px 12px 4px 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { border-bottom-width: 2px; font-weight: 600; vertical-align: bottom; }
.wide td { white-space: nowrap; }
.wide td:last-child { white-space: normal; }
.facts th { font-weight: 400; color: var(--muted); min-width: 13em; }
.facts td { overflow-wrap: anywhere; }
.number { text-align: right; }
.reached { color: var(--reached); }
.missed { color: var(--missed); }
figure { margin: 20px 0; }
figure svg { display: block; max-width: 100%; height: auto; border: 1px solid var(--line); border-radius: 6px; }
figcaption { margin-top: 6px; max-width: 58em; }
pre { background: var(--panel); padding: 12px; border-radius: 6px; white-space: pre-wrap; overflow-wrap: anywhere; }
code { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; font-size: 13px; }
@media print { body { max-width: none; padding: 0; } figure, tr { break-inside: avoid; } }
`;
