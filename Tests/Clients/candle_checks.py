# SPDX-License-Identifier: Apache-2.0
"""Candles by REST: series without a gap, of which the smaller add up to the larger."""

import datetime
from decimal import Decimal
from itertools import pairwise

from amounts import INTERVALS, MILLISECONDS, figures_of_row, figures_together
from comparing import Comparison, unify
from report import expect, expect_equal

MINUTE = MILLISECONDS["1m"]
HOUR = MILLISECONDS["1h"]
DAY = MILLISECONDS["1d"]


class CandleChecks(Comparison):
    async def run(self):
        symbol = self.symbols[0]
        for interval in INTERVALS:
            rows = await self.ask("klines", symbol=symbol, interval=interval, limit=5)
            with self.report.check(f"candles: {interval} of {symbol} is a series, its last candle unfinished"):
                self.expect_series(rows, interval)
                expect_equal(len(rows), 5, "rows")
                expect(rows[-1][0] <= self.now <= rows[-1][6], f"{rows[-1]} is not the candle of {self.now}")
        for symbol in self.symbols:
            await self.candles_add_up(symbol)
        await self.spans_of_candles(self.symbols[1])
        await self.time_zones(self.symbols[1])
        await self.unified_candles(self.symbols[1])

    @staticmethod
    def expect_series(rows, interval):
        for row in rows:
            expect_equal(
                [type(item) for item in row],
                [int, str, str, str, str, str, int, str, int, str, str, str],
                f"types of {row}",
            )
            low, high = Decimal(row[3]), Decimal(row[2])
            expect(all(low <= Decimal(price) <= high for price in (row[1], row[4])), f"high and low of {row}")
            expect(Decimal(row[9]) <= Decimal(row[5]) and Decimal(row[10]) <= Decimal(row[7]), f"takers of {row}")
            expect_equal(row[11], "0", f"last item of {row}")
            expect_equal(row[6] + 1, following(row[0], interval), f"end of {row}")
        for row, later in pairwise(rows):
            expect_equal(later[0], row[6] + 1, f"the one after {row}")

    async def candles_add_up(self, symbol):
        rest = self.clients["python-binance"].rest
        hours = self.now // HOUR * HOUR
        days = self.now // DAY * DAY
        plans = [
            ("1s", [("1m", 4)], (self.now // MINUTE - 10) * MINUTE),
            ("1m", [("3m", 20), ("5m", 12), ("15m", 8), ("30m", 8), ("1h", 6), ("2h", 3)], hours - 10 * HOUR),
            ("1h", [("4h", 6), ("6h", 4), ("8h", 6), ("12h", 4), ("1d", 3)], days - 6 * DAY),
        ]
        if symbol == self.symbols[0]:
            plans.append(("1d", [("3d", 6), ("1w", 4), ("1M", 2)], days - 100 * DAY))
        for small, larger, start in plans:
            parts = await rest("klines", symbol=symbol, interval=small, startTime=start, limit=1000)
            for interval, count in larger:
                with self.report.check(f"candles: {small} of {symbol} add up to {interval}") as line:
                    rows = await rest("klines", symbol=symbol, interval=interval, startTime=start, limit=count)
                    self.expect_series(rows, interval)
                    for row in rows:
                        inside = [part for part in parts if row[0] <= part[0] <= row[6]]
                        expect(inside and inside[0][0] == row[0] and inside[-1][6] == row[6], f"{row} is not covered")
                        expect_equal(
                            figures_together([figures_of_row(part) for part in inside]),
                            figures_of_row(row),
                            f"{len(inside)} candles and the one of {row[0]}",
                        )
                    line.add(f"{len(rows)} candles")

    async def spans_of_candles(self, symbol):
        start = (self.now // MINUTE - 50) * MINUTE
        all_rows = await self.ask("klines", symbol=symbol, interval="1m", startTime=start, limit=1000)
        cases = [
            ({"startTime": start + 1, "limit": 3}, all_rows[1:4]),
            ({"endTime": start + 10 * MINUTE, "limit": 4}, all_rows[7:11]),
            ({"startTime": start, "endTime": start + 5 * MINUTE - 1}, all_rows[0:5]),
            ({"startTime": start, "endTime": start + 20 * MINUTE, "limit": 2}, all_rows[0:2]),
            ({"limit": 1}, all_rows[-1:]),
            ({"startTime": self.now + DAY}, []),
        ]
        for params, wanted in cases:
            rows = await self.ask("klines", symbol=symbol, interval="1m", **params)
            shown = " ".join(f"{key}" for key in params)
            with self.report.check(f"candles: {shown} choose rows of the same series ({len(wanted)} wanted)"):
                expect_equal(rows, wanted, str(params))
        charts = await self.ask("uiKlines", symbol=symbol, interval="1m", startTime=start, limit=1000)
        with self.report.check("candles: uiKlines are the klines"):
            expect_equal(charts, all_rows, "uiKlines")

    async def time_zones(self, symbol):
        rest = self.clients["python-binance"].rest
        start = (self.now // DAY - 6) * DAY
        minutes = await rest("klines", symbol=symbol, interval="15m", startTime=start, limit=1000)
        for zone, shift in (("8", 8 * HOUR), ("-1:00", -HOUR), ("05:45", 5 * HOUR + 45 * MINUTE)):
            rows = await self.ask("klines", symbol=symbol, interval="1d", startTime=start, limit=4, timeZone=zone)
            with self.report.check(f"candles: days by timeZone {zone} begin at its midnight, and add up"):
                for row in rows[:-1]:
                    expect_equal((row[0] + shift) % DAY, 0, f"begin of {row}")
                    inside = [part for part in minutes if row[0] <= part[0] <= row[6]]
                    if inside and inside[0][0] == row[0] and inside[-1][6] == row[6]:
                        expect_equal(
                            figures_together([figures_of_row(part) for part in inside]), figures_of_row(row), "day"
                        )

    async def unified_candles(self, symbol):
        ccxt, library = self.clients["ccxt"], self.clients["python-binance"]
        start = (self.now // MINUTE - 30) * MINUTE
        rows = await library.rest("klines", symbol=symbol, interval="1m", startTime=start, limit=20)
        with self.report.check("candles: ccxt's fetch_ohlcv has the same numbers"):
            unified = await ccxt.do("unified", name="fetch_ohlcv", arguments=[unify(symbol), "1m", start, 20])
            expect_equal(unified, [[row[0], *(float(item) for item in row[1:6])] for row in rows], "fetch_ohlcv")
        with self.report.check("candles: python-binance pages through two days of them without a gap") as line:
            start = (self.now // MINUTE - 2 * 1440) * MINUTE
            history = await library.do("history", symbol=symbol, interval="1m", start=start)
            self.expect_series(history, "1m")
            expect_equal((history[0][0], history[-1][0]), (start, self.now // MINUTE * MINUTE), "first and last")
            line.add(f"{len(history)} candles")


def following(time, interval):
    """The open time after one."""
    if interval != "1M":
        return time + MILLISECONDS[interval]
    day = datetime.datetime.fromtimestamp(time / 1000, datetime.timezone.utc)
    later = day.replace(year=day.year + day.month // 12, month=day.month % 12 + 1)
    return int(later.timestamp() * 1000)
