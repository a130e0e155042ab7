# SPDX-License-Identifier: Apache-2.0
"""Freqtrade, unmodified, against botsim: a hundred trades in dry-run, a hundred live.

    python freqtrade_check.py BOTSIM LOGS [TRADES]
"""

import asyncio
import contextlib
import json
import pathlib
import signal
import sqlite3
import sys
import time
from decimal import Decimal

from report import Report, expect, expect_equal
from venue import Venue

KEY, SECRET = "key-of-freqtrade", "secret-of-freqtrade"
BEGINNING = {"USDT": Decimal(100_000)}
# One trade a minute of each: after a sale Freqtrade leaves a pair alone until its candle is over.
COINS = "BTC ETH BNB SOL XRP ADA DOGE AVAX LINK LTC BCH TRX XLM ETC DOT ATOM NEAR APT SUI ICP ALGO FIL UNI AAVE".split()
PATIENCE = 1200


class Freqtrade:
    """One run, live or dry."""

    def __init__(self, report, venue, logs, is_live, wanted):
        self.report = report
        self.venue = venue
        self.is_live = is_live
        self.wanted = wanted
        self.name = "live" if is_live else "dry-run"
        self.folder = logs / self.name
        self.log = logs / f"freqtrade-{self.name}.log"
        self.database = self.folder / "trades.sqlite"
        self.process = None
        self.stopped = 0

    def configuration(self):
        http, ws = f"http://{self.venue.address}", f"ws://{self.venue.address}"
        sapi = {name: f"{http}/{name[:4]}/v{name[5:] or 1}" for name in ("sapi", "sapiV2", "sapiV3", "sapiV4")}
        rest = {name: f"{http}/api/v3" for name in ("public", "private")}
        sockets = {"ws": {"spot": f"{ws}/stream/ws", "ws-api": {"spot": f"{ws}/ws-api/v3"}}}
        access = {
            "urls": {"api": {**rest, "v1": f"{http}/api/v1", **sapi, **sockets}},
            "options": {"fetchMarkets": {"types": ["spot"]}},
        }
        return {
            "dry_run": not self.is_live,
            "dry_run_wallet": 100_000,
            "db_url": f"sqlite:///{self.database}",
            "stake_currency": "USDT",
            "stake_amount": 100,
            "max_open_trades": len(COINS),
            "trading_mode": "spot",
            "entry_pricing": {"price_side": "other", "use_order_book": True, "order_book_top": 1},
            "exit_pricing": {"price_side": "other", "use_order_book": True, "order_book_top": 1},
            "order_types": {
                "entry": "market",
                "exit": "market",
                "stoploss": "market",
                "stoploss_on_exchange": False,
            },
            "unfilledtimeout": {"entry": 10, "exit": 10, "unit": "minutes"},
            "exchange": {
                "name": "binance",
                "key": KEY if self.is_live else "",
                "secret": SECRET if self.is_live else "",
                "pair_whitelist": [f"{coin}/USDT" for coin in COINS],
                "ccxt_config": access,
                "ccxt_async_config": access,
            },
            "pairlists": [{"method": "StaticPairList"}],
            "internals": {"process_throttle_secs": 1},
            "initial_state": "running",
        }

    async def run(self):
        self.report.phase(f"freqtrade, {self.name}")
        self.folder.mkdir(parents=True)
        settings = self.folder / "config.json"
        settings.write_text(json.dumps(self.configuration(), indent=2))
        with open(self.log, "wb") as log:
            self.process = await asyncio.create_subprocess_exec(
                str(pathlib.Path(sys.executable).parent / "freqtrade"),
                "trade",
                "--config",
                str(settings),
                "--userdir",
                str(self.folder),
                "--strategy",
                "Always",
                "--strategy-path",
                str(pathlib.Path(__file__).parent / "freqtrade"),
                stdout=log,
                stderr=log,
            )
        try:
            with self.report.check(f"{self.name}: freqtrade closes {self.wanted} trades") as line:
                began = time.monotonic()
                while (count := self.closed()) < self.wanted:
                    expect(self.process.returncode is None, f"it ended; see {self.log}")
                    expect(time.monotonic() - began < PATIENCE, f"{count} trades in {PATIENCE} s")
                    await asyncio.sleep(2)
                line.add(f"{time.monotonic() - began:.0f} s")
        finally:
            self.stopped = (await self.venue.time())["now"]
            if self.process.returncode is None:
                self.process.send_signal(signal.SIGINT)
                with contextlib.suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(self.process.wait(), 30)
        with self.report.check(f"{self.name}: its log has no error"):
            lines = [line for line in self.log.read_text().splitlines() if " ERROR " in line or "Traceback" in line]
            expect_equal(lines, [], "errors")

    def rows(self, query):
        with contextlib.closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as database:
            return database.execute(query).fetchall()

    def closed(self):
        with contextlib.suppress(sqlite3.Error):
            return self.rows("select count(*) from trades where is_open = 0")[0][0]
        return 0


async def agreement(report, run, venue):
    """What Freqtrade has in its books against what the venue knows."""
    view = (await venue.get("/sim/accounts"))["accounts"][0]
    with report.check("live: every order is in both books, with the same fills") as line:
        known = {str(row["orderId"]): row for row in view["orders"]}
        own = run.rows("select order_id, status, filled, average from orders")
        # What was under way when it was stopped may be in one book only.
        settled = {number for number, row in known.items() if row["time"] < run.stopped - 2000}
        expect_equal(sorted(settled - {row[0] for row in own}), [], "orders that freqtrade doesn't know")
        expect_equal(sorted({row[0] for row in own} - set(known)), [], "orders that the venue doesn't know")
        for number, status, filled, average in own:
            order = known[number]
            if number not in settled:
                continue
            expect_equal((status, order["status"]), ("closed", "FILLED"), f"status of order {number}")
            expect_equal(Decimal(repr(filled)), Decimal(order["executedQty"]), f"fills of order {number}")
            price = Decimal(order["cummulativeQuoteQty"]) / Decimal(order["executedQty"])
            expect(abs(Decimal(repr(average)) - price) <= price / 1_000_000, f"{average} of order {number}: {price}")
        line.add(f"{len(own)} orders")
    with report.check("live: balances are what the fills say, to the last digit") as line:
        wanted = dict(BEGINNING)
        for trade in view["trades"]:
            sign = 1 if trade["isBuyer"] else -1
            coin = trade["symbol"].removesuffix("USDT")
            wanted[coin] = wanted.get(coin, Decimal(0)) + sign * Decimal(trade["qty"])
            wanted["USDT"] -= sign * Decimal(trade["quoteQty"])
            asset = trade["commissionAsset"]
            wanted[asset] = wanted.get(asset, Decimal(0)) - Decimal(trade["commission"])
        shown = {row["asset"]: Decimal(row["free"]) + Decimal(row["locked"]) for row in view["balances"]}
        expect_equal({asset: shown.get(asset, Decimal(0)) for asset in wanted}, wanted, "balances")
        line.add(f"{len(view['trades'])} fills")


async def check(report, binary, logs, wanted):
    for is_live in (False, True):
        name = "live" if is_live else "dry-run"
        arguments = ["--seed", "7", "--api-key", KEY, "--api-secret", SECRET, "--balance", "USDT=100000"]
        venue = Venue(binary, arguments, logs / f"botsim-{name}.log")
        await venue.start()
        try:
            run = Freqtrade(report, venue, logs, is_live, wanted)
            await report.part(name, run.run())
            if is_live:
                await report.part("agreement", agreement(report, run, venue))
            else:
                with report.check("dry-run: the venue has no order"):
                    expect_equal((await venue.get("/sim/accounts"))["accounts"][0]["orders"], [], "orders")
        finally:
            await venue.stop()


def main():
    binary, logs = sys.argv[1], pathlib.Path(sys.argv[2]).absolute()
    logs.mkdir(parents=True, exist_ok=True)
    report = Report()
    asyncio.run(report.part("freqtrade", check(report, binary, logs, int(sys.argv[3]) if len(sys.argv) > 3 else 100)))
    if not report.finish():
        print(f"The logs of botsim and freqtrade are in {logs}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
