"""Keyboard input: single keys on a terminal, lines from a pipe or a plain terminal."""

import codecs
import os
import select
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Self

from msc_learn.terminal.screen import visible
from msc_learn.terminal.streams import printing

try:
    import termios
except ImportError:  # Windows, where `getchar` reads the keys
    termios = None  # type: ignore[assignment]

# Ctrl-C comes as a key too, so that it never interrupts the storing of an answer.
_UNSEEN = termios.ICANON | termios.ECHO if termios else 0
_OFF = _UNSEEN | termios.ISIG if termios else 0
_STOP = {"\x03": KeyboardInterrupt, "\x04": EOFError}
# Ctrl-C if it is not a key, a request to end, a closed terminal (not reported by Windows).
_ENDS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


def _no_key() -> str:
    raise EOFError


class Keyboard:
    """Keys or lines that a person types; Ctrl-C raises `KeyboardInterrupt`, the end of input `EOFError`.

    Inside `with Keyboard(single=True) as keyboard:` keys come one by one. The terminal is set once for all
    of them, because setting it for each key would lose what fast fingers press in between. Inside it, the
    signals that end a program raise `KeyboardInterrupt` too, and only while the program waits for the
    person: an answer that is being stored is stored. `getchar` reads a key where the terminal cannot be
    set, as on Windows.
    """

    def __init__(self, *, single: bool, getchar: Callable[[], str] = _no_key) -> None:
        self.single = single
        self._getchar = getchar
        self._ahead = ""
        self._before: list[Any] | None = None
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._handlers: dict[int, Any] = {}
        self._waits = self._ended = False

    def __enter__(self) -> Self:
        for number in _ENDS:
            # A signal that the parent process set to be ignored (nohup, background) stays ignored.
            if signal.getsignal(number) is not signal.SIG_IGN:
                self._handlers[number] = signal.signal(number, self._end)
        self._set_single()
        return self

    def __exit__(self, *_: object) -> None:
        self._set_back()
        for number, handler in self._handlers.items():
            # A shell sends SIGHUP again while the last answer is being stored.
            gone = self._ended and number not in (signal.SIGINT, signal.SIGTERM)
            signal.signal(number, signal.SIG_IGN if gone else handler)

    @contextmanager
    def given_back(self) -> Iterator[None]:
        """Restore the terminal and its signal handlers for a while, as an editor needs them."""
        self.__exit__()
        try:
            yield
        finally:
            self.__enter__()

    def key(self, back: Callable[[], object] = lambda: None) -> str:
        """Return one key in lower case, Enter as an empty string; without single keys, a whole line.

        `back` is called when the person returns from Ctrl-Z, to print the offers again.
        """
        with self._waiting():
            if not self.single:
                return _line().strip().lower()
            while True:
                pressed = self._pressed()
                if pressed == "\x1a" and self._before is not None:
                    self._suspend()
                    back()
                elif pressed.isprintable() or pressed == "\n":
                    return pressed.strip("\n").lower()

    def line(self) -> str:
        """Return a typed line without its end."""
        with self._waiting():
            return self._typed() if self.single else _line()

    def _typed(self) -> str:
        # Keys typed before the question belong to the answer. From here on Ctrl-C is a signal: as a key, one
        # that comes after the buffer was read would become a letter of the line.
        self._turn_off(_UNSEEN)
        self._read_buffer()
        ahead, self._ahead = self._ahead.replace("\r", "\n"), ""
        if "\n" in ahead:
            line, _, self._ahead = ahead.partition("\n")
            self._turn_off(_OFF)
            return line
        self._set_back()
        try:
            return ahead + _edited(ahead)
        except (EOFError, KeyboardInterrupt):
            # The cursor is still on the typed line.
            with printing():
                sys.stdout.write("\n")
                sys.stdout.flush()
            raise
        finally:
            self._set_single()

    @contextmanager
    def _waiting(self) -> Iterator[None]:
        """Wait for the person: only here a signal ends the program, also one that came before."""
        self._waits = True
        try:
            if self._ended:
                raise KeyboardInterrupt
            yield
        finally:
            self._waits = False

    def _end(self, number: int, _: object) -> None:
        """Signal handler: end now if the program waits for input, or at a second Ctrl-C; else end later."""
        again, self._ended = self._ended and number == signal.SIGINT, True
        if self._waits or again:
            # The program is ending now, and a second signal must not interrupt that.
            self._waits = False
            raise KeyboardInterrupt

    def _pressed(self) -> str:
        """Return the next key; one read may hold several keys, or the whole sequence of an arrow key."""
        while not self._ahead:
            self._ahead = self._read()
            if self._ahead.startswith(("\x1b", "\xe0", "\x00")):
                self._ahead = ""
        pressed, self._ahead = self._ahead[0], self._ahead[1:]
        if pressed in _STOP:
            raise _STOP[pressed]
        return "\n" if pressed == "\r" else pressed

    def _read(self) -> str:
        if self._before is None:
            return self._getchar()
        data = b""
        with suppress(OSError):  # the terminal is gone
            data = os.read(sys.stdin.fileno(), 1024)
        if not data:
            raise EOFError
        return self._decoder.decode(data)

    def _suspend(self) -> None:
        """Stop the program on Ctrl-Z with the terminal restored, and set it again when it continues."""
        self._set_back()
        os.kill(os.getpid(), signal.SIGTSTP)
        self._set_single()

    def _read_buffer(self) -> None:
        """Read the buffered keys, so that a Ctrl-C among them does not become a letter of the line."""
        while self._before is not None and select.select([sys.stdin], [], [], 0)[0]:
            self._ahead += self._read()
        for control, stop in _STOP.items():
            if control in self._ahead:
                raise stop

    def _set_single(self) -> None:
        if not self.single or termios is None:
            return
        with suppress(termios.error, OSError, ValueError):
            self._before = termios.tcgetattr(sys.stdin.fileno())
            self._turn_off(_OFF)

    def _turn_off(self, flags: int) -> None:
        """Set the terminal as it was before, without these local modes (termios lflags)."""
        if self._before is not None:
            before = self._before
            mode = [*before[:3], before[3] & ~flags, *before[4:]]
            with suppress(termios.error, OSError):
                termios.tcsetattr(sys.stdin.fileno(), termios.TCSADRAIN, mode)

    def _set_back(self) -> None:
        if self._before is not None:
            with suppress(termios.error, OSError):
                termios.tcsetattr(sys.stdin.fileno(), termios.TCSADRAIN, self._before)
            self._before = None


def _line() -> str:
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.rstrip("\r\n")


def _edited(ahead: str) -> str:
    """Read a line with the editing keys of a shell (readline), if the system has them."""
    with suppress(ImportError, AttributeError):  # Windows, or a readline without history
        import readline

        readline.set_auto_history(False)
    return input(f"  > {visible(ahead)}")
