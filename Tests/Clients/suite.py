# SPDX-License-Identifier: Apache-2.0
"""Client libraries that nobody here wrote, against botsim: what they read by REST and by stream for ten minutes of
venue time, through broken connections, agrees with itself and with each other; and what they trade adds up.

    python suite.py BOTSIM LOGS
"""

import asyncio
import pathlib
import sys
import time

from book_checks import BookChecks
from candle_checks import CandleChecks
from client import Client
from market_checks import MarketChecks
from price_checks import PriceChecks
from report import Report, expect, expect_equal
from socket_checks import ErrorChecks, SocketChecks
from stream_checks import StreamChecks
from trade_checks import TradeChecks
from trading_checks import TradingChecks
from truth import Truth
from venue import Venue

SEED = "7"
SPEED = "10"
SECOND = 1_000
MINUTE = 60 * SECOND
# A coin of high price, one of a middling price, and one of many decimals.
SYMBOLS = ("BTCUSDT", "ETHUSDT", "PEPEUSDT")
# When connections break, and how long all of it lasts, in venue time. No two breaks are five minutes apart, give or take
# the 90 s until all are back: so one of the two candles of five minutes ends while all are connected.
BREAKS = (1 * MINUTE + 40 * SECOND, 5 * MINUTE, 8 * MINUTE + 20 * SECOND)
LENGTH = 10 * MINUTE
# How much of it is left at least after the last break.
TAIL = 30 * SECOND

LIBRARY_STREAMS = {
    "raw": [
        "btcusdt@trade",
        "btcusdt@aggTrade",
        "btcusdt@kline_1m",
        "btcusdt@bookTicker",
        "btcusdt@ticker",
        "btcusdt@miniTicker",
        "btcusdt@depth",
        "!miniTicker@arr",
    ],
    "combined": [
        "ethusdt@trade",
        "ethusdt@aggTrade",
        "ethusdt@kline_1m",
        "ethusdt@kline_1s",
        "ethusdt@kline_5m",
        "ethusdt@bookTicker",
        "ethusdt@depth@100ms",
        "ethusdt@depth20@100ms",
        "ethusdt@ticker",
        "ethusdt@miniTicker",
        "ethusdt@ticker_1h",
        "ethusdt@avgPrice",
        "pepeusdt@trade",
        "pepeusdt@kline_1m",
    ],
    "books": ["BTCUSDT", "PEPEUSDT"],
}
SDK_STREAMS = [
    "btcusdt@trade",
    "btcusdt@kline_1m",
    "btcusdt@depth@100ms",
    "btcusdt@bookTicker",
    "btcusdt@aggTrade",
    "btcusdt@kline_1m@+08:00",
    "btcusdt@ticker",
    "btcusdt@miniTicker",
    "!miniTicker@arr",
    "btcusdt@ticker_1h",
    "!ticker_1h@arr",
    "btcusdt@avgPrice",
    "btcusdt@referencePrice",
    "btcusdt@depth5",
]
CCXT_STREAMS = {
    "trades": ["BTC/USDT", "PEPE/USDT"],
    "agg_trades": ["ETH/USDT"],
    "candles": [["BTC/USDT", "1m"], ["PEPE/USDT", "1m"], ["ETH/USDT", "5m"]],
    "books": ["BTC/USDT", "PEPE/USDT"],
    "tickers": ["BTC/USDT"],
    "mini_tickers": ["ETH/USDT", "PEPE/USDT"],
    "bids_asks": ["BTC/USDT", "ETH/USDT"],
    "windows": [["BNB/USDT", "1h"]],
}


class Suite:
    def __init__(self, binary, logs):
        self.report = Report()
        self.venue = Venue(binary, ["--seed", SEED, "--speed", SPEED], logs / "botsim.log")
        self.clients = {
            "python-binance": Client("python-binance", "python_binance_reader.py", logs / "python-binance.log"),
            "binance-sdk-spot": Client("binance-sdk-spot", "binance_sdk_reader.py", logs / "binance-sdk-spot.log"),
            "ccxt": Client("ccxt", "ccxt_reader.py", logs / "ccxt.log"),
        }
        self.trading = TradingChecks(self.report, binary, logs)
        self.truth = Truth(self.clients["python-binance"])
        self.sockets = SocketChecks(self.report, self.clients, SYMBOLS)
        self.books = BookChecks(self.report, self.clients, SYMBOLS)
        self.breaks = []
        self.began = 0
        self.length = LENGTH

    async def run(self):
        try:
            await self.venue.start()
            await asyncio.gather(*(client.start(self.venue.address) for client in self.clients.values()))
            await self.standing_still()
            await self.going_on()
            await self.in_the_end()
        finally:
            for client in self.clients.values():
                await client.stop()
            status = await self.venue.stop()
        with self.report.check("botsim ends when it is told to"):
            expect_equal(status, 0, "exit code")
        await self.report.part("trading", self.trading.run())

    async def standing_still(self):
        await self.venue.set_time(paused=True)
        await self.align()
        # The venue adds up days and months of trades when they are asked for first, which takes a build without
        # optimization longer than a client waits.
        for path in (
            "ticker/24hr",
            "klines?symbol=BTCUSDT&interval=1w&limit=20",
            "klines?symbol=BTCUSDT&interval=1M&limit=5",
        ):
            await self.venue.bare("/api/v3/" + path)
        self.report.phase("time stands still: REST")
        for kind in (MarketChecks, CandleChecks, TradeChecks, PriceChecks):
            checks = kind(self.report, self.venue, self.clients, self.truth, SYMBOLS)
            await checks.begin()
            await self.report.part(kind.__name__, checks.run())
        self.report.phase("time stands still: the WebSocket API, errors")
        await self.report.part("socket api", self.sockets.run())
        errors = ErrorChecks(self.report, self.clients, self.venue, SYMBOLS)
        await self.report.part("errors", errors.run())
        await self.report.part("errors", errors.limits())
        await self.report.part("errors", errors.over_socket())

    async def going_on(self):
        """Ten minutes of the venue; connections break three times."""
        self.report.phase("streams open")
        await asyncio.gather(
            self.clients["python-binance"].do("watch", **LIBRARY_STREAMS),
            self.clients["binance-sdk-spot"].do("watch", streams=SDK_STREAMS),
            self.clients["ccxt"].do("watch", **CCXT_STREAMS),
        )
        await asyncio.sleep(2)
        self.began = (await self.venue.time())["now"]
        await self.report.part("books", self.books.begin())
        await self.until(30 * SECOND)
        await self.control_messages()
        for moment in BREAKS:
            await self.until(moment)
            await self.report.part("books", self.books.compare("before a break"))
            await self.break_connections()
            await self.report.part("books", self.books.begin())
        # A slow machine takes most of the rest to connect again: then all of it lasts longer.
        elapsed = (await self.venue.time())["now"] - self.began
        self.length = max(LENGTH, elapsed + TAIL)
        await self.until(self.length)
        await self.report.part("books", self.books.compare("in the end"))

    async def in_the_end(self):
        self.report.phase("time stands still: what was streamed")
        seen = {name: await client.do("seen") for name, client in self.clients.items()}
        checks = StreamChecks(self.report, self.truth, SYMBOLS, self.breaks, (self.began, self.began + self.length))
        await self.report.part("streams", checks.run(seen))
        await self.report.part("socket api", self.sockets.run(is_short=True))
        with self.report.check("binance-sdk-spot finds every answer and message as its models have them"):
            expect_equal(await self.clients["binance-sdk-spot"].do("complaints"), [], "complaints")
        await self.announce_shutdown()
        with self.report.check("ccxt stops watching trades when asked to"):
            await self.clients["ccxt"].do("unwatch", symbol="BTC/USDT")

    async def until(self, offset):
        """Lets time go on up to a moment, and halts it there."""
        target = self.began + offset
        await self.venue.set_time(paused=False)
        while (now := (await self.venue.time())["now"]) < target - SECOND:
            await asyncio.sleep(min(0.5, (target - SECOND - now) / 1000 / float(SPEED)))
        await self.venue.set_time(paused=True)
        await self.align()

    async def align(self):
        """Puts halted time forward to a full second, so that everything that comes by the second has come."""
        now = (await self.venue.time())["now"]
        await self.venue.set_time(advance_to=-(-now // SECOND) * SECOND)

    async def announce_shutdown(self):
        """The venue says that it is about to go, which is no message of any stream, and goes on for a while. The books
        that python-binance keeps end there: it takes the message for a change of the book."""
        await self.venue.set_time(paused=False)
        counts = {name: await client.do("seen", counts_only=True) for name, client in self.clients.items()}
        before = {
            name: {stream: count for stream, count in streams.items() if not stream.startswith("book ")}
            for name, streams in counts.items()
        }
        with self.report.check("serverShutdown: every stream of every client goes on while the connection does") as line:
            told = (await self.venue.fault(server_shutdown=True))["told_connections"]
            expect(told >= 20, f"{told} connections told")
            await self.all_go_on(before)
            line.add(f"{told} connections")

    async def break_connections(self):
        """Time goes on while all connections break; then waits until each client has data again."""
        await self.venue.set_time(paused=False)
        await asyncio.sleep(0.3)
        before = {name: await client.do("seen", counts_only=True) for name, client in self.clients.items()}
        self.breaks.append(time.time())
        dropped = (await self.venue.fault(drop_connections=True))["dropped_connections"]
        with self.report.check(f"break {len(self.breaks)}: every stream of every client goes on") as line:
            expect(dropped >= 20, f"{dropped} connections dropped")
            await self.all_go_on(before)
            line.add(f"{dropped} connections, {time.time() - self.breaks[-1]:.1f} s")
        await self.venue.set_time(paused=True)
        await self.align()

    async def all_go_on(self, before):
        for _ in range(120):
            await asyncio.sleep(0.25)
            silent = []
            for name, client in self.clients.items():
                counts = await client.do("seen", counts_only=True)
                silent += [f"{name} {stream}" for stream, count in before[name].items() if counts[stream] <= count + 1]
            if not silent:
                return
        raise TimeoutError("silent after 30 s: " + ", ".join(silent))

    async def control_messages(self):
        client = self.clients["binance-sdk-spot"]
        with self.report.check("streams: SUBSCRIBE, UNSUBSCRIBE and LIST_SUBSCRIPTIONS by binance-sdk-spot"):
            await self.venue.set_time(paused=False)
            listed = await client.do("list_subscriptions")
            expect_equal(sorted(listed["result"]), sorted(SDK_STREAMS), "subscriptions")
            await client.do("subscribe", stream="ethusdt@trade")
            for _ in range(80):
                await asyncio.sleep(0.1)
                if (await client.do("seen", counts_only=True)).get("ethusdt@trade"):
                    break
            await client.do("unsubscribe", stream="ethusdt@trade")
            listed = await client.do("list_subscriptions")
            expect_equal(sorted(listed["result"]), sorted(SDK_STREAMS), "subscriptions in the end")
            count = await client.do("forget", stream="ethusdt@trade")
            expect(count > 0, "no trade came")
            await asyncio.sleep(2)
            expect_equal(await client.do("forget", stream="ethusdt@trade"), 0, "trades after UNSUBSCRIBE")


def main():
    binary, logs = sys.argv[1], pathlib.Path(sys.argv[2])
    logs.mkdir(parents=True, exist_ok=True)
    suite = Suite(binary, logs)
    try:
        asyncio.run(suite.run())
    except Exception as error:  # noqa: BLE001 - counted as a failed check
        with suite.report.check("the suite runs to its end"):
            raise error
    if not suite.report.finish():
        print(f"The logs of botsim and the clients are in {logs}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
