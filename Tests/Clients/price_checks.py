# SPDX-License-Identifier: Apache-2.0
"""Books and tickers by REST, against each other and against candles and trades."""

from decimal import Decimal

from amounts import MILLISECONDS, figures_of_row, same_number
from comparing import Comparison, expect_average, expect_derived, unify
from report import expect, expect_equal

MINUTE = MILLISECONDS["1m"]
HOUR = MILLISECONDS["1h"]
DAY = MILLISECONDS["1d"]


class PriceChecks(Comparison):
    info = None

    async def run(self):
        self.info = await self.clients["python-binance"].rest("exchangeInfo")
        await self.books()
        await self.tickers()

    # MARK: Books

    async def books(self):
        for symbol in self.symbols:
            book = await self.ask("depth", symbol=symbol, limit=1000)
            short = {limit: await self.ask("depth", symbol=symbol, limit=limit) for limit in (5, 100)}
            best = await self.ask("ticker/bookTicker", symbol=symbol)
            with self.report.check(f"books: {symbol} is ordered, not crossed, and on its ticks and steps") as line:
                self.expect_book(symbol, book)
                line.add(f"{len(book['bids'])} bids, {len(book['asks'])} asks")
            with self.report.check(
                f"books: shorter ones of {symbol} are the top of the longer one, bookTicker its first"
            ):
                for limit, top in short.items():
                    expect_equal(
                        top,
                        {
                            "lastUpdateId": book["lastUpdateId"],
                            "bids": book["bids"][:limit],
                            "asks": book["asks"][:limit],
                        },
                        f"limit {limit}",
                    )
                wanted = {
                    "symbol": symbol,
                    "bidPrice": book["bids"][0][0],
                    "bidQty": book["bids"][0][1],
                    "askPrice": book["asks"][0][0],
                    "askQty": book["asks"][0][1],
                }
                expect_equal(best, wanted, "bookTicker")
        with self.report.check("books: ccxt's fetch_order_book and fetch_bids_asks have the same numbers"):
            ccxt = self.clients["ccxt"]
            symbol = self.symbols[0]
            raw = await self.clients["python-binance"].rest("depth", symbol=symbol, limit=50)
            unified = await ccxt.do("unified", name="fetch_order_book", arguments=[unify(symbol), 50])
            expect_equal(
                (unified["nonce"], unified["bids"], unified["asks"]),
                (
                    raw["lastUpdateId"],
                    [[float(price), float(size)] for price, size in raw["bids"]],
                    [[float(price), float(size)] for price, size in raw["asks"]],
                ),
                "fetch_order_book",
            )
            best = (await ccxt.do("unified", name="fetch_bids_asks", arguments=[[unify(symbol)]]))[unify(symbol)]
            expect_equal(
                [best["bid"], best["ask"]], [float(raw["bids"][0][0]), float(raw["asks"][0][0])], "fetch_bids_asks"
            )

    def expect_book(self, symbol, book):
        market = next(market for market in self.info["symbols"] if market["symbol"] == symbol)
        filters = {item["filterType"]: item for item in market["filters"]}
        tick, step = Decimal(filters["PRICE_FILTER"]["tickSize"]), Decimal(filters["LOT_SIZE"]["stepSize"])
        bids = [Decimal(price) for price, _ in book["bids"]]
        asks = [Decimal(price) for price, _ in book["asks"]]
        expect(len(bids) >= 20 and len(asks) >= 20, f"{len(bids)} bids, {len(asks)} asks")
        expect(bids == sorted(set(bids), reverse=True) and asks == sorted(set(asks)), "order")
        expect(bids[0] < asks[0], f"crossed: {bids[0]} and {asks[0]}")
        for price, quantity in book["bids"] + book["asks"]:
            expect(
                Decimal(price) % tick == 0 and Decimal(quantity) % step == 0 and Decimal(quantity) > 0,
                f"{price} {quantity}",
            )
            expect(
                Decimal(price).as_tuple().exponent == -8 and Decimal(quantity).as_tuple().exponent == -8,
                f"{price} {quantity}",
            )

    # MARK: Tickers

    async def tickers(self):
        for symbol in self.symbols:
            await self.day_of(symbol)
            await self.windows_of(symbol)
            await self.averages_of(symbol)
        pair = list(self.symbols[:2])
        for name in ("ticker/24hr", "ticker/tradingDay", "ticker", "ticker/price", "ticker/bookTicker"):
            both = await self.ask(name, symbols=pair)
            with self.report.check(f"tickers: {name} of two symbols is the two answers of one"):
                single = [await self.clients["python-binance"].rest(name, symbol=symbol) for symbol in pair]
                expect_equal(
                    sorted(both, key=lambda item: item["symbol"]), sorted(single, key=lambda item: item["symbol"]), name
                )
        await self.unified_tickers(pair)
        await self.all_tickers()

    async def unified_tickers(self, pair):
        with self.report.check("tickers: ccxt's fetch_tickers and fetch_last_prices have the same numbers"):
            ccxt, names = self.clients["ccxt"], [unify(symbol) for symbol in pair]
            days = await self.clients["python-binance"].rest("ticker/24hr", symbols=pair)
            unified = await ccxt.do("unified", name="fetch_tickers", arguments=[names])
            expect_equal(sorted(unified), sorted(names), "markets of fetch_tickers")
            last = await ccxt.do("unified", name="fetch_last_prices", arguments=[names])
            for day in days:
                name = unify(day["symbol"])
                expect_equal(unified[name]["info"], day, name)
                expect(same_number(unified[name]["last"], day["lastPrice"]), f"last of {name}")
                expect(same_number(last[name]["price"], day["lastPrice"]), f"last price of {name}")

    async def all_tickers(self):
        names = sorted(market["symbol"] for market in self.info["symbols"])
        for name in ("ticker/24hr", "ticker/price", "ticker/bookTicker"):
            everything = await self.ask(name)
            with self.report.check(f"tickers: {name} without a symbol has every market") as line:
                expect_equal(sorted(item["symbol"] for item in everything), names, name)
                line.add(f"{len(everything)} markets")

    async def day_of(self, symbol):
        day = await self.ask("ticker/24hr", symbol=symbol)
        short = await self.ask("ticker/24hr", symbol=symbol, type="MINI")
        with self.report.check(f"tickers: 24hr of {symbol} is what its candles and trades of the day give") as line:
            expect_equal((day["closeTime"] - day["openTime"]), DAY, "length")
            expect(self.now - 1000 < day["closeTime"] <= self.now, f"closeTime {day['closeTime']} and {self.now}")
            await self.expect_ticker(day, day["openTime"], day["closeTime"])
            last = (await self.truth.trades(symbol, day["lastId"], day["lastId"]))[0]
            expect_equal((day["lastPrice"], day["lastQty"]), (last["price"], last["qty"]), "the last trade")
            before = (await self.truth.trades(symbol, day["firstId"] - 1, day["firstId"] - 1))[0]
            expect_equal(day["prevClosePrice"], before["price"], "prevClosePrice, the trade before")
            best = await self.clients["python-binance"].rest("ticker/bookTicker", symbol=symbol)
            expect_equal({key: day[key] for key in best}, best, "bid and ask")
            line.add(f"{day['count']} trades")
        with self.report.check(f"tickers: 24hr MINI of {symbol} has the same figures"):
            expect_equal(
                short,
                {
                    key: day[key]
                    for key in (
                        "symbol",
                        "openPrice",
                        "highPrice",
                        "lowPrice",
                        "lastPrice",
                        "volume",
                        "quoteVolume",
                        "openTime",
                        "closeTime",
                        "firstId",
                        "lastId",
                        "count",
                    )
                },
                "MINI",
            )
        with self.report.check(f"tickers: price of {symbol} is that of its last trade"):
            price = await self.clients["python-binance"].rest("ticker/price", symbol=symbol)
            newest = await self.clients["python-binance"].rest("trades", symbol=symbol, limit=1)
            expect_equal(price, {"symbol": symbol, "price": newest[-1]["price"]}, "price")
            expect_equal(day["lastId"], newest[-1]["id"], "lastId of 24hr")
        with self.report.check(f"tickers: ccxt's fetch_ticker of {symbol} has the same numbers"):
            unified = await self.clients["ccxt"].do("unified", name="fetch_ticker", arguments=[unify(symbol)])
            expect_equal(unified["info"], day, "info")
            for field, key in (
                ("last", "lastPrice"),
                ("open", "openPrice"),
                ("high", "highPrice"),
                ("low", "lowPrice"),
                ("bid", "bidPrice"),
                ("ask", "askPrice"),
                ("baseVolume", "volume"),
                ("quoteVolume", "quoteVolume"),
                ("vwap", "weightedAvgPrice"),
            ):
                expect(same_number(unified[field], day[key]), f"{field}: {unified[field]} is not {day[key]}")

    async def windows_of(self, symbol):
        today = await self.ask("ticker/tradingDay", symbol=symbol)
        with self.report.check(f"tickers: tradingDay of {symbol} is its candle of the day"):
            midnight = self.now // DAY * DAY
            expect_equal((today["openTime"], today["closeTime"]), (midnight, midnight + DAY - 1), "span")
            await self.expect_ticker(today, midnight, self.now)
            row = (await self.clients["python-binance"].rest("klines", symbol=symbol, interval="1d", limit=1))[0]
            expect_equal(
                [
                    today["openPrice"],
                    today["highPrice"],
                    today["lowPrice"],
                    today["lastPrice"],
                    today["volume"],
                    today["quoteVolume"],
                    today["count"],
                ],
                figures_of_row(row)[:7],
                "candle",
            )
        for size, length in (("1m", MINUTE), ("1h", HOUR), ("7h", 7 * HOUR), ("2d", 2 * DAY)):
            window = await self.ask("ticker", symbol=symbol, windowSize=size)
            with self.report.check(f"tickers: the window of {size} of {symbol} opens on a minute, and adds up"):
                expect_equal(window["openTime"] % MINUTE, 0, "openTime on a minute")
                expect(length <= window["closeTime"] - window["openTime"] + 1 <= length + MINUTE, f"length of {window}")
                expect(
                    self.now - 1000 < window["closeTime"] <= self.now, f"closeTime {window['closeTime']} and {self.now}"
                )
                await self.expect_ticker(window, window["openTime"], window["closeTime"])

    async def expect_ticker(self, ticker, start, end):
        """A ticker's figures against candles and trades of its span."""
        figures, numbers = await self.truth.figures(ticker["symbol"], start, end)
        expect_equal(
            [
                ticker["openPrice"],
                ticker["highPrice"],
                ticker["lowPrice"],
                ticker["lastPrice"],
                ticker["volume"],
                ticker["quoteVolume"],
                ticker["count"],
            ],
            figures[:7],
            "candles and trades",
        )
        expect_equal(ticker["lastId"] - ticker["firstId"] + 1, ticker["count"], "firstId, lastId and count")
        expect(all(ticker["firstId"] <= number <= ticker["lastId"] for number in numbers), "ids outside of the span")
        expect_derived(
            ticker["openPrice"],
            ticker["lastPrice"],
            ticker["priceChange"],
            ticker["priceChangePercent"],
            ticker["quoteVolume"],
            ticker["volume"],
            ticker["weightedAvgPrice"],
        )

    async def averages_of(self, symbol):
        average = await self.ask("avgPrice", symbol=symbol)
        with self.report.check(f"tickers: avgPrice of {symbol} is that of its trades of five minutes") as line:
            expect_equal(average["mins"], 5, "mins")
            trades = await self.truth.between(symbol, self.now - 5 * MINUTE, self.now)
            expect_average(average["price"], trades)
            expect_equal(average["closeTime"], trades[-1]["time"], "closeTime, the last trade")
            line.add(f"{len(trades)} trades")
