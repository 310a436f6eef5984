"""`msc-learn build` as tests run it: to its end, or refused."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from msc_learn.cli.main import cli, main


def run(*arguments: object) -> Result:
    """Run a build that succeeds."""
    result = CliRunner().invoke(cli, ["build", *map(str, arguments)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """Run a build that is refused, and return what it says."""
    with pytest.raises(SystemExit) as stop:
        main(["build", *map(str, arguments)])
    assert stop.value.code == 1
    return capsys.readouterr().err


def edit(course: Path, old: str, new: str) -> None:
    """Change words of the one topic of the small course."""
    file = course / "growth-factors.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
