// SPDX-License-Identifier: Apache-2.0

// BinanceWire: the shapes of Binance's messages and their mapping to ours, market data first. Bytes in, values out; a
// message that is wrong in any way is a typed error.
