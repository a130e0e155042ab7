# SPDX-License-Identifier: Apache-2.0
"""Freqtrade's books against the venue's, to the last digit."""

import collections
from decimal import Decimal

from amounts import EIGHT, quotient
from report import expect, expect_equal

STATES = {
    "NEW": "open",
    "PARTIALLY_FILLED": "open",
    "FILLED": "closed",
    "CANCELED": "canceled",
    "EXPIRED": "expired",
    "REJECTED": "rejected",
}
# As ccxt calls them.
TYPES = {"LIMIT": "limit", "MARKET": "market", "STOP_LOSS_LIMIT": "limit"}


def amount(number):
    """The venue's eight decimals out of the binary number that Freqtrade keeps."""
    return Decimal(repr(float(number or 0))).quantize(EIGHT)


class Books:
    """What both know when the run is over: the venue's view of the account, and the rows of the database."""

    def __init__(self, account, run):
        self.orders = {str(order["orderId"]): order for order in account["orders"]}
        self.fills = collections.defaultdict(list)
        for fill in account["trades"]:
            self.fills[str(fill["orderId"])].append(fill)
        self.account = account
        self.own_orders = {row["order_id"]: row for row in run.rows("orders")}
        self.own_trades = run.rows("trades")
        self.canceled = run.canceled()
        expect_equal(len(self.own_orders), len(run.rows("orders")), "numbers of orders in the database")

    def check_existence(self):
        """Every order is in both books. Freqtrade deletes an order from its own if it was the trade's first and was
        canceled before anything was bought."""
        expect(len(self.own_orders) >= 2 * len(self.own_trades) > 0, "fewer than two orders a trade")
        expect_equal(sorted(set(self.own_orders) - set(self.orders)), [], "orders that the venue doesn't have")
        forgotten = set(self.orders) - set(self.own_orders)
        for number in forgotten:
            order = self.orders[number]
            state = (order["status"], order["side"], Decimal(order["executedQty"]))
            expect_equal(state, ("CANCELED", "BUY", 0), f"order {number} that Freqtrade doesn't have")
            expect(number in self.canceled, f"Freqtrade was not asked to cancel order {number}, and doesn't have it")
        return len(forgotten)

    def check_orders(self):
        for number, own in self.own_orders.items():
            order = self.orders[number]
            figures = ("origQty", "executedQty", "cummulativeQuoteQty")
            what = f"order {number}"
            expect_equal(own["ft_pair"].replace("/", ""), order["symbol"], f"{what}: symbol")
            expect_equal((own["side"] or "").upper(), order["side"], f"{what}: side")
            expect_equal(own["order_type"], TYPES[order["type"]], f"{what}: type")
            expect_equal(own["status"], STATES[order["status"]], f"{what}: state")
            expect_equal(bool(own["ft_is_open"]), order["status"] in ("NEW", "PARTIALLY_FILLED"), f"{what}: is open")
            wanted, executed, cost = (Decimal(order[name]) for name in figures)
            expect_equal(amount(own["amount"]), wanted, f"{what}: amount")
            expect_equal(amount(own["filled"]), executed, f"{what}: filled")
            expect_equal(amount(own["remaining"]), wanted - executed, f"{what}: remaining")
            expect_equal(amount(own["cost"]), cost, f"{what}: cost")
            if executed:
                average = quotient(cost, executed)
                expect(abs(Decimal(repr(own["average"])) - average) <= average / 10**12, f"{what}: {own['average']}")
            if order["type"] != "MARKET":
                expect_equal(amount(own["price"]), Decimal(order["price"]), f"{what}: price")
            if order["type"] == "STOP_LOSS_LIMIT":
                expect_equal(own["ft_order_side"], "stoploss", f"{what}: its part")
                expect_equal(amount(own["stop_price"]), Decimal(order["stopPrice"]), f"{what}: stop price")

    def check_fills(self):
        """The venue's fills add up to its orders."""
        expect_equal(sorted(set(self.fills) - set(self.orders)), [], "fills without an order")
        for number, order in self.orders.items():
            fills = self.fills.get(number, [])
            for name, of_order in (("qty", "executedQty"), ("quoteQty", "cummulativeQuoteQty")):
                total = sum((Decimal(fill[name]) for fill in fills), Decimal(0))
                expect_equal(total, Decimal(order[of_order]), f"order {number}: {name} of its fills")
            for fill in fills:
                expect_equal(fill["isBuyer"], order["side"] == "BUY", f"fill {fill['id']}: buyer")

    def check_balances(self, beginning):
        """What the account began with and what its fills changed is what it has; nothing is locked."""
        wanted = collections.defaultdict(Decimal, beginning)
        for number, fills in self.fills.items():
            coin = self.orders[number]["symbol"].removesuffix("USDT")
            for fill in fills:
                sign = 1 if fill["isBuyer"] else -1
                wanted[coin] += sign * Decimal(fill["qty"])
                wanted["USDT"] -= sign * Decimal(fill["quoteQty"])
                wanted[fill["commissionAsset"]] -= Decimal(fill["commission"])
        shown = {row["asset"]: (Decimal(row["free"]), Decimal(row["locked"])) for row in self.account["balances"]}
        expect(all(total >= 0 for total in wanted.values()), "a balance below nothing")
        expect_equal(
            {asset: total for asset, total in shown.items() if sum(total)},
            {asset: (total, Decimal(0)) for asset, total in wanted.items() if total},
            "balances",
        )

    def check_trades(self):
        """Each trade was bought and sold, and knows the fees that the venue took: of a purchase what it leaves of the
        coins, of sales the first one's, which is all that Freqtrade keeps of them."""
        fees = 0
        for trade in self.own_trades:
            what = f"trade {trade['id']} of {trade['pair']}"
            rows = [row for row in self.own_orders.values() if row["ft_trade_id"] == trade["id"] and row["filled"]]
            bought = [row for row in rows if row["side"] == "buy"]
            sold = [row for row in rows if row["side"] == "sell"]
            expect(bought and sold, f"{what} is closed without having been bought and sold")
            coin, other = trade["pair"].split("/")
            expect_equal((trade["fee_open_currency"], trade["fee_close_currency"]), (coin, other), f"{what}: fees in")
            expect_equal(amount(trade["fee_close_cost"]), self.fee(sold[0], other), f"{what}: fee of its first sale")
            for row in bought:
                # None where what an earlier trade left behind paid for it.
                if row["ft_fee_base"] is not None:
                    expect_equal(amount(row["ft_fee_base"]), self.fee(row, coin), f"order {row['order_id']}: fee")
                    fees += 1
            fees += 1
        return fees

    def fee(self, row, asset):
        fills = self.fills[row["order_id"]]
        expect_equal({fill["commissionAsset"] for fill in fills}, {asset}, f"order {row['order_id']}: fee in")
        return sum(Decimal(fill["commission"]) for fill in fills)

    def summary(self):
        types = collections.Counter(order["type"] for order in self.orders.values())
        states = collections.Counter(order["status"] for order in self.orders.values())
        fills = [fill for fills in self.fills.values() for fill in fills]
        reasons = collections.Counter(trade["exit_reason"] for trade in self.own_trades)
        return {
            "orders by type": dict(types),
            "orders by state": dict(states),
            "partly filled and then canceled": sum(
                order["status"] == "CANCELED" and Decimal(order["executedQty"]) > 0 for order in self.orders.values()
            ),
            "stops that were hit": sum(
                order["type"] == "STOP_LOSS_LIMIT" and order["status"] == "FILLED" for order in self.orders.values()
            ),
            "fills": f"{len(fills)}, {sum(fill['isMaker'] for fill in fills)} of them as maker",
            "orders with more than one fill": sum(len(fills) > 1 for fills in self.fills.values()),
            "trades by exit reason": dict(reasons),
        }
