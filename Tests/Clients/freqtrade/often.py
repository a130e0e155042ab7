# SPDX-License-Identifier: Apache-2.0
"""A strategy for a check, not for a wallet: it buys whatever it may in four ways, and sells it some seconds later, so
that as much as possible of what Freqtrade can ask of a venue is asked."""

import datetime
import pathlib

from freqtrade.persistence import Trade
from freqtrade.strategy import IStrategy

SECONDS = datetime.timedelta(seconds=1)
# How a pair is traded goes by its place in the whitelist.
TAKER, MAKER, ADJUSTING, STOPPED = KINDS = ("taker", "maker", "adjusting", "stopped")
# How long a position is kept. One with a stop close behind gets time to run into it.
KEPT = {TAKER: 6 * SECONDS, MAKER: 6 * SECONDS, ADJUSTING: 16 * SECONDS, STOPPED: 40 * SECONDS}
PATIENCE = 12 * SECONDS
CROSSING = 0.002
STOP_DISTANCE = 0.0008


class Often(IStrategy):
    timeframe = "1m"
    startup_candle_count = 20
    minimal_roi = {}
    stoploss = -0.1
    use_custom_stoploss = True
    position_adjustment_enable = True
    order_types = {
        "entry": "limit",
        "exit": "limit",
        "emergency_exit": "market",
        "stoploss": "limit",
        "stoploss_on_exchange": True,
        "stoploss_on_exchange_interval": 5,
    }
    loops = 0

    def kind(self, pair):
        return KINDS[self.config["exchange"]["pair_whitelist"].index(pair) % len(KINDS)]

    def note(self, order):
        """Remembers an order that it has Freqtrade cancel: Freqtrade forgets those that bought nothing."""
        with pathlib.Path(self.config["check_notes"]).open("a", encoding="utf-8") as notes:
            notes.write(f"{order.order_id}\n")

    def populate_indicators(self, dataframe, metadata):
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe["enter_long"] = 1
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        return dataframe

    def bot_loop_start(self, current_time, **kwargs):
        self.loops += 1
        self.order_types["entry"] = "market" if self.loops % 4 == 0 else "limit"
        self.order_types["exit"] = "market" if self.loops % 3 == 0 else "limit"

    def confirm_trade_entry(self, pair, order_type, amount, rate, *more, **kwargs):
        return Trade.session.query(Trade).count() < self.config["check_trades"]

    def custom_entry_price(self, pair, trade, current_time, proposed_rate, entry_tag, side, **kwargs):
        return proposed_rate if self.kind(pair) == MAKER else proposed_rate * (1 + CROSSING)

    def custom_exit_price(self, pair, trade, current_time, proposed_rate, current_profit, exit_tag, **kwargs):
        was_tried = any(order.ft_order_side == "sell" and order.status == "canceled" for order in trade.orders)
        return proposed_rate if self.kind(pair) == MAKER and not was_tried else proposed_rate * (1 - CROSSING)

    def check_entry_timeout(self, pair, trade, order, current_time, **kwargs):
        return self.is_late(order, current_time)

    def check_exit_timeout(self, pair, trade, order, current_time, **kwargs):
        return self.is_late(order, current_time)

    def is_late(self, order, current_time):
        if current_time - order.order_date_utc < PATIENCE:
            return False
        self.note(order)
        return True

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        return "old" if current_time - trade.open_date_utc > KEPT[self.kind(pair)] else None

    def custom_stoploss(self, pair, trade, current_time, current_rate, current_profit, after_fill, **kwargs):
        return -STOP_DISTANCE if self.kind(pair) == STOPPED else None

    def adjust_trade_position(self, trade, current_time, current_rate, current_profit, min_stake, max_stake, **kwargs):
        if self.kind(trade.pair) != ADJUSTING or trade.has_open_orders:
            return None
        bought, sold = trade.nr_of_successful_entries, trade.nr_of_successful_exits
        if bought == 1 and sold == 0:
            return trade.stake_amount, "more"
        if bought == 2 and sold == 0:
            return -trade.stake_amount / 2, "half"
        return None
