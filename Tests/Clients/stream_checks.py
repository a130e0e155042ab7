# SPDX-License-Identifier: Apache-2.0
"""What the clients' streams told, held against REST once time stands still: the same figures, nothing twice, and
nothing missing but what a broken connection explains."""

from itertools import pairwise

from amounts import MILLISECONDS, figures_of_trades, same_number
from comparing import expect_average, expect_derived, expect_sum
from report import expect, expect_equal

MINUTE = MILLISECONDS["1m"]
DAY = MILLISECONDS["1d"]


class StreamChecks:
    def __init__(self, report, truth, symbols, breaks, span):
        self.report = report
        self.truth = truth
        self.symbols = symbols
        self.breaks = breaks
        self.span = span
        self.seen = {}

    async def run(self, seen):
        self.seen = seen
        await self.readers()
        for client in ("python-binance", "binance-sdk-spot"):
            streams = seen[client]["streams"]
            for name, items in sorted(streams.items()):
                symbol, _, kind = name.partition("@")
                symbol = symbol.upper()
                if kind == "trade":
                    await self.trades(client, symbol, items)
                elif kind == "aggTrade":
                    await self.aggregates(client, symbol, items)
                elif kind.startswith("kline_"):
                    await self.candles(client, symbol, kind, items)
                elif kind == "bookTicker":
                    await self.best_prices(client, symbol, items)
                elif kind == "ticker":
                    await self.tickers(client, symbol, items)
                elif kind == "miniTicker":
                    await self.short_tickers(client, symbol, items)
                elif kind.startswith("ticker_"):
                    await self.windows(client, symbol, kind, items)
                elif kind == "avgPrice":
                    await self.averages(client, symbol, items)
                elif kind == "referencePrice":
                    self.reference_prices(client, symbol, items)
                elif kind in ("depth", "depth@100ms"):
                    self.changes_of_book(client, symbol, items)
            self.all_short_tickers(client)
        await self.unified()

    async def readers(self):
        for client, record in self.seen.items():
            with self.report.check(
                f"streams: {client} reads on to the end, and reports no trouble but broken connections"
            ) as line:
                expect_equal(record["ended"], [], "what ended early")
                for at, stream, kind, text in record["troubles"]:
                    expect(self.is_broken(at - 20, at), f"{stream}: {kind} {text}, without a break")
                    expect("Checksum" not in kind and "Overflow" not in text, f"{stream}: {kind} {text}")
                expect(
                    len(record["troubles"]) >= len(self.breaks),
                    f"only {len(record['troubles'])} broken connections noticed",
                )
                line.add(f"{sum(len(items) for items in record['streams'].values())} messages")

    def is_broken(self, earlier, later):
        """Whether a break lies between two moments of the wall. A second more: what was sent before is read after."""
        return any(earlier - 1 <= moment <= later for moment in self.breaks)

    def expect_all(self, items, number, what):
        """Rising numbers without a gap that no break explains; the first and last number."""
        last = None
        for at, item in items:
            if last is not None:
                expect(number(item) > last[1], f"{what} {number(item)} after {last[1]}")
                expect(
                    number(item) == last[1] + 1 or self.is_broken(last[0], at),
                    f"{what} {last[1] + 1} to {number(item) - 1} missing without a break",
                )
            last = (at, number(item))
        self.expect_through(items, what)
        return number(items[0][1]), last[1]

    def expect_through(self, items, what):
        """That there is something between any two breaks, and after the last."""
        edges = [*self.breaks, float("inf")]
        for begin, end in pairwise(edges):
            expect(any(begin < at < end for at, _ in items), f"no {what} after a break")

    # MARK: Trades

    async def trades(self, client, symbol, items):
        with self.report.check(f"streams: {client}: trades of {symbol} are REST's, to the last one, each once") as line:
            first, last = self.expect_all(items, lambda trade: trade["t"], "trade")
            known = {trade["id"]: trade for trade in await self.truth.trades(symbol, first, last)}
            for _, trade in items:
                wanted = known[trade["t"]]
                expect_equal(
                    (trade["p"], trade["q"], trade["T"], trade["m"], trade["s"], trade["e"]),
                    (wanted["price"], wanted["qty"], wanted["time"], wanted["isBuyerMaker"], symbol, "trade"),
                    f"trade {trade['t']}",
                )
                expect(trade["E"] >= trade["T"], f"event time of {trade}")
            newest = await self.truth.client.rest("trades", symbol=symbol, limit=1)
            expect_equal(last, newest[-1]["id"], "the last trade")
            line.add(f"{len(items)} of {last - first + 1}")

    async def aggregates(self, client, symbol, items):
        with self.report.check(f"streams: {client}: aggTrades of {symbol} are REST's, and sums of its trades") as line:
            first, last = self.expect_all(items, lambda trade: trade["a"], "aggTrade")
            known = await self.truth.aggregates(symbol, first, last)
            for _, trade in items:
                expect_equal(
                    {key: trade[key] for key in known[trade["a"]]}, known[trade["a"]], f"aggTrade {trade['a']}"
                )
                expect_sum(trade, await self.truth.trades(symbol, trade["f"], trade["l"]))
            newest = await self.truth.client.rest("aggTrades", symbol=symbol, limit=1)
            expect_equal(last, newest[-1]["a"], "the last aggTrade")
            line.add(f"{len(items)} of {last - first + 1}")

    # MARK: Candles

    async def candles(self, client, symbol, kind, items):
        interval = kind.removeprefix("kline_").partition("@")[0]
        with self.report.check(
            f"streams: {client}: {kind} of {symbol}: every candle closes once, as REST has it and its trades make it"
        ) as line:
            closed = [kline["k"] for _, kline in items if kline["k"]["x"]]
            times = [kline["t"] for kline in closed]
            expect_equal(times, sorted(set(times)), "closed candles")
            rows = await self.truth.rows(symbol, interval, times[0], times[-1])
            trades = {trade["t"] for _, trade in self.seen[client]["streams"].get(f"{symbol.lower()}@trade", [])}
            whole = 0
            for kline in closed:
                row = rows[kline["t"]]
                expect_equal(
                    [
                        kline["t"],
                        *(kline[key] for key in "ohlcv"),
                        kline["T"],
                        kline["q"],
                        kline["n"],
                        kline["V"],
                        kline["Q"],
                    ],
                    row[:11],
                    f"candle of {kline['t']}",
                )
                await self.expect_trades(symbol, kline)
                whole += kline["n"] > 0 and trades.issuperset(range(kline["f"], kline["L"] + 1))
            self.expect_closes(items, interval)
            expected = (self.span[1] - self.span[0]) // MILLISECONDS[interval]
            expect(len(closed) >= 0.7 * (expected - 1), f"{len(closed)} of {expected} closed")
            if trades and interval != "1s":
                expect(whole >= len(closed) // 3, f"only {whole} of {len(closed)} candles with all of their trades")
            line.add(f"{len(closed)} closed" + (f", {whole} with all their trades" if trades else ""))
        if interval == "1s":
            return  # Told once a second, when it closes.
        with self.report.check(
            f"streams: {client}: {kind} of {symbol}: the candle in progress is made of the trades so far"
        ) as line:
            open_ones = [kline["k"] for _, kline in items if not kline["k"]["x"] and kline["k"]["n"] > 0]
            sample = open_ones[:: max(1, len(open_ones) // 40)]
            expect(len(sample) > 5, f"{len(sample)} candles in progress")
            for kline in sample:
                await self.expect_trades(symbol, kline)
            line.add(f"{len(sample)} of {len(open_ones)}")

    async def expect_trades(self, symbol, kline):
        """A kline against the trades that it names."""
        if kline["n"] == 0:
            expect_equal((kline["f"], kline["L"]), (-1, -1), f"trade numbers of {kline}")
            return
        trades = await self.truth.trades(symbol, kline["f"], kline["L"])
        expect_equal(
            [kline[key] for key in "ohlcvqnVQ"], figures_of_trades(trades), f"{len(trades)} trades and {kline}"
        )
        expect(kline["t"] <= trades[0]["time"] and trades[-1]["time"] <= kline["T"], f"times of the trades of {kline}")

    def expect_closes(self, items, interval):
        """That a candle follows the closed one before it, unless the connection broke in between."""
        for (before, one), (at, other) in pairwise(items):
            one, other = one["k"], other["k"]
            if self.is_broken(before, at):
                continue
            if one["x"]:
                expect_equal(other["t"], one["T"] + 1, f"the one after {one}")
            else:
                expect_equal(other["t"], one["t"], f"no close of {one}")

    # MARK: Prices and books

    async def best_prices(self, client, symbol, items):
        with self.report.check(
            f"streams: {client}: bookTicker of {symbol} ends as REST has it, numbers rising"
        ) as line:
            last = None
            for _, best in items:
                expect_equal(set(best), {"u", "s", "b", "B", "a", "A"}, "fields")
                expect(last is None or best["u"] > last, f"update {best['u']} after {last}")
                expect(float(best["b"]) < float(best["a"]), f"crossed: {best}")
                last = best["u"]
            self.expect_through(items, "bookTicker")
            now = await self.truth.client.rest("ticker/bookTicker", symbol=symbol)
            best = items[-1][1]
            expect_equal(
                {
                    "symbol": best["s"],
                    "bidPrice": best["b"],
                    "bidQty": best["B"],
                    "askPrice": best["a"],
                    "askQty": best["A"],
                },
                now,
                "the last one",
            )
            line.add(f"{len(items)} changes")

    def changes_of_book(self, client, symbol, items):
        with self.report.check(f"streams: {client}: depth of {symbol} goes on without a gap but by a break") as line:
            for (before, one), (at, other) in pairwise(items):
                expect(
                    other["U"] == one["u"] + 1 or (self.is_broken(before, at) and other["U"] > one["u"]),
                    f"U {other['U']} after u {one['u']}",
                )
            for _, change in items:
                expect(
                    change["U"] <= change["u"] and change["s"] == symbol and change["e"] == "depthUpdate",
                    str(change)[:200],
                )
            self.expect_through(items, "depth")
            line.add(f"{len(items)} changes")

    # MARK: Tickers

    async def tickers(self, client, symbol, items):
        with self.report.check(
            f"streams: {client}: ticker of {symbol} is what candles and trades of its day give"
        ) as line:
            self.expect_through(items, "ticker")
            for _, ticker in items:
                expect_equal(ticker["C"] - ticker["O"], DAY, f"length of {ticker}")
                expect_derived(
                    ticker["o"], ticker["c"], ticker["p"], ticker["P"], ticker["q"], ticker["v"], ticker["w"]
                )
                last = (await self.truth.trades(symbol, ticker["L"], ticker["L"]))[0]
                expect_equal((ticker["c"], ticker["Q"]), (last["price"], last["qty"]), f"last trade of {ticker}")
            for ticker in sample(items, 4):
                await self.expect_figures(symbol, ticker)
            line.add(f"{len(items)} tickers")

    async def windows(self, client, symbol, kind, items):
        with self.report.check(
            f"streams: {client}: {kind} of {symbol} is what candles and trades of its window give"
        ) as line:
            self.expect_through(items, kind)
            for _, ticker in items:
                expect_derived(
                    ticker["o"], ticker["c"], ticker["p"], ticker["P"], ticker["q"], ticker["v"], ticker["w"]
                )
            for ticker in sample(items, 4):
                expect(0 <= ticker["C"] - ticker["O"] + 1 - MILLISECONDS["1h"] <= MINUTE, f"length of {ticker}")
                await self.expect_figures(symbol, ticker)
            line.add(f"{len(items)} tickers")

    async def expect_figures(self, symbol, ticker):
        figures, numbers = await self.truth.figures(symbol, ticker["O"], ticker["C"])
        expect_equal([*(ticker[key] for key in "ohlcvq"), ticker["n"]], figures[:7], f"{ticker}")
        expect_equal(ticker["L"] - ticker["F"] + 1, ticker["n"], f"F, L and n of {ticker}")
        expect(all(ticker["F"] <= number <= ticker["L"] for number in numbers), f"ids outside of {ticker}")

    async def short_tickers(self, client, symbol, items):
        with self.report.check(f"streams: {client}: miniTicker of {symbol} has the figures of its day") as line:
            self.expect_through(items, "miniTicker")
            for ticker in sample(items, 4):
                figures, _ = await self.truth.figures(symbol, ticker["E"] - DAY, ticker["E"])
                expect_equal([ticker[key] for key in "ohlcvq"], figures[:6], f"{ticker}")
            full = {
                ticker["E"]: ticker for _, ticker in self.seen[client]["streams"].get(f"{symbol.lower()}@ticker", [])
            }
            matched = [ticker for _, ticker in items if ticker["E"] in full]
            for ticker in matched:
                expect_equal([ticker[key] for key in "ohlcvq"], [full[ticker["E"]][key] for key in "ohlcvq"], "ticker")
            line.add(f"{len(items)} tickers, {len(matched)} beside the long one")

    def all_short_tickers(self, client):
        streams = self.seen[client]["streams"]
        for name, single in (("!miniTicker@arr", "miniTicker"), ("!ticker_1h@arr", "ticker_1h")):
            if name not in streams:
                continue
            with self.report.check(f"streams: {client}: {name} has the tickers of each market") as line:
                items = streams[name]
                self.expect_through(items, name)
                everything = {(ticker["s"], ticker["E"]): ticker for _, tickers in items for ticker in tickers}
                matched = 0
                for symbol in self.symbols:
                    for _, ticker in streams.get(f"{symbol.lower()}@{single}", []):
                        if (symbol, ticker["E"]) in everything:
                            expect_equal(everything[symbol, ticker["E"]], ticker, name)
                            matched += 1
                expect(matched > 10, f"only {matched} beside the single ones")
                expect({symbol for symbol, _ in everything} >= set(self.symbols), "markets missing")
                line.add(f"{len(items)} messages, {matched} beside the single ones")

    async def averages(self, client, symbol, items):
        with self.report.check(
            f"streams: {client}: avgPrice of {symbol} is that of its trades of five minutes"
        ) as line:
            self.expect_through(items, "avgPrice")
            for average in sample(items, 6):
                expect_equal(average["i"], "5m", "interval")
                trades = await self.truth.between(symbol, average["E"] - 5 * MINUTE, average["E"])
                expect_equal(average["T"], trades[-1]["time"], "last trade")
                expect_average(average["w"], trades)
            line.add(f"{len(items)} averages")

    def reference_prices(self, client, symbol, items):
        with self.report.check(f"streams: {client}: referencePrice of {symbol} comes as time goes on") as line:
            self.expect_through(items, "referencePrice")
            for (_, one), (_, other) in pairwise(items):
                expect(one["s"] == symbol and other["t"] > one["t"], f"{other} after {one}")
            line.add(f"{len(items)} prices")

    # MARK: ccxt's unified streams

    async def unified(self):
        streams = self.seen["ccxt"]["streams"]
        for name, items in sorted(streams.items()):
            kind, _, what = name.partition(" ")
            if kind in ("trades", "aggTrades"):
                await self.unified_trades(kind, what, items)
            elif kind == "candles":
                await self.unified_candles(*what.split(" "), items)
            elif kind == "miniTickers":
                await self.unified_tickers(name, [(at, ticker) for at, tickers in items for ticker in tickers.values()])
            elif kind == "ticker" or kind.startswith("ticker_"):
                await self.unified_tickers(name, items)
            elif kind == "bidsAsks":
                await self.unified_best(items)

    async def unified_trades(self, kind, name, items):
        raw = [(at, trade["info"]) for at, trades in items for trade in trades]
        symbol = name.replace("/", "")
        with self.report.check(f"streams: ccxt: watch_trades of {name} ({kind}) makes the same numbers of them"):
            for _, trades in items:
                for trade in trades:
                    info = trade["info"]
                    expect(
                        same_number(trade["price"], info["p"]) and same_number(trade["amount"], info["q"]), str(trade)
                    )
                    expect_equal(
                        (trade["timestamp"], trade["side"], trade["symbol"]),
                        (info["T"], "sell" if info["m"] else "buy", name),
                        str(trade),
                    )
        await (self.trades if kind == "trades" else self.aggregates)("ccxt", symbol, raw)

    async def unified_candles(self, name, interval, items):
        symbol = name.replace("/", "")
        with self.report.check(
            f"streams: ccxt: watch_ohlcv of {name} {interval}: each finished candle is REST's"
        ) as line:
            frames = [(at, row) for at, rows in items for row in rows]
            rows = await self.truth.rows(symbol, interval, frames[0][1][0], frames[-1][1][0])
            finished = broken = 0
            for (before, one), (at, other) in pairwise(frames):
                if other[0] == one[0]:
                    continue
                if self.is_broken(before, at):
                    broken += 1
                    continue
                row = rows[one[0]]
                expect_equal(other[0], row[6] + 1, f"the one after {one}")
                expect_equal(one, [row[0], *(float(item) for item in row[1:6])], f"candle of {one[0]}")
                finished += 1
            self.expect_through(items, "candle")
            expected = (self.span[1] - self.span[0]) // MILLISECONDS[interval]
            expect(finished > 0, f"none of {expected} finished, {broken} during breaks")
            expect(finished + broken >= expected - 1, f"{finished} of {expected} finished, {broken} during breaks")
            line.add(f"{finished} finished")

    async def unified_tickers(self, name, items):
        with self.report.check(f"streams: ccxt: {name} has the figures of its span") as line:
            self.expect_through(items, name)
            expect(len(items) > 20, f"{len(items)} tickers")
            for _, ticker in items:
                for field, key in (
                    ("last", "c"),
                    ("open", "o"),
                    ("high", "h"),
                    ("low", "l"),
                    ("baseVolume", "v"),
                    ("quoteVolume", "q"),
                ):
                    expect(same_number(ticker[field], ticker["info"][key]), f"{field} of {ticker}")
            for ticker in sample(items, 4):
                info = ticker["info"]
                start, end = info.get("O", info["E"] - DAY), info.get("C", info["E"])
                figures, _ = await self.truth.figures(info["s"], start, end)
                expect_equal([info[key] for key in "ohlcvq"], figures[:6], str(info))
            line.add(f"{len(items)} tickers")

    async def unified_best(self, items):
        with self.report.check("streams: ccxt: watch_bids_asks ends with the best prices of REST") as line:
            last = {}
            for _, tickers in items:
                for name, ticker in tickers.items():
                    expect(
                        same_number(ticker["bid"], ticker["info"]["b"])
                        and same_number(ticker["ask"], ticker["info"]["a"]),
                        str(ticker),
                    )
                    last[name] = ticker["info"]
            self.expect_through(items, "bids and asks")
            for name, best in last.items():
                now = await self.truth.client.rest("ticker/bookTicker", symbol=name.replace("/", ""))
                expect_equal(
                    (best["b"], best["B"], best["a"], best["A"]),
                    (now["bidPrice"], now["bidQty"], now["askPrice"], now["askQty"]),
                    name,
                )
            line.add(f"{len(items)} changes")


def sample(items, count):
    """A few of the messages, from the first to the last."""
    payloads = [payload for _, payload in items]
    step = max(1, (len(payloads) - 1) // max(1, count - 1))
    return payloads[::step]
