# SPDX-License-Identifier: Apache-2.0
"""The three libraries with an account each: they place, cancel, replace and query orders, are told of it, are cut off
and go on; in the end balances are what the fills say, to the last digit."""

import asyncio
import contextlib
from decimal import Decimal

from client import Client, Refused
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from report import expect, expect_equal
from venue import Venue

BEGINNING = {"USDT": Decimal(10_000), "BTC": Decimal("0.5")}
TICK = Decimal("0.01")
# How the libraries say that there is not enough, and that there is no such order.
REFUSALS = {"ccxt": ("InsufficientFunds", "OrderNotFound")}
READERS = {
    "python-binance": "python_binance_trader.py",
    "binance-sdk-spot": "binance_sdk_trader.py",
    "ccxt": "ccxt_trader.py",
}


class TradingChecks:
    def __init__(self, report, binary, logs):
        self.report = report
        private = Ed25519PrivateKey.generate()
        secret, public = logs / "trading-key.pem", logs / "trading-key.pub"
        secret.write_bytes(
            private.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        public.write_bytes(
            private.public_key().public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            )
        )
        # One signs by Ed25519, two by HMAC.
        secrets = {name: str(secret) if name == "binance-sdk-spot" else f"secret-of-{name}" for name in READERS}
        accounts = [
            f"{name}=key-of-{name}:" + (f"@{public}" if name == "binance-sdk-spot" else secrets[name])
            for name in READERS
        ]
        balance = ",".join(f"{asset}={amount}" for asset, amount in BEGINNING.items())
        arguments = ["--seed", "7", "--pairs", "BTC/USDT,ETH/USDT", "--balance", balance]
        self.venue = Venue(
            binary, arguments + [word for text in accounts for word in ("--account", text)], logs / "botsim-trading.log"
        )
        self.clients = {
            name: Client(
                name,
                script,
                logs / f"{name}-trading.log",
                {"BOTSIM_KEY": f"key-of-{name}", "BOTSIM_SECRET": secrets[name]},
            )
            for name, script in READERS.items()
        }

    async def run(self):
        self.report.phase("trading: orders by REST and by socket, user data")
        try:
            await self.venue.start()
            await asyncio.gather(*(client.start(self.venue.address) for client in self.clients.values()))
            await asyncio.gather(*(client.do("listen") for client in self.clients.values()))
            for name, client in self.clients.items():
                await self.report.part(f"{name} trades", Trading(self.report, self.venue, name, client).run())
            await self.break_connections()
            for name, client in self.clients.items():
                await self.report.part(f"{name} in the end", Trading(self.report, self.venue, name, client).end())
        finally:
            for client in self.clients.values():
                await client.stop()
            await self.venue.stop()

    async def break_connections(self):
        """All are cut off; then each trades again and is told of it."""
        dropped = (await self.venue.fault(drop_connections=True))["dropped_connections"]
        for name, client in self.clients.items():
            with self.report.check(f"{name} is cut off, goes on, and is told of its next order"):
                expect(dropped >= len(self.clients), f"{dropped} connections dropped")
                await client.do("listen_again")
                # What connects again by itself takes a moment.
                await asyncio.sleep(1)
                trading = Trading(self.report, self.venue, name, client)
                seen = len(await client.do("events"))
                order = await client.do("market", side="BUY", quantity="0.002")
                await trading.told(seen, order["orderId"], "FILLED")


class Trading:
    """One library's checks."""

    def __init__(self, report, venue, name, client):
        self.report = report
        self.venue = venue
        self.name = name
        self.client = client

    def check(self, sentence):
        return self.report.check(f"{self.name}: {sentence}")

    async def quote(self):
        best = await self.venue.get("/api/v3/ticker/bookTicker?symbol=BTCUSDT")
        return Decimal(best["bidPrice"]), Decimal(best["askPrice"])

    async def told(self, seen, order, status, within=10):
        """Waits until the account was told that an order has a status."""
        for _ in range(within * 10):
            events = await self.client.do("events", since=seen)
            reports = [event for event in events if event.get("e") == "executionReport"]
            states = [report["X"] for report in reports if report["i"] == int(order)]
            if status in states:
                return events
            await asyncio.sleep(0.1)
        raise TimeoutError(f"told {states} of order {order}")

    async def run(self):
        bid, ask = await self.quote()
        with self.check("a market order is filled, told of, and found again"):
            await self.market("market")
        with self.check("a market order by socket is filled, told of, and found again"):
            await self.market("market_by_socket")
        with self.check("a limit order rests, is replaced, and is taken back"):
            await self.limit(str(bid.quantize(Decimal(1)) * 9 / 10))
        with self.check("a stop waits, and is taken back"):
            stop = str((bid * 9 / 10).quantize(Decimal(1)))
            order = await self.client.do("stop", quantity="0.002", stop=stop, price=stop)
            found = await self.client.do("query", order=order["orderId"])
            expect_equal((found["type"], found["status"]), ("STOP_LOSS_LIMIT", "NEW"), "type and status")
            expect_equal(bool(found["isWorking"]), False, "on the book")
            await self.client.do("cancel", order=order["orderId"])
        with self.check("an OCO rests as two orders and is taken back as one"):
            await self.oco(str((ask * 11 / 10).quantize(Decimal(1))), str((bid * 9 / 10).quantize(Decimal(1))))
        with self.check("a limit order within the spread rests, and the market fills it"):
            await self.maker()
        with self.check("what can't be is refused by the library's own errors"):
            await self.refusals()

    async def market(self, call):
        seen = len(await self.client.do("events"))
        order = await self.client.do(call, side="BUY", quantity="0.01")
        expect_equal(order["status"], "FILLED", "status")
        expect_equal(sum(Decimal(fill["qty"]) for fill in order["fills"]), Decimal("0.01"), "quantity of its fills")
        events = await self.told(seen, order["orderId"], "FILLED")
        trades = [event for event in events if event.get("x") == "TRADE"]
        expect_equal({str(trade["t"]) for trade in trades}, {str(fill["tradeId"]) for fill in order["fills"]}, "trades")
        found = await self.client.do("query", order=order["orderId"])
        for key in ("status", "executedQty", "cummulativeQuoteQty", "clientOrderId"):
            expect_equal(found[key], order[key], key)

    async def limit(self, price):
        seen = len(await self.client.do("events"))
        order = await self.client.do("limit", side="BUY", quantity="0.01", price=price)
        expect_equal(order["status"], "NEW", "status")
        expect_equal([row["orderId"] for row in await self.client.do("open")], [order["orderId"]], "open orders")
        other = await self.client.do("replace", order=order["orderId"], quantity="0.012", price=price)
        await self.told(seen, order["orderId"], "CANCELED")
        await self.told(seen, other["orderId"], "NEW")
        canceled = await self.client.do("cancel", order=other["orderId"])
        expect_equal(canceled["status"], "CANCELED", "status")
        await self.told(seen, other["orderId"], "CANCELED")
        expect_equal(await self.client.do("open"), [], "open orders")

    async def oco(self, above, below):
        orders = (await self.client.do("oco", quantity="0.004", above=above, below=below))["orders"]
        expect_equal(
            sorted(str(row["orderId"]) for row in await self.client.do("open")),
            sorted(str(order["orderId"]) for order in orders),
            "open orders",
        )
        await self.client.do("cancel", order=orders[0]["orderId"])
        expect_equal(await self.client.do("open"), [], "open orders afterwards")
        for order in orders:
            found = await self.client.do("query", order=order["orderId"])
            expect_equal(found["status"], "CANCELED", f"status of order {order['orderId']}")

    async def maker(self):
        """Where the market has gone away from the order, it is taken back and placed again."""
        for _ in range(12):
            seen = len(await self.client.do("events"))
            _, ask = await self.quote()
            order = await self.client.do("limit", side="BUY", quantity="0.003", price=str(ask - TICK))
            try:
                events = await self.told(seen, order["orderId"], "FILLED", within=8)
            except TimeoutError:
                # It may be filled at this very moment.
                with contextlib.suppress(Refused):
                    await self.client.do("cancel", order=order["orderId"])
                continue
            fills = [event for event in events if event.get("x") == "TRADE" and event["i"] == int(order["orderId"])]
            if order["status"] == "NEW":
                expect(all(fill["m"] for fill in fills), "some fill was no maker's")
                return
        raise TimeoutError("the market came to none of twelve orders")

    async def refusals(self):
        not_enough, no_order = REFUSALS.get(self.name, (None, None))
        for code, name, command, arguments in (
            (-2010, not_enough, "market", {"side": "BUY", "quantity": "5"}),
            (-2011, no_order, "cancel", {"order": 999_999}),
            (-2013, no_order, "query", {"order": 999_999}),
        ):
            try:
                await self.client.do(command, **arguments)
            except Refused as error:
                if name:
                    expect_equal(error.kind, name, command)
                else:
                    expect(str(code) in str(error), f"{command}: {error}")
            else:
                raise LookupError(f"{command} {arguments} was not refused")

    async def end(self):
        """Balances by the account, by its fills, and by what the venue knows; and the last that the stream told."""
        with self.check("balances are what the fills say, to the last digit") as line:
            trades = await self.client.do("trades")
            wanted = dict(BEGINNING)
            for trade in trades:
                sign = 1 if trade["isBuyer"] in (True, "true") else -1
                wanted["BTC"] += sign * Decimal(trade["qty"])
                wanted["USDT"] -= sign * Decimal(trade["quoteQty"])
                wanted[trade["commissionAsset"]] -= Decimal(trade["commission"])
            rows = await self.client.do("balances")
            shown = {row["asset"]: Decimal(row["free"]) + Decimal(row["locked"]) for row in rows}
            expect_equal({asset: shown.get(asset) for asset in wanted}, wanted, "balances")
            view = (await self.venue.get(f"/sim/accounts?account={self.name}"))["accounts"][0]
            expect_equal([row["id"] for row in view["trades"]], [int(trade["id"]) for trade in trades], "trades")
            line.add(f"{len(trades)} fills, {len(view['orders'])} orders")
        with self.check("every order is found with the state that the venue knows"):
            view = (await self.venue.get(f"/sim/accounts?account={self.name}"))["accounts"][0]
            known = [(row["orderId"], row["status"], row["executedQty"]) for row in view["orders"]]
            rows = await self.client.do("all")
            expect_equal([(int(row["orderId"]), row["status"], row["executedQty"]) for row in rows], known, "orders")
        with self.check("what the stream told last of each asset is what the account has"):
            events = await self.client.do("events")
            told = {}
            for event in events:
                if event.get("e") == "outboundAccountPosition":
                    told.update((row["a"], (row["f"], row["l"])) for row in event["B"])
            shown = {row["asset"]: (row["free"], row["locked"]) for row in await self.client.do("balances")}
            expect_equal(sorted(told), sorted(BEGINNING), "assets")
            expect_equal(told, {asset: shown[asset] for asset in told}, "balances")
