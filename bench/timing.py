"""Whole processes timed in turn, so that a noisy machine slows the peers alike.

On Linux a process's peak memory counts what the one that started it had: heavy work belongs in processes.
"""

import os
import subprocess
import sys
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

Command = Sequence[str]


@dataclass(frozen=True)
class Figure:
    """One command's figures over the rounds: median wall seconds, and the highest peak memory in MB."""

    seconds: float
    megabytes: float


@dataclass(frozen=True)
class Start:
    """A command, what of its output is waited for, and what its environment has besides our own."""

    command: Command
    wanted: bytes
    environment: Mapping[str, str] = field(default_factory=dict)


def rounds(
    commands: Mapping[str, Command], cwd: Path, count: int = 5, *, once: Collection[str] = ()
) -> dict[str, Figure]:
    """Run all commands in turn, `count` times; those named in `once` a single time.

    Before that every other command runs once unmeasured, unless `count` is 1.
    """
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    memory: dict[str, float] = dict.fromkeys(commands, 0.0)
    for turn in range(0 if count > 1 else 1, count + 1):
        for name in (name for name in commands if turn == 1 or name not in once):
            spent, peak = _run(commands[name], cwd)
            if turn:
                seconds[name].append(spent)
            memory[name] = max(memory[name], peak)
    return {name: Figure(median(seconds[name]), memory[name]) for name in commands}


def _run(command: Command, cwd: Path) -> tuple[float, float]:
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    spent = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed with {process.returncode}")
    return spent, usage.ru_maxrss / 1024


def first_outputs(starts: Mapping[str, Start], cwd: Path, count: int = 7) -> dict[str, float]:
    """Run all commands in turn, `count` times after one unmeasured, each until it shows what is wanted.

    Returns the median seconds from the start of each process until then.
    """
    found: dict[str, list[float]] = {name: [] for name in starts}
    for turn in range(count + 1):
        for name, start in starts.items():
            spent = _until_shown(start, cwd)
            if turn:
                found[name].append(spent)
    return {name: median(times) for name, times in found.items()}


def _until_shown(start: Start, cwd: Path) -> float:
    begun = time.perf_counter()
    environment = {**os.environ, **start.environment}
    with subprocess.Popen(
        start.command, cwd=cwd, env=environment, stdout=subprocess.PIPE, stdin=subprocess.PIPE, bufsize=0
    ) as process:
        assert process.stdout is not None
        seen = b""
        while start.wanted not in seen:
            piece = process.stdout.read(4096)
            if not piece:
                raise SystemExit(f"{' '.join(start.command)} ended without a card:\n{seen.decode()}")
            seen += piece
        spent = time.perf_counter() - begun
        process.kill()
    return spent


def python(*arguments: str) -> Command:
    """Return a command that runs this Python."""
    return (sys.executable, *arguments)
