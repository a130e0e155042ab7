// SPDX-License-Identifier: Apache-2.0

/// Every fault that `botsim` can be asked for, several times within an hour; the streams that are lost for good come
/// again with the next connection, or are asked for anew.
enum FaultScript {
  /// How many there are: one a line.
  static var count: Int { everything.split(separator: "\n").count { $0.hasPrefix("- ") } }

  static let everything = """
    # While bots start.
    - {at: 5s, fail_requests: {status: 429, retry_after: 1s, count: 1, paths: klines}}
    - {at: 20s, for: 1m, fail_requests: {status: 503, share: 0.1}}
    # Connections.
    - {at: 12m, every: 25m, drop_connections: true}
    - {at: 20m, every: 25m, server_shutdown: true}
    - {at: 17m, every: 20m, for: 4m, silence_streams: {share: 0.3}}
    # Messages.
    - {at: 4m, every: 13m, for: 3m, double_messages: {share: 0.3}}
    - {at: 5m, every: 17m, for: 3m, lose_messages: {share: 0.1}}
    - {at: 8m, every: 19m, for: 3m, cut_messages: {share: 0.05}}
    - {at: 9m, every: 16m, for: 4m, reorder_messages: {share: 0.2}}
    - {at: 13m, every: 18m, for: 4m, delay_messages: {by: 20s, share: 0.2}}
    - {at: 12m, every: 23m, for: 3m, unknown_fields: {share: 0.5}}
    - {at: 16m, every: 21m, for: 3m, unknown_events: {share: 0.1}}
    - {at: 3m, every: 9m, for: 4m, drop_closing_candles: {share: 0.5}}
    # The venue. Nobody watches what comes and goes.
    - {at: 14m, every: 30m, for: 4m, halt: {symbols: [BTCUSDT, DOGEUSDT], status: BREAK}}
    - {at: 22m, for: 3m, halt: {symbols: [ETHUSDT], status: HALT}}
    - {at: 26m, for: 7m, halt: {symbols: [ADAUSDT], status: CANCEL_ONLY}}
    - {at: 15m, list_symbol: {symbols: [NEW/USDT]}}
    - {at: 25m, delist_symbol: {symbols: [BTCEUR]}}
    - {at: 18m, change_filters: {symbols: [BNBUSDT, DOTUSDT], coarser: 10}}
    - {at: 50m, for: 3m, maintenance: true}
    - {at: 30m, for: 4m, clock_skew: {by: 2s}}
    - {at: 40m, for: 4m, clock_skew: {by: -5s}}
    # Requests.
    - {at: 7m, every: 11m, for: 2m, fail_requests: {status: 500, share: 0.5}}
    - {at: 15m, every: 22m, fail_requests: {status: 429, retry_after: 2s, count: 1}}
    - {at: 21m, every: 35m, fail_requests: {status: 418, retry_after: 3s, count: 1}}
    - {at: 10m, every: 24m, for: 5m, slow_requests: {by: 1s, share: 0.3}}
    """
}
