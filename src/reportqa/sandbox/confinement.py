"""Confinement of a worker by Linux, without privileges: no network, no writes but of temporary files, no other process.

Source: https://docs.kernel.org/userspace-api/landlock.html and https://docs.kernel.org/userspace-api/seccomp_filter.html
"""

import ctypes
import os
import platform
import struct
import sys
import tempfile
from collections.abc import Iterable

_NO_NEW_PRIVS, _SET_SECCOMP, _FILTER = 38, 22, 2

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_BELOW = 1
"""The kind of rule for what is below a folder."""
_WRITES = ((1, 0x1FF2), (2, 1 << 13), (3, 1 << 14), (5, 1 << 15))
"""Rights to change files, by the version of Landlock that knows them: write, remove, make; refer, truncate, ioctl."""
_OF_FILES = 1 << 1 | 1 << 14 | 1 << 15
_TCP = 0b11
_SCOPES = 0b11
"""Abstract sockets and signals, to processes outside."""
_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/tty")

_CALLS = {
    # socket; connect, ptrace, setpgid, setsid, process_vm_readv, process_vm_writev, io_uring_setup, pidfd_getfd
    "x86_64": (0xC000003E, 41, (42, 101, 109, 112, 310, 311, 425, 438)),
    "aarch64": (0xC00000B7, 198, (203, 117, 154, 157, 270, 271, 425, 438)),
}
"""The number of each architecture, of its call that opens a socket, and of those that connect one, reach into another
process, or leave the group with which the parent ends this process."""
_UNIX = 1
"""Sockets within the machine, which LibreOffice opens for itself."""
_X32 = 0x40000000
"""Bit of the calls of another interface of x86-64, with other numbers."""
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 13
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06


def confine() -> frozenset[str]:
    """Confine this process and its children; return what the system offers of "landlock" and "seccomp".

    Call this before any thread starts.
    """
    if sys.platform != "linux":
        return frozenset()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0):
        return frozenset()
    done = {"landlock": _restrict(libc, {tempfile.gettempdir(), "/dev/shm"}), "seccomp": _refuse_calls(libc)}  # noqa: S108
    return frozenset(name for name, is_done in done.items() if is_done)


def _restrict(libc: ctypes.CDLL, folders: Iterable[str]) -> bool:
    """Refuse writes outside of some folders, connections over TCP, and signals to other processes."""
    version = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), 1)
    if version < 1:
        return False
    writes = sum(right for since, right in _WRITES if version >= since)
    handled = struct.pack("QQQ", writes, _TCP if version >= 4 else 0, _SCOPES if version >= 6 else 0)
    size = 8 if version < 4 else 16 if version < 6 else 24
    ruleset = libc.syscall(_CREATE_RULESET, handled, ctypes.c_size_t(size), 0)
    if ruleset < 0:
        return False
    try:
        for path in (*folders, *_DEVICES):
            _allow(libc, ruleset, path, writes if os.path.isdir(path) else writes & _OF_FILES)
        return bool(libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _allow(libc: ctypes.CDLL, ruleset: int, path: str, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    libc.syscall(_ADD_RULE, ruleset, _BELOW, struct.pack("=Qi", rights, place), 0)
    os.close(place)


def _refuse_calls(libc: ctypes.CDLL) -> bool:
    """Refuse the calls of _CALLS, and all of other architectures, with "Permission denied"."""
    if platform.machine() not in _CALLS or sys.maxsize < 2**32:
        return False
    architecture, opening, calls = _CALLS[platform.machine()]
    # Each step: what to do, how many steps to skip if it is so and if not, a number. The last two are the outcomes.
    count = len(calls)
    steps = [(_LOAD, 0, 0, 4), (_EQUAL, 0, count + 6, architecture), (_LOAD, 0, 0, 0), (_AT_LEAST, count + 4, 0, _X32)]
    steps += [(_EQUAL, count + 3 - number, 0, call) for number, call in enumerate(calls)]
    steps += [(_EQUAL, 0, 2, opening), (_LOAD, 0, 0, 16), (_EQUAL, 0, 1, _UNIX)]
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    header = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(program))
    return bool(libc.prctl(_SET_SECCOMP, _FILTER, header, 0, 0) == 0)
