// SPDX-License-Identifier: Apache-2.0

// Indicators: one incremental indicator per file, with TA-Lib's definitions and warm-up. Same numbers whether a series
// is taken at once or candle by candle, because there is only one way to take it.
