# SPDX-License-Identifier: Apache-2.0
"""A strategy for a check, not for a wallet: it buys whatever it may, and sells it a moment later."""

from datetime import timedelta

from freqtrade.strategy import IStrategy


class Always(IStrategy):
    timeframe = "1m"
    startup_candle_count = 20
    stoploss = -0.5
    minimal_roi = {}
    process_only_new_candles = False
    use_exit_signal = True

    def populate_indicators(self, dataframe, metadata):
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe["enter_long"] = 1
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        return dataframe

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        return "old" if current_time - trade.open_date_utc > timedelta(seconds=5) else None
