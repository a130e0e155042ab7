# SPDX-License-Identifier: Apache-2.0
"""Markets, the venue's time, its limits and its rules of execution."""

from amounts import MILLISECONDS, same_number
from comparing import Comparison
from report import expect, expect_equal

MINUTE = MILLISECONDS["1m"]
DAY = MILLISECONDS["1d"]


class MarketChecks(Comparison):
    info = None

    async def run(self):
        await self.markets()
        await self.rules()

    async def markets(self):
        self.info = info = await self.ask("exchangeInfo")
        await self.ask("exchangeInfo", symbol=self.symbols[0])
        some = await self.ask("exchangeInfo", symbols=list(self.symbols[:2]))
        clock = await self.ask("time")
        await self.ask("ping")
        with self.report.check("markets: the venue's time is that of /sim/time, and exchangeInfo tells it too"):
            expect_equal(clock["serverTime"], self.now, "time")
            expect_equal(info["serverTime"], self.now, "exchangeInfo")
        with self.report.check("markets: exchangeInfo of two symbols has the two"):
            expect_equal(sorted(market["symbol"] for market in some["symbols"]), sorted(self.symbols[:2]), "symbols")
        with self.report.check("markets: the limits are the venue's") as line:
            limits = {
                (limit["rateLimitType"], limit["intervalNum"], limit["interval"]): limit["limit"]
                for limit in info["rateLimits"]
            }
            expect_equal(
                limits,
                {
                    ("REQUEST_WEIGHT", 1, "MINUTE"): 6000,
                    ("ORDERS", 10, "SECOND"): 100,
                    ("ORDERS", 1, "DAY"): 200_000,
                    ("RAW_REQUESTS", 5, "MINUTE"): 300_000,
                },
                "rateLimits",
            )
            line.add(f"{len(info['symbols'])} markets")
        await self.unified_markets(info)
        with self.report.check("markets: binance-sdk-spot reads the used weight from the headers"):
            used = await self.clients["binance-sdk-spot"].do("rate_limits")
            expect([limit["rateLimitType"] for limit in used] == ["REQUEST_WEIGHT"], str(used))
            expect(used[0]["count"] > 0 and used[0]["interval"] == "MINUTE", str(used))

    async def unified_markets(self, info):
        ccxt = self.clients["ccxt"]
        with self.report.check("markets: ccxt takes its precision and limits from the filters") as line:
            markets = (await ccxt.do("markets"))["markets"]
            by_id = {market["id"]: market for market in markets.values()}
            expect_equal(set(by_id), {market["symbol"] for market in info["symbols"]}, "markets")
            for market in info["symbols"]:
                filters = {item["filterType"]: item for item in market["filters"]}
                unified = by_id[market["symbol"]]
                name = unified["symbol"]
                expect_equal(name, f"{market['baseAsset']}/{market['quoteAsset']}", "symbol")
                expect(
                    unified["spot"] and unified["active"] == (market["status"] == "TRADING"),
                    f"{name} is spot and active",
                )
                pairs = [
                    (unified["precision"]["price"], filters["PRICE_FILTER"]["tickSize"], "tick"),
                    (unified["precision"]["amount"], filters["LOT_SIZE"]["stepSize"], "step"),
                    (unified["limits"]["price"]["min"], filters["PRICE_FILTER"]["minPrice"], "least price"),
                    (unified["limits"]["price"]["max"], filters["PRICE_FILTER"]["maxPrice"], "greatest price"),
                    (unified["limits"]["amount"]["min"], filters["LOT_SIZE"]["minQty"], "least quantity"),
                    (unified["limits"]["amount"]["max"], filters["LOT_SIZE"]["maxQty"], "greatest quantity"),
                ]
                notional = filters.get("NOTIONAL") or filters.get("MIN_NOTIONAL")
                pairs.append((unified["limits"]["cost"]["min"], notional["minNotional"], "least cost"))
                for number, amount, what in pairs:
                    expect(same_number(number, amount), f"{name} {what}: {number} is not {amount}")
            line.add(f"{len(markets)} markets")
        with self.report.check("markets: ccxt without asyncio reads the same markets"):
            blocking = await ccxt.do("blocking_markets")
            for name, market in blocking.items():
                expect_equal(market["info"], markets[name]["info"], name)
                expect_equal(market["limits"], markets[name]["limits"], name)
        with self.report.check("markets: ccxt reads the venue's time"):
            expect_equal(await ccxt.do("unified", name="fetch_time", arguments=[]), self.now, "fetch_time")

    async def rules(self):
        await self.ask("executionRules", symbol=self.symbols[0])
        reference = await self.ask("referencePrice", symbol=self.symbols[0])
        with self.report.check("rules: the reference price is of now, or null"):
            expect_equal((reference["symbol"], reference["timestamp"]), (self.symbols[0], self.now), "referencePrice")
        await self.ask("referencePrice/calculation", symbol=self.symbols[0])
        with self.report.check("rules: executionRules without a symbol have every market"):
            rules = await self.clients["python-binance"].rest("executionRules")
            names = {market["symbol"] for market in self.info["symbols"]}
            expect_equal({item["symbol"] for item in rules["symbolRules"]}, names, "symbols")
