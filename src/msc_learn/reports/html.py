"""Self-contained HTML pages from Jinja2 templates: no script, nothing fetched; the only door to Jinja2.

Templates lie in `templates/`, styles in `styles/`. Import this module only when a page is made: Jinja2
takes longer to load than the rest of a command.
"""

import base64
import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from msc_learn.reports import phrases
from msc_learn.text.markup import to_html


def render_page(name: str, styles: tuple[str, ...], **values: object) -> str:
    """Return the page that the template `name` makes of the values; every page needs `title` and `language`.

    A value that the template uses but does not get raises `jinja2.UndefinedError`.
    """
    style = "".join(map(_style, styles))
    # The content security policy allows this style alone: no script, no picture, no address.
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    template = _environment().get_template(f"{name}.html")
    return template.render(style=Markup(style), style_digest=digest, **values)  # noqa: S704  # our own file


def _style(name: str) -> str:
    return (files("msc_learn.reports") / "styles" / f"{name}.css").read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("msc_learn.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "markup": lambda text: Markup(to_html(text)),  # noqa: S704  # `to_html` escapes
        "no_break": phrases.no_break,
        "capitalised": phrases.capitalised,
        "count": phrases.count,
        "minutes": phrases.minutes,
        "percent": phrases.percent,
        "day": phrases.long_day,
    }
    return environment
