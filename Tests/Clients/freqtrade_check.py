# SPDX-License-Identifier: Apache-2.0
"""Freqtrade, unmodified, against botsim: N trades in dry-run and N live, then its books against the venue's.

    python freqtrade_check.py BOTSIM LOGS TRADES
"""

import asyncio
import collections
import json
import pathlib
import sys
import time
from decimal import Decimal

from freqtrade_books import Books
from freqtrade_run import INTERRUPTED, KEY, SECRET, Freqtrade
from relay import Relay
from report import Report, expect, expect_equal
from venue import Venue

BEGINNING = {"USDT": Decimal(1_000_000)}
# Freqtrade leaves a pair alone after a sale until its candle is over: each gives a trade a minute at most. In turn
# those that the strategy trades in its four ways; some are thinly traded, and the fourth ones move much.
COINS = "ADA PEPE ETH SOL YGG SHIB AVAX DOGE IOTX ILV XRP WIF LINK ARKM LTC BTC".split()
# What the market may do to anybody: it has passed a stop by the time that the stop is placed.
PASSED_STOP = "Message: binance Order would trigger immediately."
# Without a trade closed for so long (in seconds) it is given up.
PATIENCE = 300


class ModeCheck:
    """One mode: a venue, a relay before it, and Freqtrade."""

    def __init__(self, report, binary, logs, is_live, trades):
        self.report = report
        self.name = "live" if is_live else "dry-run"
        self.is_live = is_live
        self.trades = trades
        self.folder = logs / self.name
        self.pairs = [f"{coin}/USDT" for coin in COINS]
        balance = ",".join(f"{asset}={amount}" for asset, amount in BEGINNING.items())
        arguments = ["--seed", "7", "--api-key", KEY, "--api-secret", SECRET, "--balance", balance]
        self.venue = Venue(binary, arguments, logs / f"botsim-{self.name}.log")
        self.run_of_bot = None
        self.relay = None

    def check(self, sentence):
        return self.report.check(f"{self.name}: {sentence}")

    async def run(self):
        self.report.phase(f"Freqtrade, {self.name}")
        try:
            await self.venue.start()
            self.relay = Relay(self.venue.address)
            await self.relay.start()
            self.run_of_bot = Freqtrade(self.relay.address, self.folder, self.is_live, self.trades, self.pairs)
            await self.run_of_bot.start()
            await self.trade()
            await self.compare()
        finally:
            if self.run_of_bot:
                await self.run_of_bot.stop()
            if self.relay:
                await self.relay.stop()
            await self.venue.stop()

    async def trade(self):
        """Until all trades are closed; the strategy opens no more of them than it is told to."""
        bot = self.run_of_bot
        with self.check(f"Freqtrade closes {self.trades} trades") as line:
            began = moved = time.monotonic()
            progress = (0, 0)
            while progress != (self.trades, 0):
                await asyncio.sleep(1)
                expect(not bot.has_ended, f"it ended after {progress[0]} trades; see {bot.log}")
                if (now := bot.progress()) != progress:
                    progress, moved = now, time.monotonic()
                expect(time.monotonic() - moved < PATIENCE, f"{progress[0]} closed, {progress[1]} open; nothing moves")
            line.add(f"{time.monotonic() - began:.0f} s")
        # Whatever it does when all is closed, such as to take back a last order.
        await asyncio.sleep(5)
        self.read_log(bot)
        # It may be interrupted anywhere, and then complains of what broke: so only its exit code is looked at.
        with self.check("Freqtrade ends when it is told to"):
            expect_equal(await bot.stop(), INTERRUPTED, "exit code")

    def read_log(self, bot):
        with self.check("its log has no error") as line:
            errors = bot.complaints("ERROR", "CRITICAL")
            expect_equal([text for text in errors if PASSED_STOP not in text], [], "errors")
            expect("Traceback" not in bot.log.read_text(), f"a traceback; see {bot.log}")
            line.add(f"{len(errors)} stops came too late")
        for text, count in collections.Counter(bot.complaints("WARNING")).most_common(12):
            print(f"   its log warns {count} times: {text[:160]}", flush=True)

    async def compare(self):
        bot = self.run_of_bot
        account = (await self.venue.get("/sim/accounts"))["accounts"][0]
        (self.folder / "account.json").write_text(json.dumps(account, indent=1))
        if self.is_live:
            self.compare_books(Books(account, bot))
        else:
            self.expect_no_trace(account)
        await self.compare_traffic()

    def expect_no_trace(self, account):
        with self.check("the venue has no order, no fill, and the balance that it began with") as line:
            expect_equal((account["orders"], account["trades"], account["lists"]), ([], [], []), "orders")
            shown = {row["asset"]: Decimal(row["free"]) for row in account["balances"] if Decimal(row["free"])}
            expect_equal(shown, BEGINNING, "balances")
            orders = self.run_of_bot.rows("orders")
            names = {order["order_id"].split("_")[0] for order in orders}
            expect_equal(names, {"dry"}, "how Freqtrade numbers the orders that it makes up")
            line.add(f"{len(orders)} made-up orders")

    def compare_books(self, books):
        with self.check("every order is in both books") as line:
            forgotten = books.check_existence()
            line.add(f"{len(books.orders)} at the venue, {forgotten} of them empty and deleted by Freqtrade")
        with self.check("every order has the same state, amounts and prices in both") as line:
            books.check_orders()
            line.add(f"{len(books.own_orders)} orders")
        with self.check("the venue's fills add up to its orders") as line:
            books.check_fills()
            line.add(f"{sum(map(len, books.fills.values()))} fills")
        with self.check("balances are what the fills say, to the last digit; nothing is locked") as line:
            books.check_balances(BEGINNING)
            line.add(f"{len(books.account['balances'])} assets")
        with self.check("every trade was bought and sold, at the fees that the venue took") as line:
            line.add(f"{books.check_trades()} fees of {len(books.own_trades)} trades")
        for name, figures in books.summary().items():
            print(f"   {name}: {figures}", flush=True)

    async def compare_traffic(self):
        relay = self.relay
        sentence = "what it must sign is signed" if self.is_live else "nothing is signed, and no request names the key"
        with self.check(sentence) as line:
            expect_equal(relay.troubles, [], "what the relay could not read")
            if self.is_live:
                expect(relay.signed["POST /api/v3/order"] > self.trades, "the relay saw too few signed orders")
                expect_equal(relay.signed - relay.with_key, {}, "signed requests that name no key")
            else:
                sockets = [path for path in relay.sockets if not path.startswith("/stream/ws")]
                expect_equal(sockets, [], "sockets other than of streams")
                expect_equal(dict(relay.with_key + relay.signed), {}, "requests")
            expect(relay.requests > self.trades and relay.sockets, "the relay saw next to nothing")
            line.add(
                f"{relay.requests} requests, {relay.signed.total()} signed; sockets: {relay.sockets.total()}"
            )
        with self.check("the venue's limits are kept") as line:
            addresses = (await self.venue.get("/sim/limits"))["addresses"]
            expect_equal(sum(row["refused_requests"] for row in addresses), 0, "refused requests")
            line.add(f"{max(row['highest_weight'] for row in addresses)} weight in a minute at most")


async def check(report, binary, logs, trades):
    for is_live in (False, True):
        mode = ModeCheck(report, binary, logs, is_live, trades)
        await report.part(mode.name, mode.run())


def main():
    binary, logs, trades = sys.argv[1], pathlib.Path(sys.argv[2]).absolute(), int(sys.argv[3])
    logs.mkdir(parents=True, exist_ok=True)
    report = Report()
    asyncio.run(check(report, binary, logs, trades))
    if not report.finish():
        print(f"The logs of botsim and Freqtrade are in {logs}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
