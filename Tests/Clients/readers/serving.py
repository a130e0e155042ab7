# SPDX-License-Identifier: Apache-2.0
"""What the three readers share: they run in a process of their own, are told what to do by lines of JSON on standard
input, answer on standard output, and keep what their client handed them, with the wall's time of each."""

import asyncio
import json
import logging
import os
import sys
import time


class Reader:
    """A client and what it has seen. Each public method that begins with `do_` is a command."""

    def __init__(self, address):
        self.http = f"http://{address}"
        self.ws = f"ws://{address}"
        self.seen = {}
        self.troubles = []
        self.tasks = []

    def keep(self, stream, payload):
        self.seen.setdefault(stream, []).append([time.time(), payload])

    def trouble(self, stream, error):
        """Something that a client reports instead of data: a broken connection, a queue that ran over."""
        logging.info("%s: %s: %s", stream, type(error).__name__, error)
        self.troubles.append([time.time(), stream, type(error).__name__, str(error)])

    def spawn(self, work):
        self.tasks.append(asyncio.create_task(work))

    async def do_seen(self, counts_only=False):
        if counts_only:
            return {stream: len(items) for stream, items in self.seen.items()}
        broken = [
            repr(task.exception()) for task in self.tasks if task.done() and not task.cancelled() and task.exception()
        ]
        return {"streams": self.seen, "troubles": self.troubles, "ended": broken}


def plain(value):
    """A value as JSON has it, whatever classes a client made of it."""
    if hasattr(value, "actual_instance"):
        return plain(value.actual_instance)
    if hasattr(value, "to_dict"):
        return plain(value.to_dict())
    if isinstance(value, dict):
        # Where the venue's own library keeps the fields that its models don't know.
        more = value.get("additional_properties") or {}
        return {key: plain(item) for key, item in {**value, **more}.items() if key != "additional_properties"}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if hasattr(value, "value") and type(value).__module__.startswith("binance"):
        return value.value
    return value


async def serve(reader):
    """Carries out the commands of standard input, several at once, until it ends."""
    # Clients print what they please; answers have a channel of their own.
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    lines = asyncio.StreamReader(limit=1 << 26)
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)

    async def carry_out(command):
        answer = {"id": command["id"]}
        try:
            answer["result"] = plain(await getattr(reader, "do_" + command["do"])(**command["with"]))
        except Exception as error:  # noqa: BLE001 - every failure is an answer
            logging.info("%s %s", command["do"], command["with"], exc_info=error)
            answer["error"] = {
                "class": type(error).__name__,
                "bases": [base.__name__ for base in type(error).__mro__],
                "code": getattr(error, "code", getattr(error, "status_code", None)),
                "status": getattr(error, "status_code", None),
                "text": getattr(error, "message", None) or getattr(error, "error_message", None) or str(error),
            }
        answers.write(json.dumps(answer) + "\n")

    under_way = set()
    while line := await lines.readline():
        task = asyncio.create_task(carry_out(json.loads(line)))
        under_way.add(task)
        task.add_done_callback(under_way.discard)


def main(make):
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s", stream=sys.stderr)
    # Straight to the venue, whatever proxies the machine has.
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        os.environ.pop(name, None)
        os.environ.pop(name.upper(), None)

    async def run():
        await serve(make(sys.argv[1]))

    asyncio.run(run())
