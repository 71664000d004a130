"""On Linux, a process may give up for good the right to make other processes; a student's does.

No limit stops a fork bomb of root's, and that of other users counts all processes that they have. A
filter of system calls (seccomp) does.
"""

import ctypes
import platform
import struct

NO_NEW_PRIVILEGES, SECCOMP, FILTER = 38, 22, 2  # of prctl

# System calls that make a process: their numbers, and what clone says if it makes a thread.
AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
CLONE, CLONE3 = {"x86_64": 56, "aarch64": 220}, 435
OLD = 0x40000000  # calls of x86_64's other numbering begin here
CLONE_THREAD = 0x10000


class Program(ctypes.Structure):
    """The kernel's struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def forbid() -> None:
    """From here on this process, and every thread of it, makes no process."""
    program = no_new_processes(platform.machine())
    if platform.system() == "Linux" and program:
        control = ctypes.CDLL(None, use_errno=True).prctl
        description = Program(len(program) // 8, program)
        done = control(NO_NEW_PRIVILEGES, 1, 0, 0, 0) or control(
            SECCOMP, FILTER, ctypes.byref(description), 0, 0
        )
        if done:
            raise OSError(ctypes.get_errno(), "no filter of system calls")


def no_new_processes(machine: str) -> bytes:
    """A seccomp filter, as the kernel reads it: instructions (code, yes, no, value).

    Threads may be made, processes may not (EPERM). clone3, whose arguments a filter cannot see, is
    said not to exist (ENOSYS), and the C library then takes clone. Nothing on other machines.
    """
    if machine not in AUDIT:
        return b""
    load, equal, at_least, any_bit, give = 0x20, 0x15, 0x35, 0x45, 0x06
    allow, eperm, enosys, kill = 0x7FFF0000, 0x00050001, 0x00050026, 0x80000000
    fork, vfork = (57, 58) if machine == "x86_64" else (OLD, OLD)  # others know clone alone
    program = [
        (load, 0, 0, 4),  # the architecture
        (equal, 0, 10, AUDIT[machine]),
        (load, 0, 0, 0),  # the number of the call
        (equal, 9, 0, CLONE3),
        (at_least, 6, 0, OLD),
        (equal, 5, 0, fork),
        (equal, 4, 0, vfork),
        (equal, 0, 2, CLONE[machine]),
        (load, 0, 0, 16),  # its first argument, the flags
        (any_bit, 0, 1, CLONE_THREAD),
        (give, 0, 0, allow),
        (give, 0, 0, eperm),
        (give, 0, 0, kill),
        (give, 0, 0, enosys),
    ]
    return b"".join(struct.pack("HBBI", *instruction) for instruction in program)
