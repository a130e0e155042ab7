# SPDX-License-Identifier: Apache-2.0
"""A relay between a client and the venue that changes nothing and counts what is asked: how many requests, which of
them are signed or name a key, and which sockets are opened."""

import asyncio
import collections
import contextlib

KEY_HEADER = "x-mbx-apikey"
ONE_READ = 1 << 16


class Relay:
    def __init__(self, target):
        self.target = target
        self.address = None
        self.server = None
        self.requests = 0
        self.signed = collections.Counter()
        self.with_key = collections.Counter()
        self.sockets = collections.Counter()
        self.troubles = []
        self.connections = set()

    async def start(self):
        self.server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=1 << 20)
        self.address = "127.0.0.1:%d" % self.server.sockets[0].getsockname()[1]

    async def stop(self):
        self.server.close()
        for task in list(self.connections):
            task.cancel()
        await asyncio.gather(*self.connections, return_exceptions=True)

    async def _serve(self, reader, writer):
        self.connections.add(asyncio.current_task())
        venue_writer = None
        try:
            venue_reader, venue_writer = await asyncio.open_connection(*self.target.split(":"))
            answers = asyncio.create_task(_copy(venue_reader, writer))
            try:
                await self._requests(reader, venue_writer)
            finally:
                answers.cancel()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        except Exception as error:  # noqa: BLE001 - a request that it can't read must not go by uncounted
            self.troubles.append(repr(error))
        finally:
            self.connections.discard(asyncio.current_task())
            for each in (writer, venue_writer):
                if each:
                    each.close()

    async def _requests(self, reader, venue):
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            line, *rows = head.decode("latin-1").rstrip("\r\n").split("\r\n")
            method, target, _ = line.split(" ")
            headers = {name.strip().lower(): value.strip() for name, _, value in (row.partition(":") for row in rows)}
            if "transfer-encoding" in headers:
                raise ValueError(f"{line}: a body in chunks")
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            self._count(method, target, headers, body)
            venue.write(head + body)
            await venue.drain()
            if headers.get("upgrade", "").lower() == "websocket":
                await _copy(reader, venue)
                return

    def _count(self, method, target, headers, body):
        path, _, query = target.partition("?")
        if headers.get("upgrade", "").lower() == "websocket":
            self.sockets[path] += 1
        else:
            self.requests += 1
        name = f"{method} {path}"
        if KEY_HEADER in headers:
            self.with_key[name] += 1
        if "signature=" in query or b"signature=" in body:
            self.signed[name] += 1


async def _copy(reader, writer):
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(ONE_READ):
            writer.write(data)
            await writer.drain()
    writer.close()
