// SPDX-License-Identifier: Apache-2.0

// ExchangeModel: a venue as a value. Its market is a function of a seed or of candle files; everything is computed from
// whole ticks and steps, so that trades and the candles of every interval agree to the last digit on every machine.
