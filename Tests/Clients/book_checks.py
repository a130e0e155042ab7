# SPDX-License-Identifier: Apache-2.0
"""The books that the clients keep themselves, and the one that is kept here by the venue's own recipe, against
snapshots while time stands still."""

import asyncio
from decimal import Decimal

from comparing import unify
from report import expect, expect_equal

LEVELS = 50


class BookChecks:
    def __init__(self, report, clients, symbols):
        self.report = report
        self.clients = clients
        self.symbols = symbols
        self.snapshots = {}

    async def snapshot(self, symbol, levels=2 * LEVELS):
        return await self.clients["python-binance"].rest("depth", symbol=symbol, limit=levels)

    async def begin(self):
        """From here to the next `compare` no connection breaks."""
        # Deep, so that what comes to the top while prices move is known.
        self.snapshots = {symbol: await self.snapshot(symbol, levels=1000) for symbol in self.symbols}

    async def compare(self, when):
        for client, symbol, command in (
            ("ccxt", "BTCUSDT", unify),
            ("ccxt", "PEPEUSDT", unify),
            ("python-binance", "BTCUSDT", str),
            ("python-binance", "PEPEUSDT", str),
        ):
            with self.report.check(f"books: {client}'s own of {symbol} is REST's, {when}") as line:
                wanted = await self.snapshot(symbol)
                book = await self.caught_up(client, command(symbol), wanted["lastUpdateId"])
                for side in ("bids", "asks"):
                    expect_equal(numbers(book[side]), numbers(wanted[side]), side)
                line.add(f"update {book['id']}")
        for client, symbol, stream in (
            ("binance-sdk-spot", "BTCUSDT", "btcusdt@depth@100ms"),
            ("python-binance", "BTCUSDT", "btcusdt@depth"),
            ("python-binance", "ETHUSDT", "ethusdt@depth@100ms"),
        ):
            with self.report.check(
                f"books: snapshot and changes of {stream} by {client} make the next snapshot, {when}"
            ) as line:
                wanted = await self.snapshot(symbol)
                record = await self.clients[client].do("seen")
                count = self.rebuild(symbol, [change for _, change in record["streams"][stream]], wanted)
                line.add(f"{count} changes")
        await self.partial(when)

    async def caught_up(self, client, symbol, update):
        for _ in range(50):
            book = await self.clients[client].do("book", symbol=symbol)
            if book["id"] == update:
                break
            await asyncio.sleep(0.1)
        expect_equal(book["id"], update, "update")
        return book

    def rebuild(self, symbol, changes, wanted):
        start = self.snapshots[symbol]
        update = start["lastUpdateId"]
        sides = {"b": dict(start["bids"]), "a": dict(start["asks"])}
        applied = 0
        for change in changes:
            if change["u"] <= update:
                continue
            expect(change["U"] <= update + 1, f"gap: U {change['U']} after {update}")
            for side, levels in sides.items():
                for price, quantity in change[side]:
                    if Decimal(quantity) == 0:
                        levels.pop(price, None)
                    else:
                        levels[price] = quantity
            update = change["u"]
            applied += 1
        expect_equal(update, wanted["lastUpdateId"], "the last update")
        bids = sorted(([*level] for level in sides["b"].items()), key=lambda level: -Decimal(level[0]))
        asks = sorted(([*level] for level in sides["a"].items()), key=lambda level: Decimal(level[0]))
        expect_equal((bids[:LEVELS], asks[:LEVELS]), (wanted["bids"][:LEVELS], wanted["asks"][:LEVELS]), "book")
        expect(applied > 5, f"only {applied} changes")
        return applied

    async def partial(self, when):
        for client, symbol, stream, levels in (
            ("binance-sdk-spot", "BTCUSDT", "btcusdt@depth5", 5),
            ("python-binance", "ETHUSDT", "ethusdt@depth20@100ms", 20),
        ):
            with self.report.check(f"books: the last of {stream} by {client} is the top of REST's, {when}"):
                wanted = await self.snapshot(symbol)
                record = await self.clients[client].do("seen")
                top = record["streams"][stream][-1][1]
                expect_equal(
                    top,
                    {
                        "lastUpdateId": wanted["lastUpdateId"],
                        "bids": wanted["bids"][:levels],
                        "asks": wanted["asks"][:levels],
                    },
                    stream,
                )


def numbers(levels):
    return [[float(price), float(quantity)] for price, quantity in levels[:LEVELS]]
