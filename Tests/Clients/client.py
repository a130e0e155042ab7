# SPDX-License-Identifier: Apache-2.0
"""A client library in a process of its own, as the suite sees it."""

import asyncio
import itertools
import json
import os
import pathlib
import sys


class Refused(Exception):
    """What a command of a reader ended with: the class, code and text of the client's own error."""

    def __init__(self, error):
        super().__init__(f"{error['class']} {error['code']}: {error['text']}")
        self.kind = error["class"]
        self.bases = error["bases"]
        self.code = error["code"]
        self.text = error["text"]
        self.status = error["status"]


class Client:
    def __init__(self, name, script, log, environment=None):
        self.name = name
        self.environment = {**os.environ, **(environment or {})}
        self.script = pathlib.Path(__file__).parent / "readers" / script
        self.log = log
        self.process = None
        self.answers = {}
        self.ids = itertools.count(1)

    async def start(self, address):
        with open(self.log, "wb") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable,
                str(self.script),
                address,
                env=self.environment,
                limit=1 << 28,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
            )
        self.listening = asyncio.create_task(self._listen())
        await self.do("start")

    async def _listen(self):
        while line := await self.process.stdout.readline():
            answer = json.loads(line)
            self.answers.pop(answer["id"]).set_result(answer)
        for waiting in self.answers.values():
            if not waiting.done():
                waiting.set_exception(RuntimeError(f"{self.name} ended; see {self.log}"))

    async def do(self, command, *, within=60, **arguments):
        """Has the reader carry out a command, and gives its result; raises Refused."""
        number = next(self.ids)
        self.answers[number] = asyncio.get_running_loop().create_future()
        self.process.stdin.write(json.dumps({"id": number, "do": command, "with": arguments}).encode() + b"\n")
        answer = await asyncio.wait_for(self.answers[number], within)
        if "error" in answer:
            raise Refused(answer["error"])
        return answer["result"]

    async def rest(self, name, **params):
        return await self.do("rest", name=name, params=params)

    async def socket_api(self, name, **params):
        return await self.do("socket_api", name=name, params=params)

    async def stop(self):
        if self.process and self.process.returncode is None:
            self.process.terminate()
            await self.process.wait()
