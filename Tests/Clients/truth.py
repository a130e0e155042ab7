# SPDX-License-Identifier: Apache-2.0
"""What REST says in the end, read once and page by page; what streams told is held against it."""

from amounts import MILLISECONDS, figures_of_row, figures_of_trades, figures_together


class Truth:
    def __init__(self, client):
        self.client = client
        self.known_trades = {}
        self.known_rows = {}

    async def trades(self, symbol, first, last):
        """The trades of a range of ids (inclusive), in order."""
        known = self.known_trades.setdefault(symbol, {})
        number = first
        while number <= last:
            if number in known:
                number += 1
                continue
            page = await self.client.rest("historicalTrades", symbol=symbol, fromId=number, limit=1000)
            if not page or page[0]["id"] != number:
                raise LookupError(f"historicalTrades of {symbol} has no trade {number}")
            known.update((trade["id"], trade) for trade in page)
        return [known[number] for number in range(first, last + 1)]

    async def aggregates(self, symbol, first, last):
        """The aggregate trades of a range of ids (inclusive), by id."""
        found = {}
        number = first
        while number <= last:
            page = await self.client.rest("aggTrades", symbol=symbol, fromId=number, limit=1000)
            found.update((trade["a"], trade) for trade in page)
            if not page or page[-1]["a"] < number:
                break
            number = page[-1]["a"] + 1
        return found

    async def rows(self, symbol, interval, first, last, zone="0"):
        """The rows of `klines` whose open times lie in a range (inclusive), by open time."""
        known = self.known_rows.setdefault((symbol, interval, zone), {})
        found = {}
        start = first
        while start <= last:
            if start in known:
                found[start] = known[start]
                start += MILLISECONDS[interval]
                continue
            page = await self.client.rest(
                "klines", symbol=symbol, interval=interval, startTime=start, endTime=last, limit=1000, timeZone=zone
            )
            if not page:
                break
            found.update((row[0], row) for row in page)
            start = page[-1][6] + 1
        return found

    async def figures(self, symbol, start, end):
        """Figures, first and last id of the trades of a span of venue time (both ends inclusive): whole minutes by
        candles, the rest by aggregate trades and the trades in them."""
        minute = MILLISECONDS["1m"]
        whole_from = -(-start // minute) * minute
        whole_to = (end + 1) // minute * minute
        parts = []
        numbers = []
        for first, last in ((start, min(whole_from, end + 1) - 1), (max(whole_to, whole_from), end)):
            trades = await self.between(symbol, first, last) if first <= last else []
            parts.append([figures_of_trades(trades)] if trades else [])
            numbers += [trade["id"] for trade in trades]
        rows = await self.rows(symbol, "1m", whole_from, whole_to - 1) if whole_from < whole_to else {}
        middle = [figures_of_row(rows[time]) for time in sorted(rows) if rows[time][8] > 0]
        return figures_together(parts[0] + middle + parts[1]), numbers

    async def between(self, symbol, first, last):
        """The trades of a short span of venue time, both ends inclusive."""
        found = []
        page = await self.client.rest("aggTrades", symbol=symbol, startTime=first, endTime=last, limit=1000)
        for aggregate in page:
            found += await self.trades(symbol, aggregate["f"], aggregate["l"])
        return found
