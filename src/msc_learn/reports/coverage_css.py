"""How the page of a coverage looks: light and dark, on a phone and on paper."""

STYLE = """
:root { color-scheme: light dark; --text: #1d2329; --quiet: #5b6570; --ground: #fdfdfc; --panel: #f1f3f4;
  --rule: #d5dade; --link: #0b5a8f; --good: #2e7d4f; --bad: #b3261e; --draft: #9a6700; --mark: #fff0b8; }
@media (prefers-color-scheme: dark) { :root { --text: #e4e7ea; --quiet: #9aa5b0; --ground: #15181b;
  --panel: #1e2327; --rule: #343b42; --link: #7cc0f2; --good: #6cc08b; --bad: #ff8f85; --draft: #e3b341;
  --mark: #4d4215; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 46rem; padding: 1rem 1rem 4rem; background: var(--ground);
  color: var(--text); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: .5rem 0; }
h2, h3, h4, h5, h6 { display: inline; margin: 0; line-height: 1.3; font-size: 1rem; }
h2 { font-size: 1.2rem; }
a { color: var(--link); }
header p { margin: .5rem 0; }
progress { display: block; width: 100%; height: .6rem; accent-color: var(--good); }
details { margin: .25rem 0; }
main > details { border-top: 1px solid var(--rule); padding-top: .6rem; margin-top: 1rem; }
main details details { margin-left: .25rem; }
summary { cursor: pointer; padding: .35rem 0; }
.figure { float: right; color: var(--quiet); font-variant-numeric: tabular-nums; }
main p, .legend li { margin: .3rem 0; padding: .2rem .7rem; border-left: 4px solid var(--rule); }
main .covered, .legend .covered { border-color: var(--good); }
main .none, .legend .none { border-color: var(--bad); background: var(--panel); }
main .draft-only, .legend .draft-only { border-color: var(--draft); border-left-style: dashed; }
main .none .reason, .legend .none b { color: var(--bad); font-weight: bold; }
main .draft-only .reason, .legend .draft-only b { color: var(--draft); font-weight: bold; }
main .meta, main .lead-in, main .restated, main .rejected { color: var(--quiet); border-left-style: dotted; }
.legend .meta, .legend .lead-in, .legend .restated, .legend .rejected { border-left-style: dotted; }
.cards { display: block; font-size: .85rem; color: var(--quiet); }
.cards > * { margin-right: .6rem; display: inline-block; padding: .1rem 0; }
.legend { list-style: none; padding: 0; margin: 1rem 0; font-size: .9rem; }
.legend span { color: var(--quiet); }
.lost { color: var(--bad); }
.all-cards { border-top: 1px solid var(--rule); margin-top: 2rem; padding-top: 1rem; }
article { background: var(--panel); border-radius: .4rem; padding: .6rem .8rem; margin: .5rem 0; }
article p, article ul, article ol { margin: .2rem 0; }
.question { font-weight: 600; }
mark { background: var(--mark); color: inherit; padding: 0 .15em; border-radius: .2em; }
.about, footer { color: var(--quiet); font-size: .85rem; }
.about b { font-weight: 600; }
.hedged, .investigational { color: var(--draft); }
footer { margin-top: 2rem; border-top: 1px solid var(--rule); padding-top: 1rem; }
:target { outline: 3px solid var(--link); outline-offset: 2px; scroll-margin: 4rem; }
body:has(#only:checked) :is(main .covered:not(:target), .full:not(:has(:target))) { display: none; }
@media print { .only { display: none; } article, p { break-inside: avoid; } }
"""
