// SPDX-License-Identifier: Apache-2.0

// MarketAnalysis: a market in figures and words, for people. What comes of closed candles is computed once per candle
// (CandleFigures); a report sets it against the price of the moment and says it in a sentence. No strategy uses it.
