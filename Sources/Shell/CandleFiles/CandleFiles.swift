// SPDX-License-Identifier: Apache-2.0

// CandleFiles: reads and writes candles as CSV files, plain or gzipped, that are named after pair and timeframe.
