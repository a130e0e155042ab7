# SPDX-License-Identifier: Apache-2.0
"""Trades by REST: numbered on, summed up by aggregate trades, and what candles are made of."""

from itertools import pairwise

from amounts import MILLISECONDS, figures_of_row, figures_of_trades, quote_of, same_number
from comparing import Comparison, expect_sum, unify
from report import expect, expect_equal

MINUTE = MILLISECONDS["1m"]


class TradeChecks(Comparison):
    async def run(self):
        for symbol in self.symbols:
            await self.trades_of(symbol)
        await self.in_microseconds(self.symbols[1])
        await self.block_trades(self.symbols[0])
        ccxt = self.clients["ccxt"]
        symbol = self.symbols[1]
        with self.report.check("trades: ccxt's fetch_trades are the aggregate trades"):
            wanted = await self.clients["python-binance"].rest("aggTrades", symbol=symbol, limit=50)
            unified = await ccxt.do("unified", name="fetch_trades", arguments=[unify(symbol), None, 50])
            expect_equal([trade["info"] for trade in unified], wanted, "fetch_trades")
            for trade, raw in zip(unified, wanted):
                expect(same_number(trade["price"], raw["p"]) and same_number(trade["amount"], raw["q"]), str(trade))
                expect_equal((trade["timestamp"], trade["side"]), (raw["T"], "sell" if raw["m"] else "buy"), str(trade))

    async def in_microseconds(self, symbol):
        with self.report.check("trades: binance-sdk-spot gets times in microseconds if it wants"):
            wanted = await self.clients["python-binance"].rest("trades", symbol=symbol, limit=10)
            trades = await self.clients["binance-sdk-spot"].do(
                "microseconds", name="trades", params={"symbol": symbol, "limit": 10}
            )
            expect_equal([trade["time"] // 1000 for trade in trades], [trade["time"] for trade in wanted], "times")
            expect_equal([trade["id"] for trade in trades], [trade["id"] for trade in wanted], "ids")

    async def block_trades(self, symbol):
        first = await self.ask("historicalBlockTrades", symbol=symbol, fromId=1, limit=20)
        later = await self.ask("historicalBlockTrades", symbol=symbol, fromId=first[10]["id"], limit=10)
        with self.report.check(f"trades: block trades of {symbol} are numbered on, in order of time, far apart"):
            expect_equal(first[10:], later, "from an id")
            for one, other in pairwise(first):
                expect_equal(other["id"], one["id"] + 1, "ids")
                expect(one["time"] < other["time"], "times")
            for trade in first:
                expect_equal(trade["quoteQty"], quote_of(trade), f"quoteQty of {trade}")

    async def trades_of(self, symbol):
        trades = await self.ask("trades", symbol=symbol, limit=1000)
        with self.report.check(f"trades: the last 1000 of {symbol} are numbered on, in order of time"):
            expect_equal([trade["id"] for trade in trades], list(range(trades[0]["id"], trades[0]["id"] + 1000)), "ids")
            expect(all(one["time"] <= other["time"] for one, other in pairwise(trades)), "times")
            expect(trades[-1]["time"] <= self.now, "a trade of the future")
            for trade in trades:
                expect_equal(trade["quoteQty"], quote_of(trade), f"quoteQty of {trade}")
                expect_equal(trade["isBestMatch"], True, f"isBestMatch of {trade}")
        few = await self.ask("trades", symbol=symbol, limit=7)
        older = await self.ask("historicalTrades", symbol=symbol, fromId=trades[100]["id"], limit=50)
        last = await self.ask("historicalTrades", symbol=symbol, limit=5)
        with self.report.check(f"trades: trades and historicalTrades of {symbol} are one list"):
            expect_equal(few, trades[-7:], "the last seven")
            expect_equal(older, trades[100:150], "from an id")
            expect_equal(last, trades[-5:], "the last five")
        await self.candles_of_trades(symbol, trades)
        await self.aggregates_of(symbol, trades)

    async def candles_of_trades(self, symbol, trades):
        start = -(-(trades[0]["time"] + 1) // MINUTE) * MINUTE
        rows = await self.clients["python-binance"].rest(
            "klines", symbol=symbol, interval="1m", startTime=start, limit=1000
        )
        with self.report.check(
            f"trades: those of {symbol} make its one-minute candles, the unfinished one too"
        ) as line:
            for row in rows:
                inside = [trade for trade in trades if row[0] <= trade["time"] <= row[6]]
                if inside:
                    expect_equal(figures_of_trades(inside), figures_of_row(row), f"the minute of {row[0]}")
                else:
                    expect_equal(row[8], 0, f"trades in {row}")
            expect(len(rows) > 5, "too few minutes")
            line.add(f"{len(rows)} candles of {len(trades)} trades")

    async def aggregates_of(self, symbol, trades):
        aggregates = await self.ask("aggTrades", symbol=symbol, limit=500)
        by_id = {trade["id"]: trade for trade in trades}
        with self.report.check(f"trades: aggTrades of {symbol} are sums of its trades f to l") as line:
            for one, other in pairwise(aggregates):
                expect_equal((other["a"], other["f"]), (one["a"] + 1, one["l"] + 1), f"the one after {one}")
            expect_equal(aggregates[-1]["l"], trades[-1]["id"], "the last trade")
            covered = [aggregate for aggregate in aggregates if aggregate["f"] >= trades[0]["id"]]
            for aggregate in covered:
                expect_sum(aggregate, [by_id[number] for number in range(aggregate["f"], aggregate["l"] + 1)])
            line.add(f"{len(covered)} aggregates")
        middle = aggregates[len(aggregates) // 2]
        later = await self.ask("aggTrades", symbol=symbol, fromId=middle["a"], limit=20)
        begin, end = aggregates[-60]["T"], aggregates[-20]["T"]
        inside = await self.ask("aggTrades", symbol=symbol, startTime=begin, endTime=end, limit=1000)
        with self.report.check(f"trades: aggTrades of {symbol} by id and by time are one list"):
            position = aggregates.index(middle)
            expect_equal(later, aggregates[position : position + 20], "from an id")
            expect_equal(inside, [item for item in aggregates if begin <= item["T"] <= end], "between two times")
