// SPDX-License-Identifier: Apache-2.0

/// The keys of a strategy file.
enum FileKeys {
  static let all = [
    "name", "description", "timeframe", "startup_candles", "parameters", "indicators", "enter", "exit", "minimal_roi",
    "stoploss", "trailing_stop", "trailing_stop_positive", "trailing_stop_positive_offset",
    "trailing_only_offset_is_reached", "entry_price", "exit_price", "custom_exit", "custom_stoploss",
    "adjust_position", "protections", "use_exit_signal", "exit_profit_only", "exit_profit_offset",
    "ignore_roi_if_entry_signal", "ignore_buying_expired_candle_after", "unfilledtimeout", "order_types",
  ]

  /// What people of Freqtrade write, and what it is here.
  static let advice = [
    "startup_candle_count": "it is called startup_candles here",
    "max_entry_position_adjustment": "it is adjust_position.max_entries here",
    "position_adjustment_enable": "adjust_position is in force where it is given",
    "use_custom_stoploss": "custom_stoploss is in force where it is given",
    "custom_entry_price": "it is called entry_price here", "custom_exit_price": "it is called exit_price here",
    "adjust_trade_position": "it is called adjust_position here",
    "populate_indicators": "it is called indicators here", "populate_entry_trend": "it is called enter here",
    "populate_exit_trend": "it is called exit here", "entry": "it is called enter here",
    "buy": "it is called enter here", "sell": "it is called exit here", "can_short": "positions are long only",
    "INTERFACE_VERSION": "leave it out",
    "process_only_new_candles": "decisions are made at closed candles only; leave it out",
    "stop_loss": "it is called stoploss here", "roi": "it is called minimal_roi here",
    "sell_profit_only": "it is called exit_profit_only here",
    "sell_profit_offset": "it is called exit_profit_offset here",
    "use_sell_signal": "it is called use_exit_signal here",
    "ignore_roi_if_buy_signal": "it is called ignore_roi_if_entry_signal here",
    "max_open_trades": "it belongs to the bot, not to the strategy",
    "stake_amount": "it belongs to the bot, not to the strategy",
    "pairs": "they belong to the bot, not to the strategy",
  ]
}
