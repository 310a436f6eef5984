"""Many documents at once: a bounded number in flight, outcomes in order, and no file that ends the run."""

import multiprocessing
import os
import signal
import stat
import sys
import threading
import time
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing.context import BaseContext
from pathlib import Path

from msc_learn.errors import DocumentError, MscLearnError, Problem
from msc_learn.extract.corpus import SourceFile
from msc_learn.extract.extract_document import extract
from msc_learn.extract.merge.new_course import Saved
from msc_learn.files import sweep
from msc_learn.position import Position

# How many documents each process may be ahead of the one whose outcome is awaited: enough that a long one
# keeps the others at work, few enough that what waits stays small.
_AHEAD = 32
# More processes than this Windows cannot wait for.
_MOST_JOBS = 61


@dataclass(frozen=True, slots=True)
class DocumentOutcome:
    """What became of one source: what was saved, or else the problems that kept it from being so."""

    path: str
    saved: Saved | None
    problems: tuple[Problem, ...] = ()


DocumentOutcomes = Generator[DocumentOutcome, None, None]
_Flight = deque[tuple[SourceFile, "Future[DocumentOutcome]"]]


def usable_cpus() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def extract_all(sources: Sequence[SourceFile], jobs: int) -> DocumentOutcomes:
    """Extract every source and yield its outcome, in the order given, whatever the number of jobs.

    With one job, or one source, the work is done in this process; with more, in as many others. A process
    that dies costs only the document it died of: those it was in flight with are done again, one at a time.
    A Ctrl-C comes out as `KeyboardInterrupt` when the documents at work are whole and yielded; a second
    one does not wait for them.
    """
    jobs = min(jobs, len(sources), _MOST_JOBS)
    return _in_processes(sources, jobs) if jobs > 1 else _in_turn(sources)


def _in_turn(sources: Sequence[SourceFile]) -> DocumentOutcomes:
    for source in sources:
        with _held() as stopped:
            outcome = _outcome(source)
        yield outcome
        if stopped:
            raise KeyboardInterrupt


def _in_processes(sources: Sequence[SourceFile], jobs: int) -> DocumentOutcomes:
    left, flight = iter(sources), _Flight()
    since = time.time()
    pool = _pool(jobs)
    try:
        while True:
            flight.extend(
                (source, _submitted(pool, source)) for source in islice(left, jobs * _AHEAD - len(flight))
            )
            if not flight:
                return
            outcome = _first(flight)
            if outcome is None:
                pool.shutdown()
                yield from _again(flight, since)
                pool = _pool(jobs)
            else:
                yield outcome
    except KeyboardInterrupt:
        _close(pool)
        yield from (future.result() for _, future in flight if _is_well(future))
        raise
    finally:
        _close(pool)


def _first(flight: _Flight) -> DocumentOutcome | None:
    """Return the outcome of the first in flight and take it out, or None where its process died."""
    try:
        outcome = flight[0][1].result()
    except BrokenProcessPool:
        return None
    flight.popleft()
    return outcome


def _again(flight: _Flight, since: float) -> DocumentOutcomes:
    """Yield the outcomes of what was in flight when a process died: what was lost is done alone."""
    alone = _pool(1)
    try:
        while flight:
            source, future = flight[0]
            if not _is_well(future):
                if source.course:
                    sweep(Path(source.course), since)
                future = _submitted(alone, source)
            try:
                outcome = future.result()
            except BrokenProcessPool:
                alone.shutdown()
                alone = _pool(1)
                message = "the process that read it was killed, perhaps because memory ran out"
                outcome = _failed(source, "D120", message)
            flight.popleft()
            yield outcome
    finally:
        _close(alone)


def _submitted(pool: ProcessPoolExecutor, source: SourceFile) -> "Future[DocumentOutcome]":
    try:
        return pool.submit(_outcome, source)
    except BrokenProcessPool as error:
        refused: Future[DocumentOutcome] = Future()
        refused.set_exception(error)
        return refused


def _is_well(future: "Future[DocumentOutcome]") -> bool:
    return future.done() and not future.cancelled() and future.exception() is None


def _pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, mp_context=_context(), initializer=_begin_worker)


def _context() -> BaseContext:
    """Return how processes are started: by fork where that is sound, for it costs a twelfth of the rest."""
    sound = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if sound else "spawn")


def _begin_worker() -> None:
    # A Ctrl-C reaches every process of the terminal; the first process decides what follows from it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End a worker whose parent was killed; else it would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _close(pool: ProcessPoolExecutor) -> None:
    """Let the documents at work be finished; on a Ctrl-C meanwhile, kill the processes."""
    workers = multiprocessing.active_children()
    try:
        pool.shutdown(cancel_futures=True)
    except KeyboardInterrupt:
        _say_nothing_of_killed_processes()
        for worker in workers:
            worker.kill()
        raise


def _say_nothing_of_killed_processes() -> None:
    """Keep the thread that minds the processes from a traceback on their death, which we have sent."""
    said = threading.excepthook

    def hook(arguments: threading.ExceptHookArgs) -> None:
        if type(arguments.thread).__module__ != ProcessPoolExecutor.__module__:
            said(arguments)

    threading.excepthook = hook


@contextmanager
def _held() -> Iterator[list[int]]:
    """Hold a first Ctrl-C back until the block is done, and say so in the list; let a second one through."""
    came: list[int] = []

    def note(number: int, _: object) -> None:
        if came:
            raise KeyboardInterrupt
        came.append(number)

    if (
        threading.current_thread() is not threading.main_thread()
        or signal.getsignal(signal.SIGINT) is not signal.default_int_handler
    ):
        yield came
        return
    signal.signal(signal.SIGINT, note)
    try:
        yield came
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _outcome(source: SourceFile) -> DocumentOutcome:
    """Extract one source; whatever goes wrong is a problem of it alone."""
    if source.problem is not None:
        return DocumentOutcome(source.path, None, (source.problem,))
    try:
        _refuse_special(source.path)
        return DocumentOutcome(source.path, extract(Path(source.path), Path(source.course)))
    except MscLearnError as error:
        return DocumentOutcome(source.path, None, error.problems)
    except Exception as error:
        said = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        return _failed(source, "D121", f"is too much for this program, a fault of ours to report: {said}")


def _failed(source: SourceFile, code: str, message: str) -> DocumentOutcome:
    return DocumentOutcome(source.path, None, (Problem(Position(source.path), code, message),))


def _refuse_special(path: str) -> None:
    """Refuse what is no regular file: a pipe would be waited at for ever, a device read without end."""
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError as error:
        if os.path.islink(path):
            raise DocumentError.at(path, "D101", "is a link to a file that is not there") from error
        return
    except OSError as error:
        raise DocumentError.at(path, "D103", f"cannot be read: {error.strerror or error}") from error
    if not stat.S_ISREG(mode):
        raise DocumentError.at(path, "D122", "is a pipe, a socket or a device, not a file")
