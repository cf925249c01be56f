/** The style sheet of the page: system fonts, light and dark, cards below 720 px. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fdfdfb; --raised: #f5f4f0; --ink: #1d1d1b; --quiet: #5d5c57; --rule: #dfddd6;
  --link: #1f4f87; --holds: #22643a; --refuted: #5b4a8a; --doubt: #7c5200; --fault: #a8201a; --fault-paper: #fdf0ee;
  --fg: var(--ink); --bg: var(--paper); --muted: var(--quiet); --grid: var(--rule);
  --serif: Charter, "Bitstream Charter", "Iowan Old Style", "Palatino Linotype", Palatino, Georgia, serif;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #16171a; --raised: #1f2024; --ink: #e7e5df; --quiet: #a4a29b; --rule: #35363b;
    --link: #9cc3f2; --holds: #8fcea2; --refuted: #bfb0ee; --doubt: #e8bb6c; --fault: #ff9d90; --fault-paper: #2c1b1a;
    --blue: #56b4e9; --vermillion: #ff8c42; --green: #2fc79a; --purple: #e29ac4;
  }
}
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 5rem; }
body { margin: 0 auto; max-inline-size: 72rem; padding: 0 2rem 8rem; background: var(--paper); color: var(--ink); font: 1rem/1.55 var(--sans); }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: .18em; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
.skip { position: absolute; }
.skip:not(:focus) { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
.skip:focus { inset-inline-start: 1rem; inset-block-start: 1rem; background: var(--paper); padding: .5rem 1rem; z-index: 2; }
main:focus { outline: none; }
p { margin: 0; }

header { padding-block: 5rem 2.5rem; }
.kicker { font: .875rem/1 var(--mono); color: var(--quiet); }
h1 { margin: 1.1rem 0 1rem; font: 600 clamp(1.7rem, 1.2rem + 2.4vw, 2.7rem)/1.15 var(--serif); letter-spacing: -.015em; text-wrap: balance; }
h1 span { font-family: var(--sans); font-weight: 400; }
.sound span { color: var(--holds); }
.unsound span { color: var(--fault); }
.paper { max-inline-size: 44rem; color: var(--quiet); }
.paper + .paper { margin-block-start: .6rem; font-size: .875rem; }
.numbers { display: flex; flex-wrap: wrap; gap: 1.5rem 3rem; margin: 2.5rem 0 1.75rem; }
.numbers div { display: flex; flex-direction: column-reverse; justify-content: flex-end; }
.numbers dd { margin: 0; font: 400 1.75rem/1.2 var(--serif); font-variant-numeric: lining-nums tabular-nums; }
.numbers dt { font-size: .8125rem; color: var(--quiet); }
.circumstances { font-size: .8125rem; color: var(--quiet); font-variant-numeric: tabular-nums; }
.faults { margin-block: 1.75rem 0; padding: 1rem 1.25rem; border-inline-start: 3px solid var(--fault); background: var(--fault-paper); display: grid; gap: .5rem; }
.faults p, .faults summary { overflow-wrap: anywhere; }

nav { border-block: 1px solid var(--rule); }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin: 0; padding: .75rem 0; list-style: none; font-size: .875rem; }
nav a { color: var(--quiet); text-decoration: none; }
nav a:hover { color: var(--ink); text-decoration: underline; }

.filter { position: sticky; inset-block-start: 0; z-index: 1; display: flex; flex-wrap: wrap; align-items: end; gap: .75rem 1.25rem; padding-block: .9rem; background: var(--paper); border-block-end: 1px solid var(--rule); font-size: .875rem; }
.filter div { display: flex; align-items: center; gap: .6rem; }
.filter div:first-child { flex: 1 1 18rem; max-inline-size: 30rem; }
.filter label { color: var(--quiet); }
.filter input, .filter select { font: inherit; color: inherit; background: var(--raised); border: 1px solid var(--quiet); border-radius: 4px; padding: .35rem .6rem; min-inline-size: 0; }
.filter input { inline-size: 100%; }
.filter ::placeholder { color: var(--quiet); opacity: 1; }
.filter output { margin-inline-start: auto; padding-block: .4rem; color: var(--quiet); font-variant-numeric: tabular-nums; }

section { padding-block-start: 3.5rem; }
h2 { margin: 0 0 1rem; font: 600 1.375rem/1.3 var(--serif); text-wrap: balance; }
h2 .where { color: var(--quiet); font-weight: 400; margin-inline-end: .35em; }
table { border-collapse: collapse; inline-size: 100%; }
th { text-align: start; font-weight: 600; }
.plain th, .plain td { text-align: start; vertical-align: baseline; padding: .5rem 1.25rem .5rem 0; border-block-end: 1px solid var(--rule); font-weight: 400; }
.plain thead th { font-size: .8125rem; color: var(--quiet); }
.plain tbody th { white-space: nowrap; }
.scroll { overflow-x: auto; }
.claims { table-layout: fixed; }
.claims > thead th { padding: 0 .75rem .4rem 0; font-size: .75rem; font-weight: 500; color: var(--quiet); }
.claims > thead th:nth-child(1) { inline-size: 9.5rem; }
.claims > thead th:nth-child(3) { inline-size: 6.25rem; }
.claims > thead th:nth-child(4) { inline-size: 9rem; }
.claims > thead th:nth-child(5) { inline-size: 4.5rem; }
.claim { border-block-start: 1px solid var(--rule); }
.claim > * { padding: .8rem .75rem .8rem 0; vertical-align: top; }
.claim > th { font: 500 .875rem/1.6 var(--mono); overflow-wrap: anywhere; }
.evidence { font-size: .875rem; color: var(--quiet); }
.claims td.cases, .claims > thead .cases { text-align: end; padding-inline-end: 0; }
.claims td.cases { font-size: .875rem; font-variant-numeric: tabular-nums; color: var(--quiet); }
.unit { display: none; }
.statement { overflow-wrap: anywhere; }
summary { cursor: pointer; }
.faults pre { margin-block-start: .5rem; background: var(--paper); }
.claim summary { list-style: none; position: relative; padding-inline-start: 1.15rem; }
.claim summary::-webkit-details-marker { display: none; }
.claim summary::before { content: ""; position: absolute; inset-inline-start: .1rem; inset-block-start: .55em; border: .3em solid transparent; border-inline-start: .42em solid var(--quiet); border-inline-end: 0; }
.claim details[open] > summary::before { rotate: 90deg; }
.claim summary:hover::before { border-inline-start-color: var(--ink); }

.outcome { font-size: .875rem; white-space: nowrap; }
.outcome.holds, .twins .holds { color: var(--holds); }
.outcome.refuted, .twins .refuted { color: var(--refuted); }
.outcome.undecided, .twins .undecided { color: var(--doubt); }
.outcome.missing, .twins .missing { color: var(--doubt); }
.outcome.broke, .twins .broke { color: var(--fault); font-weight: 600; }
.outcome .why { display: block; font-weight: 400; font-size: .8125rem; white-space: normal; }
.twins { display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; margin: .35rem 0 0; padding: 0 0 0 1.15rem; list-style: none; font-size: .8125rem; }
.twins a { text-decoration-color: var(--rule); }
.twins a:hover { text-decoration-color: currentColor; }
details[open] + .twins { display: none; }

.body { padding: .75rem 0 1.25rem 1.15rem; display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; font-size: .9375rem; }
.formula { display: flex; flex-wrap: wrap; align-items: center; gap: .4rem 2.25rem; overflow-x: auto; margin-inline-start: 1.15rem; padding-block: .15rem .6rem; font-size: 1.0625rem; }
.formula math { inline-size: max-content; margin: 0; }
math { font-family: "STIX Two Math", "Latin Modern Math", "Cambria Math", "Libertinus Math", math; }
.label { margin-block-end: -.7rem; font-size: .75rem; color: var(--quiet); }
pre { margin: 0; padding: .6rem .8rem; background: var(--raised); border-radius: 4px; font: .8125rem/1.5 var(--mono); white-space: pre-wrap; overflow-wrap: anywhere; }
.essay { display: grid; gap: .5rem; font: 1rem/1.55 var(--serif); }
.problems { display: grid; gap: 1rem; }
.problems pre { border-inline-start: 3px solid var(--fault); background: var(--fault-paper); border-radius: 0 4px 4px 0; }
.assumptions { margin: 0; padding: 0; list-style: none; display: grid; gap: .75rem; }
.assumptions b { font-weight: 600; }
.met { color: var(--quiet); font-size: .8125rem; }
.argument { display: inline-block; max-inline-size: 100%; }
.twin { margin-block-start: .15rem; }
.twin > summary { font-size: .875rem; color: var(--quiet); }
.twin code { font: .8125rem var(--mono); color: var(--quiet); margin-inline-start: .4rem; }
.twin .why { display: inline; margin-inline-start: .4rem; }
.twin > .body { margin-block: .35rem .75rem; padding-block: .75rem; border-inline-start: 1px solid var(--rule); margin-inline-start: .25rem; padding-inline-start: .9rem; }
.run { margin: 0; display: grid; gap: .15rem; }
.run div { display: grid; grid-template-columns: 5.5rem minmax(0, 1fr); gap: .75rem; }
.run dt { color: var(--quiet); font-size: .8125rem; line-height: 1.8; }
.run dd { margin: 0; }
.facts { font-size: .875rem; }
.facts caption { text-align: start; font-size: .75rem; color: var(--quiet); padding-block-end: .2rem; overflow-wrap: anywhere; }
.facts thead th { font-size: .75rem; font-weight: 500; color: var(--quiet); }
.facts th, .facts td { padding: .2rem .75rem .2rem 0; text-align: start; vertical-align: top; overflow-wrap: anywhere; }
.facts tbody th { font-weight: 400; }
.facts tbody tr { border-block-start: 1px solid var(--rule); }
.sides { inline-size: auto; min-inline-size: 16rem; }
.sides caption { font: .8125rem/1.5 var(--mono); color: var(--ink); }
.sides th, .sides td:nth-child(2) { white-space: nowrap; overflow-wrap: normal; }
.sides td { font-variant-numeric: tabular-nums; padding-inline-end: 1.5rem; }
.share { inline-size: 55%; font-variant-numeric: tabular-nums; }
.bar { display: inline-block; block-size: .55em; margin-inline-end: .6em; background: var(--quiet); min-inline-size: 1px; }
.slack { display: grid; gap: .4rem; font-size: .875rem; inline-size: fit-content; }
.slack p { max-inline-size: 40rem; overflow-wrap: anywhere; }
.decades { inline-size: 205px; }
.decades rect { fill: var(--quiet); }
.decades line { stroke: var(--rule); }
.slack .axis { display: flex; justify-content: space-between; inline-size: 205px; font-size: .75rem; color: var(--quiet); }

.figures { display: grid; gap: 3.5rem; }
.figures h2 { margin: 0; }
figure { margin: 0; display: grid; gap: 1rem; min-inline-size: 0; }
h3 { margin: 0; font: 600 1.0625rem/1.4 var(--serif); }
.frame svg { display: block; max-inline-size: 100%; block-size: auto; }
figcaption { max-inline-size: 44rem; color: var(--quiet); font-size: .9375rem; }
.scrub { display: flex; align-items: center; gap: .75rem; font-size: .875rem; flex-wrap: wrap; }
.scrub label { color: var(--quiet); }
.scrub input { flex: 0 1 22rem; min-inline-size: 8rem; accent-color: var(--link); }
.scrub output { font-variant-numeric: tabular-nums; }

@media (max-width: 45rem) {
  body { padding-inline: 1rem; }
  header { padding-block: 2.5rem 1.75rem; }
  .numbers { display: grid; grid-template-columns: 1fr 1fr; gap: 1.25rem 1rem; }
  .filter { position: static; }
  html { scroll-padding-top: 1rem; }
  .filter div:first-child { flex-basis: 100%; max-inline-size: none; }
  .claims, .claims > tbody { display: block; }
  .claims > thead { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
  .claim { display: grid; grid-template-columns: minmax(0, 1fr) auto auto; gap: .35rem 1rem; padding-block: .9rem; align-items: baseline; }
  .claim > * { padding: 0; }
  .claim > th { order: 1; }
  .claim > td:nth-child(4) { order: 2; grid-column: 2 / 4; text-align: end; }
  .claim > .statement { order: 3; grid-column: 1 / 4; }
  .claim > .evidence { order: 4; }
  .claim > .cases { order: 5; grid-column: 2 / 4; }
  .claims .unit { display: inline; }
  .sides { min-inline-size: 0; inline-size: 100%; }
  .plain, .plain tbody { display: block; }
  .plain thead { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
  .plain tbody tr { display: grid; grid-template-columns: minmax(0, 1fr); gap: .25rem; padding-block: .7rem; border-block-end: 1px solid var(--rule); }
  .plain tbody th, .plain tbody td { padding: 0; border: 0; white-space: normal; overflow-wrap: anywhere; min-inline-size: 0; }
  .plain tbody th { font-weight: 600; }
  .plain .formula { margin-inline-start: 0; font-size: .8125rem; }
}
@media print { .filter, nav, .skip { display: none; } }
`;
