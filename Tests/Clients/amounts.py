# SPDX-License-Identifier: Apache-2.0
"""Exact arithmetic on what a venue tells: candles out of trades, candles out of candles, averages."""

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext

EIGHT = Decimal("0.00000001")

INTERVALS = ("1s", "1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "3d", "1w", "1M")
MILLISECONDS = {
    "1s": 1_000,
    "1m": 60_000,
    "3m": 180_000,
    "5m": 300_000,
    "15m": 900_000,
    "30m": 1_800_000,
    "1h": 3_600_000,
    "2h": 7_200_000,
    "4h": 14_400_000,
    "6h": 21_600_000,
    "8h": 28_800_000,
    "12h": 43_200_000,
    "1d": 86_400_000,
    "3d": 259_200_000,
    "1w": 604_800_000,
}


def text(amount):
    """As the venue writes amounts: eight decimals."""
    with localcontext() as context:
        context.prec = 60
        return f"{Decimal(amount).quantize(EIGHT):f}"


def quote_of(trade):
    """Price times quantity as the venue writes it, cut after eight decimals."""
    with localcontext() as context:
        context.prec = 60
        return f"{(Decimal(trade['price']) * Decimal(trade['qty'])).quantize(EIGHT, ROUND_DOWN):f}"


def roundings(amount, places=8):
    """What an exact quotient may look like in so many decimals: nobody tells how the venue rounds."""
    with localcontext() as context:
        context.prec = 60
        unit = Decimal(1).scaleb(-places)
        return {f"{amount.quantize(unit, way):f}" for way in (ROUND_DOWN, ROUND_HALF_UP, ROUND_HALF_EVEN)}


def quotient(above, below):
    with localcontext() as context:
        context.prec = 60
        return Decimal(above) / Decimal(below)


def figures_of_trades(trades):
    """Open, high, low, close, volume, quote volume, count, and the takers' purchases, of trades as REST tells them."""
    prices = [Decimal(trade["price"]) for trade in trades]
    bought = [trade for trade in trades if not trade["isBuyerMaker"]]
    return [
        text(prices[0]),
        text(max(prices)),
        text(min(prices)),
        text(prices[-1]),
        text(sum(Decimal(trade["qty"]) for trade in trades)),
        text(sum(Decimal(trade["quoteQty"]) for trade in trades)),
        len(trades),
        text(sum(Decimal(trade["qty"]) for trade in bought)),
        text(sum(Decimal(trade["quoteQty"]) for trade in bought)),
    ]


def figures_of_row(row):
    """The same figures of a row of `klines`."""
    return [*row[1:6], row[7], row[8], row[9], row[10]]


def figures_together(parts):
    """The same figures of a span that consists of others, in their order; None for no trades."""
    parts = [part for part in parts if part[6] > 0] or parts[-1:]
    return [
        parts[0][0],
        text(max(Decimal(part[1]) for part in parts)),
        text(min(Decimal(part[2]) for part in parts)),
        parts[-1][3],
        text(sum(Decimal(part[4]) for part in parts)),
        text(sum(Decimal(part[5]) for part in parts)),
        sum(part[6] for part in parts),
        text(sum(Decimal(part[7]) for part in parts)),
        text(sum(Decimal(part[8]) for part in parts)),
    ]


def same_number(number, amount):
    """Whether the binary number that a client made is the nearest to the venue's text."""
    return float(number) == float(amount)
