"""How the page of a manager's report looks, beyond what it shares with the page of statistics."""

from msc_learn.reports.stats_css import STYLE

REPORT_STYLE = f"""{STYLE}
:root {{ --current: #1a6b37; --due-soon: #7d5200; --overdue: #a03c05; --expired: #a51d2d; --never: #5b6570; }}
@media screen and (prefers-color-scheme: dark) {{ :root {{ --current: #7fd49a; --due-soon: #efc35f;
  --overdue: #ff9d6b; --expired: #ff8f9a; --never: #9aa5b0; }} }}
body {{ max-width: 64rem; }}
.wide tbody th {{ min-width: 7rem; }}
h3 {{ font-size: 1.05rem; margin: 1.25rem 0 .25rem; }}
.wide {{ overflow-x: auto; }}
.wide:focus-visible {{ outline: 2px solid var(--ink); outline-offset: 2px; }}
.words td, .words thead th + th {{ text-align: left; padding-left: 0;
  padding-right: 1rem; white-space: normal; }}
.words td {{ min-width: 8rem; }}
.words tbody th {{ font-weight: 600; }}
.words small, .item small {{ display: block; color: var(--quiet); font-size: .85rem; font-weight: 400; }}
.level {{ font-weight: 600; white-space: nowrap; }}
.current {{ color: var(--current); }} .due-soon {{ color: var(--due-soon); }}
.overdue {{ color: var(--overdue); }} .expired {{ color: var(--expired); }} .never {{ color: var(--never); }}
.share {{ display: block; width: 100%; height: 1rem; margin: .35rem 0; }}
.share rect {{ stroke: var(--ground); stroke-width: 2; }}
rect.current {{ fill: var(--current); }} rect.due-soon {{ fill: var(--due-soon); }}
rect.overdue {{ fill: var(--overdue); }} rect.expired {{ fill: var(--expired); }}
rect.never {{ fill: var(--rule); }}
.item {{ border-bottom: 1px solid var(--rule); margin: 0; padding: .35rem 0; }}
.item summary {{ color: var(--text); }}
.item table {{ margin: .25rem 0 .75rem; }}
.flag, .item small.flag, .words small.flag {{ color: var(--mark); font-weight: 600; }}
.right {{ color: var(--current); font-weight: 600; }}
@media print {{ :root {{ color-scheme: light; }} body {{ max-width: none; padding: 0; font-size: .85rem; }}
  .wide {{ overflow: visible; }}
  .item summary {{ display: block; }}
  details::details-content {{ content-visibility: visible; height: auto; }}
  tr, .item {{ break-inside: avoid; }} thead {{ display: table-header-group; }} }}
"""
