/**
 * The look of the page. Blue is real and orange synthetic throughout (Okabe and Ito's colours, distinguished by nearly
 * every eye); pictures stand on black whatever the scheme, as scans do.
 */
export const style = `
:root {
  --paper: #fbfaf7; --ink: #1d1f22; --soft: #5d626b; --line: #dfdcd3; --faint: #eceae3;
  --real: #0b6aa8; --synthetic: #c2500a;
  --curve-0: #59616d; --curve-1: #8b2f86; --curve-2: #1f7a4d;
  --good: #1f7a4d; --good-paper: #e9f5ee; --bad: #a8261c; --bad-paper: #fbebe7;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", "Helvetica Neue", Arial, sans-serif;
  --serif: Charter, "Iowan Old Style", "Source Serif 4", Georgia, "Liberation Serif", serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #121417; --ink: #e9e7e2; --soft: #a2a7b0; --line: #33373e; --faint: #24282d;
    --real: #63b3ea; --synthetic: #f2955a;
    --curve-0: #b3bac4; --curve-1: #df8fd8; --curve-2: #6ecb9a;
    --good: #6ecb9a; --good-paper: #16291f; --bad: #f08a7d; --bad-paper: #331a17;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 var(--sans); }
.page { max-width: 1160px; margin: 0 auto; padding: 56px 32px 96px; }
h1, h2, h3, p, figure, dl, dd, ol { margin: 0; padding: 0; }
h1 { font: 600 clamp(30px, 4.4vw, 46px)/1.14 var(--serif); letter-spacing: -0.012em; text-wrap: balance; }
h2 { font: 600 27px/1.25 var(--serif); letter-spacing: -0.005em; margin-bottom: 14px; }
h3 { font-size: 15px; font-weight: 600; margin-bottom: 10px; }
section { margin-top: 72px; scroll-margin-top: 24px; }
.kicker { color: var(--soft); font-size: 14px; margin-bottom: 14px; display: flex; gap: 14px; flex-wrap: wrap; }
.kicker time::before { content: "\\00b7"; margin-right: 14px; }
.lead { font-size: 19px; color: var(--soft); max-width: 46em; margin-top: 16px; text-wrap: pretty; }
.note, .prose { color: var(--soft); max-width: 46em; text-wrap: pretty; }
.note { margin-bottom: 18px; }
.prose p + p { margin-top: 12px; }
.prose strong { color: var(--ink); font-weight: 600; }
.facts { display: flex; flex-wrap: wrap; gap: 18px 44px; margin-top: 30px; padding-top: 20px; border-top: 1px solid var(--line); }
.facts dt { color: var(--soft); font-size: 13px; }
.facts dd { font-variant-numeric: tabular-nums; max-width: 34em; }
nav { display: flex; flex-wrap: wrap; gap: 6px 22px; margin-top: 26px; font-size: 15px; }
nav a { color: var(--ink); text-decoration: underline; text-decoration-color: var(--line); text-underline-offset: 5px; padding: 4px 0; }
nav a:hover { text-decoration-color: currentColor; }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--real); outline-offset: 3px; border-radius: 2px; }
.notice { border-radius: 6px; padding: 12px 16px; margin-bottom: 22px; max-width: 52em; }
header .notice { margin: 24px 0 0; }
.notice.good { background: var(--good-paper); color: var(--good); }
.notice.warning { background: var(--bad-paper); color: var(--bad); }
.notice p + p { margin-top: 6px; }

.legend { font-size: 14px; color: var(--soft); display: inline-flex; flex-wrap: wrap; gap: 4px 18px; }
p.legend { margin-bottom: 10px; }
.key { white-space: nowrap; }
.key::before { content: ""; display: inline-block; width: 10px; height: 10px; border-radius: 50%; margin-right: 7px; background: var(--soft); }
.key.real::before { border-radius: 2px; }
.key.real::before { background: var(--real); }
.key.synthetic::before { background: var(--synthetic); }
.key.series-0::before { background: var(--curve-0); }
.key.series-1::before { background: var(--curve-1); }
.key.series-2::before { background: var(--curve-2); }

.figures { border-top: 1px solid var(--line); }
.figure { display: grid; grid-template-columns: minmax(9em, 1.1fr) minmax(9em, 1.2fr) minmax(10em, 1.25fr) 300px; gap: 2px 24px; align-items: center; padding: 16px 0 12px; border-bottom: 1px solid var(--line); }
.figure h3 { font-size: 17px; margin: 0; line-height: 1.3; }
.goal { display: block; font-size: 13px; font-weight: 400; color: var(--soft); }
.value strong { font-size: 25px; font-weight: 600; color: var(--synthetic); margin-right: 4px; }
.real-value { color: var(--soft); }
.how { font-size: 13px; text-wrap: balance; }
.real-value strong { font-weight: 600; color: var(--real); }
.value, .real-value, .interval-text { font-variant-numeric: tabular-nums; }
.interval-text { color: var(--soft); white-space: nowrap; }
.figure details { grid-column: 1 / -1; }
summary { cursor: pointer; color: var(--soft); font-size: 14px; width: fit-content; padding: 4px 0; }
summary:hover { color: var(--ink); }
.settings { font-size: 14px; display: grid; gap: 0; }
.settings div { display: grid; grid-template-columns: minmax(8em, 11em) 1fr; gap: 16px; padding: 5px 0; border-bottom: 1px solid var(--faint); }
.settings div:last-child { border-bottom: 0; }
.settings dt { color: var(--soft); }
.settings dd { overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
details .settings { max-width: 60em; padding: 4px 0 10px; }

.gallery { display: grid; gap: 28px; }
.gallery.columns-2 { grid-template-columns: 1fr 1fr; }
.column { display: grid; gap: 14px; align-content: start; }
.column h3 { margin: 0; }
figure img { display: block; width: 100%; height: auto; background: #000; border-radius: 4px; }
figcaption { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 2px 16px; font-size: 14px; color: var(--soft); padding-top: 6px; }
.column figcaption { font-size: 13px; padding-top: 5px; }
.remark { font-variant-numeric: tabular-nums; }
figure button.open { display: block; width: 100%; padding: 0; border: 0; background: none; cursor: zoom-in; border-radius: 4px; }
figure button.open:focus-visible { outline: 3px solid var(--real); outline-offset: 2px; }
figure img.slices { display: none; }
.viewer { border: 0; padding: 12px; border-radius: 8px; background: #0b0c0e; color: #e9e7e2; max-width: 98vw; max-height: 98vh; overflow: hidden; }
.viewer::backdrop { background: rgb(0 0 0 / 0.72); }
.viewer form { text-align: right; margin: 0; }
.viewer form button { font-size: 22px; line-height: 1; padding: 2px 10px; background: none; border: 0; color: inherit; cursor: pointer; }
.viewer .pane { overflow: hidden; margin: 0 auto; }
.viewer .pane img { display: block; width: 100%; height: auto; image-rendering: auto; }
.viewer label { display: flex; gap: 14px; align-items: center; padding-top: 10px; font-size: 14px; font-variant-numeric: tabular-nums; }
.viewer label[hidden] { display: none; }
.viewer input { flex: 1; }
.sets { display: grid; gap: 14px; max-width: 60em; }
.sets dt { font-weight: 600; }
.sets dd { color: var(--soft); }
.names { font-size: 14px; overflow-wrap: anywhere; }
table { border-collapse: collapse; margin-bottom: 24px; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 6px 28px 6px 0; border-bottom: 1px solid var(--line); font-weight: 400; }
thead th { color: var(--soft); font-size: 13px; }
pre { background: var(--faint); border-radius: 6px; padding: 12px 16px; margin: 0 0 24px; white-space: pre-wrap; overflow-wrap: anywhere; font-size: 14px; }
.links { columns: 2 18em; padding-left: 1.1em; margin: 0; }
#costs a, .note a, h3 a { color: var(--real); }
.standing { min-width: 240px; }
#quality { overflow-x: auto; }
.references { margin-top: 16px; padding-left: 1.6em; font-size: 14px; }
.paste { user-select: text; }
.strip { display: grid; grid-template-columns: repeat(auto-fill, minmax(310px, 1fr)); gap: 20px 16px; list-style: none; }
.strip + h3 { margin-top: 34px; }
.numbered { counter-reset: step; }
.numbered li { counter-increment: step; }
.numbered figcaption span:first-child::before { content: counter(step) "\\2002"; color: var(--ink); font-weight: 600; }
.pairs { display: grid; grid-template-columns: repeat(auto-fill, minmax(440px, 1fr)); gap: 24px; }
.pair > div { display: grid; gap: 3px; background: #000; border-radius: 4px; overflow: hidden; }
.pair img { border-radius: 0; }
.pair.flagged > div { outline: 3px solid var(--bad); outline-offset: 2px; }
.pair.flagged .remark { color: var(--bad); font-weight: 600; }
.pairs .key { margin-right: 14px; }
#memorisation h3 { margin-top: 34px; }

.beside { display: grid; grid-template-columns: minmax(0, 1.75fr) minmax(15em, 1fr); gap: 20px 44px; align-items: start; }
#memorisation .beside { grid-template-columns: minmax(0, 1.1fr) minmax(15em, 1fr); align-items: center; }
.plot figcaption { color: var(--ink); font-size: 15px; padding: 0 0 8px; }
.groups { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 340px), 1fr)); gap: 34px 52px; }

svg { display: block; width: 100%; height: auto; overflow: visible; }
svg text { font: 12px var(--sans); fill: var(--soft); text-anchor: middle; font-variant-numeric: tabular-nums; }
svg text.end { text-anchor: end; }
svg .level { stroke: var(--line); stroke-width: 1; }
svg .axis { stroke: var(--soft); }
svg .axis-name { font-size: 13px; }
.small-band { fill: var(--soft); fill-opacity: 0.1; }
#regions table { margin-top: 24px; }
#regions td { white-space: nowrap; }
#regions { overflow-x: auto; }
.whisker { stroke: var(--synthetic); stroke-width: 2; }
.dot { fill: var(--synthetic); stroke: var(--paper); stroke-width: 1.5; }
.dot.flagged { fill: var(--bad); }
.real-band { fill: var(--real); fill-opacity: 0.28; }
.dot.real { fill: var(--real); }
.by-covariate .dot { fill-opacity: 0.75; }
.fit { stroke-width: 2.2; stroke: var(--synthetic); }
.fit.real { stroke: var(--real); }
.other-mark { stroke: var(--curve-1); stroke-width: 2.5; }
.real-mark { stroke: var(--real); stroke-width: 2.5; }
.danger { fill: var(--bad); fill-opacity: 0.12; }
svg .danger-name { fill: var(--bad); text-anchor: start; }
.series-0 .line, .series-0 .thread { stroke: var(--curve-0); }
.series-0 .band, .series-0 .point { fill: var(--curve-0); }
.series-1 .line, .series-1 .thread { stroke: var(--curve-1); }
.series-1 .band, .series-1 .point { fill: var(--curve-1); }
.series-2 .line, .series-2 .thread { stroke: var(--curve-2); }
.series-2 .band, .series-2 .point { fill: var(--curve-2); }
.line { fill: none; stroke-width: 2.2; stroke-linejoin: round; }
.band { fill-opacity: 0.2; }
.thread { fill: none; stroke-width: 1.2; stroke-opacity: 0.6; }
.point { stroke: var(--paper); stroke-width: 1.5; }

@media (max-width: 980px) {
  .figure { grid-template-columns: 1fr 1fr; }
  .figure h3 { grid-column: 1 / -1; }
  .figure .chart { grid-column: 1 / -1; max-width: 330px; width: 100%; }
  .beside, #memorisation .beside { grid-template-columns: 1fr; }
}
@media (max-width: 640px) {
  body { font-size: 15px; }
  .page { padding: 32px 18px 64px; }
  section { margin-top: 52px; }
  .gallery.columns-2 { grid-template-columns: 1fr; }
  .figure { grid-template-columns: 1fr; }
  .pairs, .strip { grid-template-columns: 1fr; }
  .facts { gap: 14px 28px; }
  .settings div { grid-template-columns: 8em 1fr; }
}
@media print {
  :root {
    --paper: #fff; --ink: #000; --soft: #444; --line: #bbb; --faint: #ddd;
    --real: #0b6aa8; --synthetic: #b54708; --curve-0: #59616d; --curve-1: #8b2f86; --curve-2: #1f7a4d;
    --good: #1f7a4d; --good-paper: #fff; --bad: #a8261c; --bad-paper: #fff;
  }
  @page { margin: 16mm 14mm; }
  body { font-size: 10.5pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .page { max-width: none; padding: 0; }
  nav, dialog { display: none; }
  section { break-inside: auto; }
  .gallery, .column { display: block; }
  .column figure { margin-bottom: 8pt; }
  section { margin-top: 26pt; }
  h2, h3 { break-after: avoid; }
  figure, .figure, .settings div, .notice, tr { break-inside: avoid; }
  .figure { grid-template-columns: 1fr 1fr 1.1fr 200px; gap: 2px 14px; }
  .figure h3, .figure .chart { grid-column: auto; }
  .gallery.columns-2 { grid-template-columns: 1fr 1fr; gap: 16px; }
  .notice { border: 1px solid; }
  details::details-content { content-visibility: visible; }
  summary { display: none; }
}
`;
