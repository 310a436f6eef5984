"""How the page of statistics looks: light and dark, on a phone and on paper."""

STYLE = """
:root { color-scheme: light dark; --text: #1d2329; --quiet: #5b6570; --ground: #fdfdfc; --panel: #f1f3f4;
  --rule: #d5dade; --ink: #1f6f9f; --mark: #a04d00; --s0: #e9ecee; --s1: #b5d8ea; --s2: #6fb1d3;
  --s3: #2f7fae; --s4: #0d4a70; }
@media screen and (prefers-color-scheme: dark) { :root { --text: #e4e7ea; --quiet: #9aa5b0; --ground: #15181b;
  --panel: #1e2327; --rule: #343b42; --ink: #6fb6e0; --mark: #f0a35e; --s0: #262c31; --s1: #1c4a66;
  --s2: #2c759f; --s3: #5cabd8; --s4: #b9e1f7; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 52rem; padding: 1rem 1rem 4rem; background: var(--ground);
  color: var(--text); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: .5rem 0; }
h2 { font-size: 1.2rem; margin: 0 0 .25rem; }
section { border-top: 1px solid var(--rule); margin-top: 1.5rem; padding-top: 1rem; }
p { margin: .25rem 0 .75rem; max-width: 40rem; }
.quiet, footer { color: var(--quiet); font-size: .9rem; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .5rem;
  margin: 1rem 0; }
.facts div { background: var(--panel); border-radius: .4rem; padding: .5rem .75rem; }
dt { color: var(--quiet); font-size: .85rem; }
dd { margin: 0; font-size: 1.2rem; font-weight: 600; line-height: 1.3; }
dd span { display: block; color: var(--quiet); font-size: .85rem; font-weight: 400; }
.plot { display: block; margin: .5rem 0 .5rem 3rem; width: calc(100% - 3.5rem); overflow: visible; }
.square { max-width: 24rem; }
text { font-size: 12px; fill: var(--quiet); }
.bar, .dot { fill: var(--ink); }
.interval { stroke: var(--ink); stroke-width: 2; }
.grid { stroke: var(--rule); stroke-width: 1; }
.diagonal, .foretold { stroke: var(--mark); stroke-width: 2; }
.diagonal { stroke-dasharray: 5 4; }
.s0 { fill: var(--s0); } .s1 { fill: var(--s1); } .s2 { fill: var(--s2); }
.s3 { fill: var(--s3); } .s4 { fill: var(--s4); }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: .25rem 0; padding: 0;
  color: var(--quiet); font-size: .85rem; }
.legend svg { width: 1em; height: 1em; margin-right: .35em; vertical-align: -.1em; }
.key { stroke-width: 3; }
details { margin: .5rem 0; }
summary { cursor: pointer; padding: .35rem 0; color: var(--quiet); }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: .95rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0;
  border-bottom: 1px solid var(--rule); }
th { font-weight: 600; } thead th { color: var(--quiet); font-size: .85rem; vertical-align: bottom; }
tbody th { font-weight: 400; }
td, thead th + th { text-align: right; padding-right: 0; padding-left: .75rem; overflow-wrap: normal; }
td { white-space: nowrap; }
.leech { color: var(--mark); font-size: .85rem; white-space: nowrap; }
footer { margin-top: 2rem; border-top: 1px solid var(--rule); padding-top: 1rem; }
@media (max-width: 32rem) { table { font-size: .85rem; } thead th { font-size: .8rem; }
  td, thead th + th { padding-left: .5rem; } tbody th, thead th { padding-right: 0; }
  .other { display: none; } }
@media print { section { break-inside: avoid; } summary { display: none; } }
"""
