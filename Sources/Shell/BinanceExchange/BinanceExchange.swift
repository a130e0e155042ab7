// SPDX-License-Identifier: Apache-2.0

// BinanceExchange: the adapter to Binance and to whatever speaks its protocol. Market data so far: REST within a request
// budget, streams over supervised connections, and the venue's clock.
