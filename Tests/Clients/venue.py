# SPDX-License-Identifier: Apache-2.0
"""A botsim of the suite's own, and its time."""

import asyncio
import json
import re
import urllib.request


class Venue:
    """A running botsim. What it says goes to a file."""

    def __init__(self, binary, arguments, log):
        self.binary = binary
        self.arguments = arguments
        self.log = log
        self.process = None
        self.address = None

    async def start(self):
        with open(self.log, "wb") as log:
            self.process = await asyncio.create_subprocess_exec(
                self.binary, "--listen", "127.0.0.1:0", *self.arguments, stdout=log, stderr=log
            )
        for _ in range(300):
            with open(self.log, encoding="utf-8") as text:
                found = re.search(r"listening\s+http://(\S+)", text.read())
            if found:
                self.address = found[1]
                return
            if self.process.returncode is not None:
                break
            await asyncio.sleep(0.1)
        raise RuntimeError("botsim did not start; see " + str(self.log))

    async def stop(self):
        if self.process and self.process.returncode is None:
            self.process.terminate()
            try:
                await asyncio.wait_for(self.process.wait(), 10)
            except asyncio.TimeoutError:
                self.process.kill()
        return self.process.returncode if self.process else None

    async def time(self):
        return await asyncio.to_thread(self._call, "/sim/time")

    async def set_time(self, **change):
        return await asyncio.to_thread(self._call, "/sim/time", change)

    async def fault(self, **fault):
        return await asyncio.to_thread(self._call, "/sim/faults", fault)

    async def get(self, path):
        return await asyncio.to_thread(self._call, path)

    async def bare(self, path):
        """An answer as it stands: status, headers and the text."""
        return await asyncio.to_thread(self._bare, path)

    def _call(self, path, change=None):
        body = None if change is None else json.dumps(change).encode()
        request = urllib.request.Request(f"http://{self.address}{path}", data=body)
        with _opener.open(request, timeout=60) as answer:
            return json.load(answer)

    def _bare(self, path):
        try:
            with _opener.open(f"http://{self.address}{path}", timeout=60) as answer:
                return answer.status, dict(answer.headers), answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), error.read().decode()


# Straight to the venue, whatever proxies the machine has.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
