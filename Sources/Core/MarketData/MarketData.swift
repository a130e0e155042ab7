// SPDX-License-Identifier: Apache-2.0

// MarketData: what a market shows. Candles and their sixteen timeframes, public trades and quotes, and the rules by
// which a sequence of candles is judged: gap, duplicate, order and staleness.
