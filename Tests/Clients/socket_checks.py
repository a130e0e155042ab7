# SPDX-License-Identifier: Apache-2.0
"""The market methods of the WebSocket API, and errors: how each client tells them."""

from client import Refused
from comparing import unify, without_null
from report import expect, expect_equal


class SocketChecks:
    """Time stands still from the first to the last of these."""

    def __init__(self, report, clients, symbols):
        self.report = report
        self.clients = clients
        self.symbols = symbols

    async def run(self, is_short=False):
        one, two = self.symbols[0], list(self.symbols[:2])
        newest = (await self.clients["python-binance"].rest("trades", symbol=one, limit=1))[0]
        plans = [
            ("time", "time", {}),
            ("depth", "depth", {"symbol": one, "limit": 10}),
            ("klines", "klines", {"symbol": one, "interval": "1m", "limit": 5}),
            ("trades.recent", "trades", {"symbol": one, "limit": 5}),
        ]
        if not is_short:
            plans += [
                ("ping", "ping", {}),
                ("exchangeInfo", "exchangeInfo", {"symbol": one}),
                ("trades.historical", "historicalTrades", {"symbol": one, "fromId": newest["id"] - 20, "limit": 5}),
                ("blockTrades.historical", "historicalBlockTrades", {"symbol": one, "fromId": 1, "limit": 5}),
                ("trades.aggregate", "aggTrades", {"symbol": one, "limit": 5}),
                ("klines", "klines", {"symbol": one, "interval": "1d", "limit": 3, "timeZone": "8"}),
                ("uiKlines", "uiKlines", {"symbol": one, "interval": "1h", "limit": 5}),
                ("avgPrice", "avgPrice", {"symbol": one}),
                ("ticker.24hr", "ticker/24hr", {"symbol": one}),
                ("ticker.tradingDay", "ticker/tradingDay", {"symbol": one}),
                ("ticker", "ticker", {"symbol": one, "windowSize": "7h"}),
                ("ticker.price", "ticker/price", {"symbol": one}),
                ("ticker.book", "ticker/bookTicker", {"symbol": one}),
                ("executionRules", "executionRules", {"symbol": one}),
            ]
        for method, path, params in plans:
            await self.compare(method, path, params)
        if is_short:
            return
        with self.report.check("socket api: ticker.price of two symbols is that of REST"):
            wanted = await self.clients["python-binance"].rest("ticker/price", symbols=two)
            answer = await self.clients["python-binance"].socket_api("ticker.price", symbols=two)
            expect_equal(answer, wanted, "python-binance")
            expect_equal(
                await self.clients["binance-sdk-spot"].socket_api("ticker.price", symbols=two), wanted, "the SDK"
            )
        await self.unified()

    async def compare(self, method, path, params):
        shown = " ".join(f"{key}={value}" for key, value in params.items())
        with self.report.check(f"socket api: {method} {shown}".rstrip() + " answers as REST does"):
            wanted = without_null(await self.clients["python-binance"].rest(path, **params))
            if method == "exchangeInfo":
                # Connections are counted where there are some.
                wanted["rateLimits"].append(
                    {"rateLimitType": "CONNECTIONS", "interval": "MINUTE", "intervalNum": 5, "limit": 300}
                )
            for name in ("python-binance", "binance-sdk-spot"):
                answer = await self.clients[name].socket_api(method, **params)
                expect_equal(without_null(answer), wanted, name)

    async def unified(self):
        ccxt, symbol = self.clients["ccxt"], self.symbols[0]
        with self.report.check("socket api: ccxt's fetch_ohlcv_ws answers as fetch_ohlcv does"):
            wanted = await ccxt.do("unified", name="fetch_ohlcv", arguments=[unify(symbol), "1m", None, 5])
            answer = await ccxt.do("unified", name="fetch_ohlcv_ws", arguments=[unify(symbol), "1m", None, 5])
            expect_equal(answer, wanted, "fetch_ohlcv_ws")
        with self.report.check("socket api: ccxt's fetch_trades_ws tells the last trades"):
            wanted = await self.clients["python-binance"].rest("trades", symbol=symbol, limit=5)
            answer = await ccxt.do("unified", name="fetch_trades_ws", arguments=[unify(symbol), None, 5])
            expect_equal([trade["info"] for trade in answer], wanted, "fetch_trades_ws")


class ErrorChecks:
    """Errors of REST and the WebSocket API: code and text, and what each client makes of them."""

    def __init__(self, report, clients, venue, symbols):
        self.report = report
        self.clients = clients
        self.venue = venue
        self.symbol = symbols[0]

    CASES = (
        (
            "an unknown symbol",
            "klines",
            {"symbol": "NOSUCHUSDT", "interval": "1m"},
            -1121,
            "Invalid symbol.",
            "BadSymbol",
        ),
        ("an unknown interval", "klines", {"symbol": None, "interval": "7m"}, -1120, "Invalid interval.", "BadRequest"),
        (
            "a missing interval",
            "klines",
            {"symbol": None},
            -1102,
            "Mandatory parameter 'interval' was not sent, was empty/null, or malformed.",
            "BadRequest",
        ),
        ("an unknown symbol's book", "depth", {"symbol": "NOSUCHUSDT"}, -1121, "Invalid symbol.", "BadSymbol"),
        ("an unknown symbol's trades", "trades", {"symbol": "NOSUCHUSDT"}, -1121, "Invalid symbol.", "BadSymbol"),
        ("an unknown symbol's ticker", "ticker/24hr", {"symbol": "NOSUCHUSDT"}, -1121, "Invalid symbol.", "BadSymbol"),
    )

    async def run(self):
        for name, path, params, code, text, kind in self.CASES:
            params = {key: self.symbol if value is None else value for key, value in params.items()}
            await self.case(name, path, params, code, text, kind)
        with self.report.check("errors: a missing symbol is -1102, before any request by the SDK"):
            error = await refusal(self.clients["python-binance"].rest("klines", interval="1m"))
            expect_equal(
                (error.code, error.text),
                (-1102, "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed."),
                "error",
            )
            error = await refusal(self.clients["binance-sdk-spot"].rest("klines", symbol=None, interval="1m"))
            expect_equal(error.kind, "RequiredError", "the SDK")
        with self.report.check("errors: they come as HTTP 400 with code and msg"):
            status, headers, body = await self.venue.bare("/api/v3/klines?symbol=NOSUCHUSDT&interval=1m")
            expect_equal((status, body), (400, '{"code":-1121,"msg":"Invalid symbol."}'), "answer")
            expect(headers["Content-Type"].startswith("application/json"), str(headers))

    LIMITS = (
        (429, {"retry_after": "1s"}, -1003, "TooManyRequestsError", "DDoSProtection"),
        (418, {"retry_after": "1s"}, -1003, "RateLimitBanError", "DDoSProtection"),
    )

    async def limits(self):
        """What each client makes of a venue that has had enough, and that it goes on after that."""
        for status, more, code, sdk_kind, ccxt_kind in self.LIMITS:
            with self.report.check(f"errors: {status} is {code}, {ccxt_kind} in ccxt, and passes"):
                for name, kind in (
                    ("python-binance", "BinanceAPIException"),
                    ("binance-sdk-spot", sdk_kind),
                    ("ccxt", ccxt_kind),
                ):
                    await self.venue.fault(fail_requests={"status": status, "count": 1, "paths": ["time"], **more})
                    error = await refusal(self.clients[name].rest("time"))
                    expect_equal(error.kind, kind, name)
                    if name == "python-binance":
                        expect_equal((error.code, error.status), (code, status), name)
                    await self.clients[name].rest("time")

    async def over_socket(self):
        for name in ("python-binance", "binance-sdk-spot"):
            with self.report.check(f"errors: {name} gets -1121 over the WebSocket API too, and goes on"):
                error = await refusal(self.clients[name].socket_api("klines", symbol="NOSUCHUSDT", interval="1m"))
                expect_equal((error.code, error.text), (-1121, "Invalid symbol."), "error")
                await self.clients[name].socket_api("time")

    async def case(self, name, path, params, code, text, kind):
        with self.report.check(f"errors: {name} is {code}, {kind} in ccxt"):
            error = await refusal(self.clients["python-binance"].rest(path, **params))
            expect_equal((error.kind, error.code, error.text), ("BinanceAPIException", code, text), "python-binance")
            if "interval" in params or path != "klines":
                error = await refusal(self.clients["binance-sdk-spot"].rest(path, **params))
                expect_equal((error.kind, error.code, error.text), ("BadRequestError", code, text), "the SDK")
            error = await refusal(self.clients["ccxt"].rest(path, **params))
            expect_equal(error.kind, kind, "ccxt")
            expect(f'"code":{code}' in error.text and text in error.text, error.text)


async def refusal(request):
    try:
        answer = await request
    except Refused as error:
        return error
    raise ValueError(f"not refused, but answered: {str(answer)[:200]}")
