"""A page of HTML in one file: its own style, no script, and nothing fetched from anywhere."""

import base64
import hashlib
from collections.abc import Iterable
from html import escape


def webpage(title: str, language: str, style: str, body: Iterable[str]) -> str:
    """Return the page; `title` is text, the parts of `body` are HTML, empty ones left out."""
    # Only this very style is let in: no script, no picture, no address.
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        + "\n".join(part for part in body if part)
        + "\n</body>\n</html>\n"
    )
