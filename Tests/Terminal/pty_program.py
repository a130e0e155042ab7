# SPDX-License-Identifier: Apache-2.0
"""A program on a terminal of its own: what it writes goes to a screen that is emulated, keys and signals come from here."""

import fcntl
import os
import re
import signal
import struct
import termios
import time

import pexpect
import pyte


class Failure(Exception):
    """What was waited for did not come."""


class PtyProgram:
    def __init__(self, arguments, environment, columns=100, rows=34):
        self.columns, self.rows = columns, rows
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        # The slow start of pexpect is for shells that ask for passwords.
        self.child = pexpect.spawn(
            arguments[0], arguments[1:], env=environment, dimensions=(rows, columns), timeout=None)
        self.child.delaybeforesend = None
        # Held open, so that the terminal and its modes outlive the program.
        number = struct.unpack("i", fcntl.ioctl(self.child.child_fd, 0x80045430, b"\0" * 4))[0]  # TIOCGPTN
        self.terminal = os.open(f"/dev/pts/{number}", os.O_RDWR | os.O_NOCTTY)
        self.ended = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.child.isalive():
            self.child.kill(signal.SIGKILL)
            self.child.wait()
        os.close(self.terminal)
        self.child.close(force=True)

    # What it shows

    def pump(self, wait=0.05):
        """Takes what the program has written."""
        try:
            piece = self.child.read_nonblocking(1 << 16, timeout=wait)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return False
        self.raw += piece
        self.stream.feed(piece)
        return True

    @property
    def lines(self):
        return [line.rstrip() for line in self.screen.display]

    @property
    def text(self):
        return "\n".join(self.lines)

    def wait_for(self, what, goal, limit=30):
        """Waits until the screen is as it should be; `what` is a text that is to be seen, or a test of the lines."""
        test = what if callable(what) else (lambda lines: any(what in line for line in lines))
        end = time.monotonic() + limit
        while not test(self.lines):
            if time.monotonic() > end:
                raise Failure(f"not within {limit} s: {goal}\n{self.text}\n{self.raw[-400:]!r}")
            self.pump()
        return self.lines

    # What is done to it

    def press(self, keys):
        self.child.send(keys)

    def resize(self, columns, rows):
        self.columns, self.rows = columns, rows
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    def signal(self, number):
        os.kill(self.child.pid, number)

    def modes(self):
        return termios.tcgetattr(self.terminal)

    def state(self):
        """The state of the process: S, R, T …"""
        with open(f"/proc/{self.child.pid}/stat", encoding="utf-8") as file:
            return file.read().rsplit(")", 1)[1].split()[0]

    def wait_for_end(self, limit=20):
        """Waits until the program has ended, and gives its exit status, negative for a signal."""
        end = time.monotonic() + limit
        while self.child.isalive():
            self.pump()
            if time.monotonic() > end:
                raise Failure(f"it did not end within {limit} s\n{self.text}")
        while self.pump(0.01):
            pass
        return -self.child.signalstatus if self.child.signalstatus else self.child.exitstatus

    # How it left the terminal

    def expect_restored(self, modes, after):
        """The terminal is as it was: the other screen left, cursor and wrapping back, nothing written afterwards."""
        def check(is_so, what):
            if not is_so:
                raise Failure(f"after {after}: {what}\n{self.raw[-300:]!r}")

        check(self.modes() == modes, f"the modes differ: {self.modes()} instead of {modes}")
        check(self.raw.rstrip().endswith(b"\x1b[?1049l") or b"\x1b[?1049l" in self.raw[-200:], "the screen was kept")
        for on, off in [(b"\x1b[?1049h", b"\x1b[?1049l"), (b"\x1b[?25l", b"\x1b[?25h"), (b"\x1b[?7l", b"\x1b[?7h"),
                        (b"\x1b[?2026h", b"\x1b[?2026l")]:
            check(self.raw.rfind(on) < self.raw.rfind(off), f"{on!r} came last")
        rest = self.raw[self.raw.rfind(b"\x1b[?1049l") + 8:]
        check(b"\x1b[" not in rest, f"this was written to the person's own screen: {rest!r}")
        check(not self.screen.cursor.hidden, "the cursor is hidden")


SGR = re.compile(rb"\x1b\[[0-9;]*m")
