# SPDX-License-Identifier: Apache-2.0
"""What the checks share: the same request by all clients, and figures against the trades that they come from."""

import asyncio
from decimal import Decimal

from amounts import (
    quotient,
    roundings,
    text,
)
from report import expect, expect_equal


def without_null(value):
    """The venue's own library leaves out what is null."""
    if isinstance(value, dict):
        return {key: without_null(item) for key, item in value.items() if item is not None}
    return [without_null(item) for item in value] if isinstance(value, list) else value


class Comparison:
    """Checks while time stands still, on the answers of all clients."""

    def __init__(self, report, venue, clients, truth, symbols):
        self.report = report
        self.venue = venue
        self.clients = clients
        self.truth = truth
        self.symbols = symbols
        self.now = 0

    async def begin(self):
        self.now = (await self.venue.time())["now"]

    async def ask(self, name, **params):
        """A request by all three; one check is that they read the same. Gives what they read."""
        shown = " ".join(f"{key}={value}" for key, value in params.items())
        answers = await asyncio.gather(
            *(client.rest(name, **params) for client in self.clients.values()), return_exceptions=True
        )
        good = [answer for answer in answers if not isinstance(answer, Exception)]
        with self.report.check(f"rest: {name} {shown}".rstrip() + ": the three clients read the same") as line:
            for client, answer in zip(self.clients, answers):
                expect(not isinstance(answer, Exception), f"{client}: {answer}")
            for client, answer in zip(self.clients, answers):
                expect_equal(without_null(answer), without_null(good[0]), f"{client} and {list(self.clients)[0]}")
            if isinstance(good[0], list):
                line.add(f"{len(good[0])} items")
        if not good:
            raise LookupError(f"{name} {shown} has no answer: {answers[0]}")
        return good[0]


def expect_sum(aggregate, trades):
    """An aggregate trade against the trades that it consists of."""
    expect_equal(aggregate["q"], text(sum(Decimal(trade["qty"]) for trade in trades)), f"quantity of {aggregate}")
    for trade in trades:
        expect_equal(
            (trade["price"], trade["isBuyerMaker"], trade["time"]),
            (aggregate["p"], aggregate["m"], aggregate["T"]),
            f"trade {trade['id']} of {aggregate}",
        )


def expect_average(price, trades):
    average = quotient(
        sum(Decimal(trade["quoteQty"]) for trade in trades), sum(Decimal(trade["qty"]) for trade in trades)
    )
    expect(price in roundings(average), f"{price} is not {average}")


def expect_derived(opened, last, change, percent, quote, volume, average):
    """What a ticker derives from its other figures."""
    difference = Decimal(last) - Decimal(opened)
    expect_equal(Decimal(change), difference, "change")
    # A change that is next to nothing is written without its sign.
    percents = {Decimal(rounded) for rounded in roundings(quotient(difference * 100, opened), 3)}
    expect(Decimal(percent) in percents, f"{percent} percent of {opened} to {last}")
    expect_equal(Decimal(percent).as_tuple().exponent, -3, f"places of {percent}")
    expect(average in roundings(quotient(quote, volume)), f"average {average} of {quote} / {volume}")


def unify(symbol):
    """ccxt's name of a symbol of this suite."""
    for quote in ("USDT", "BTC", "ETH"):
        if symbol.endswith(quote):
            return f"{symbol.removesuffix(quote)}/{quote}"
    raise ValueError(symbol)
