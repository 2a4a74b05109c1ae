"""Values over a pipe between the service and its own worker: a length, then the value pickled."""

import pickle
import struct
from typing import BinaryIO

LENGTH = struct.Struct("!I")


def pack(value: object) -> bytes:
    """Return a value as a frame."""
    content = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(content)) + content


def unpack(content: bytes) -> object:
    """Return the value of a frame, given without its length."""
    return pickle.loads(content)  # of our own process


def read(pipe: BinaryIO) -> object:
    """Return the value that comes next.

    Raises:
        EOFError: The other side is gone.
    """
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    return unpack(pipe.read(LENGTH.unpack(head)[0]))
