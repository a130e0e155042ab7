# SPDX-License-Identifier: Apache-2.0
"""One line for each check, and the summary. scripts/test counts by these lines."""

import contextlib
import time


class Failed(Exception):
    """A check that doesn't hold, in a sentence."""


def expect(is_true, sentence):
    if not is_true:
        raise Failed(sentence)


def expect_equal(found, wanted, what):
    if found != wanted:
        raise Failed(f"{what}: {short(found)} is not {short(wanted)}")


def short(value):
    return short_text(repr(value), 400)


def short_text(text, limit):
    return text if len(text) <= limit else text[: limit // 2] + " … " + text[-limit // 2 :]


class Report:
    def __init__(self):
        self.began = time.monotonic()
        self.passed = 0
        self.failed = []

    @contextlib.contextmanager
    def check(self, name):
        """Counts what is inside as one check: passed, unless it raises. The text that it is given back can be added to
        what the line says."""
        line = Line()
        try:
            yield line
        except Exception as error:  # noqa: BLE001 - a broken check fails, and the others still run
            sentence = str(error) if isinstance(error, Failed) else f"{type(error).__name__}: {error}"
            sentence = short_text(" ".join(sentence.split()), 1000)
            self.failed.append(name)
            print(f'✘ Test "{name}" failed after {self.seconds:.1f} seconds: {sentence}', flush=True)
        else:
            self.passed += 1
            print(f"✔ {name}{line.more}", flush=True)

    async def part(self, name, work):
        """Does checks that belong together. If they can't go on, that fails, and other parts still run."""
        try:
            return await work
        except Exception as error:  # noqa: BLE001 - counted
            with self.check(f"{name}: these checks run to their end"):
                raise error

    def phase(self, text):
        print(f"-- {text} ({self.seconds:.1f} s)", flush=True)

    @property
    def seconds(self):
        return time.monotonic() - self.began

    def finish(self):
        """Prints the summary, and says whether everything held."""
        total = self.passed + len(self.failed)
        word = "failed" if self.failed else "passed"
        print(
            f"Test run with {total} tests {word} after {self.seconds:.1f} seconds: "
            f"{self.passed} passed, {len(self.failed)} failed.",
            flush=True,
        )
        return total > 0 and not self.failed


class Line:
    more = ""

    def add(self, text):
        self.more = f" ({text})"
