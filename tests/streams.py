"""What a program under test prints, read as it comes."""

import os
import select
import time


def read_until(stream: int, wanted: bytes, seconds: float = 20) -> bytes:
    """Return what is printed up to the wanted words and a little more; fail when they do not come."""
    found, end = b"", time.monotonic() + seconds
    while wanted not in found:
        ready, _, _ = select.select([stream], [], [], max(0, end - time.monotonic()))
        assert ready, found.decode(errors="replace")
        chunk = os.read(stream, 65536)
        assert chunk, found.decode(errors="replace")
        found += chunk
    return found
