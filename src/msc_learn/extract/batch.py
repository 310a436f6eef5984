"""Extract many documents in a process pool: bounded queue, results in order, no file ends the run."""

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

# Documents queued per process: enough to keep all processes busy during a long document, few enough to
# keep the queue small.
_QUEUED_PER_JOB = 32
# Windows cannot wait for more processes than this.
_MOST_JOBS = 61


@dataclass(frozen=True, slots=True)
class DocumentOutcome:
    """The result of one document: what was saved, or the problems that prevented it."""

    path: str
    saved: Saved | None
    problems: tuple[Problem, ...] = ()


DocumentOutcomes = Generator[DocumentOutcome, None, None]
_Queue = deque[tuple[SourceFile, "Future[DocumentOutcome]"]]


def usable_cpus() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def extract_all(sources: Sequence[SourceFile], jobs: int) -> DocumentOutcomes:
    """Extract every source and yield its outcome, in the given order whatever the number of jobs.

    One job or one source runs in this process, more jobs in as many others. If a process dies, only the
    document that killed it fails; the others in its queue are extracted again, one at a time. Ctrl-C raises
    `KeyboardInterrupt` after the documents in progress are complete and yielded; a second one does not wait.
    """
    jobs = min(jobs, len(sources), _MOST_JOBS)
    return _in_processes(sources, jobs) if jobs > 1 else _in_this_process(sources)


def _in_this_process(sources: Sequence[SourceFile]) -> DocumentOutcomes:
    for source in sources:
        with _interrupt_delayed() as interrupts:
            outcome = _outcome(source)
        yield outcome
        if interrupts:
            raise KeyboardInterrupt


def _in_processes(sources: Sequence[SourceFile], jobs: int) -> DocumentOutcomes:
    waiting, queue = iter(sources), _Queue()
    started = time.time()
    pool = _pool(jobs)
    try:
        while True:
            queue.extend(
                (source, _submitted(pool, source))
                for source in islice(waiting, jobs * _QUEUED_PER_JOB - len(queue))
            )
            if not queue:
                return
            outcome = _first(queue)
            if outcome is None:
                pool.shutdown()
                yield from _retried(queue, started)
                pool = _pool(jobs)
            else:
                yield outcome
    except KeyboardInterrupt:
        _close(pool)
        yield from (future.result() for _, future in queue if _has_result(future))
        raise
    finally:
        _close(pool)


def _first(queue: _Queue) -> DocumentOutcome | None:
    """Remove the first in the queue and return its outcome, or return None if its process died."""
    try:
        outcome = queue[0][1].result()
    except BrokenProcessPool:
        return None
    queue.popleft()
    return outcome


def _retried(queue: _Queue, started: float) -> DocumentOutcomes:
    """Yield the outcomes of the queue after a process died; lost documents run again, one at a time."""
    single = _pool(1)
    try:
        while queue:
            source, future = queue[0]
            if not _has_result(future):
                if source.course:
                    sweep(Path(source.course), started)
                future = _submitted(single, source)
            try:
                outcome = future.result()
            except BrokenProcessPool:
                single.shutdown()
                single = _pool(1)
                message = "the process that read it was killed, perhaps because memory ran out; try it alone"
                outcome = _failed(source, "D120", message)
            queue.popleft()
            yield outcome
    finally:
        _close(single)


def _submitted(pool: ProcessPoolExecutor, source: SourceFile) -> "Future[DocumentOutcome]":
    try:
        return pool.submit(_outcome, source)
    except BrokenProcessPool as error:
        refused: Future[DocumentOutcome] = Future()
        refused.set_exception(error)
        return refused


def _has_result(future: "Future[DocumentOutcome]") -> bool:
    return future.done() and not future.cancelled() and future.exception() is None


def _pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, mp_context=_context(), initializer=_begin_worker)


def _context() -> BaseContext:
    """Return the start method of processes: fork if it is safe, because it is twelve times faster."""
    fork_is_safe = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if fork_is_safe else "spawn")


def _begin_worker() -> None:
    # Ctrl-C reaches every process of the terminal; the parent process decides what to do.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End a worker whose parent was killed; otherwise it would wait forever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _close(pool: ProcessPoolExecutor) -> None:
    """Wait for the documents in progress; on another Ctrl-C, kill the processes."""
    workers = multiprocessing.active_children()
    try:
        pool.shutdown(cancel_futures=True)
    except KeyboardInterrupt:
        _hide_tracebacks_of_killed_processes()
        for worker in workers:
            worker.kill()
        raise


def _hide_tracebacks_of_killed_processes() -> None:
    """Suppress the traceback of the thread that watches the processes we killed."""
    original_hook = threading.excepthook

    def hook(arguments: threading.ExceptHookArgs) -> None:
        if type(arguments.thread).__module__ != ProcessPoolExecutor.__module__:
            original_hook(arguments)

    threading.excepthook = hook


@contextmanager
def _interrupt_delayed() -> Iterator[list[int]]:
    """Delay a first Ctrl-C until the block ends and append it to the list; a second one interrupts."""
    interrupts: list[int] = []

    def handle(number: int, _: object) -> None:
        if interrupts:
            raise KeyboardInterrupt
        interrupts.append(number)

    if (
        threading.current_thread() is not threading.main_thread()
        or signal.getsignal(signal.SIGINT) is not signal.default_int_handler
    ):
        yield interrupts
        return
    signal.signal(signal.SIGINT, handle)
    try:
        yield interrupts
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _outcome(source: SourceFile) -> DocumentOutcome:
    """Extract one source; any error becomes a problem of this source."""
    if source.problem is not None:
        return DocumentOutcome(source.path, None, (source.problem,))
    try:
        _refuse_special(source.path)
        return DocumentOutcome(source.path, extract(Path(source.path), Path(source.course)))
    except MscLearnError as error:
        return DocumentOutcome(source.path, None, error.problems)
    except Exception as error:
        detail = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        return _failed(source, "D121", f"causes a bug in msc-learn; please report it: {detail}")


def _failed(source: SourceFile, code: str, message: str) -> DocumentOutcome:
    return DocumentOutcome(source.path, None, (Problem(Position(source.path), code, message),))


def _refuse_special(path: str) -> None:
    """Refuse files that are not regular: reading a pipe or a device might never end."""
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError as error:
        if os.path.islink(path):
            raise DocumentError.at(path, "D101", "is a link to a file that does not exist") from error
        return
    except OSError as error:
        raise DocumentError.at(path, "D103", f"cannot be read: {error.strerror or error}") from error
    if not stat.S_ISREG(mode):
        raise DocumentError.at(path, "D122", "is not a regular file (it is a pipe, a socket or a device)")
