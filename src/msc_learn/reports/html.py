"""Self-contained HTML pages from Jinja2 templates: no script, nothing fetched; the only door to Jinja2.

Templates are in `templates/`, styles in `styles/`. Jinja2 loads when the first page is made.
"""

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from msc_learn.reports import phrases
from msc_learn.text.markup import to_html

if TYPE_CHECKING:
    from jinja2 import Environment


def render_page(name: str, styles: tuple[str, ...], **values: object) -> str:
    """Return the page that the template `name` makes of the values; every page needs `title` and `language`.

    A value that the template uses but does not get raises `jinja2.UndefinedError`.
    """
    style = "".join(map(_style, styles))
    # The content security policy allows this style alone: no script, no picture, no address.
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return _environment().get_template(f"{name}.html").render(style=style, style_digest=digest, **values)


def _style(name: str) -> str:
    return (files("msc_learn.reports") / "styles" / f"{name}.css").read_text(encoding="utf-8")


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

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
