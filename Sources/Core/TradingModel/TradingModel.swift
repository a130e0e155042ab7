// SPDX-License-Identifier: Apache-2.0

// TradingModel: the nouns of trading. Exact decimals, price, quantity and money; instants; identifiers and pairs;
// an instrument's rules; the order and the one table of its life; fills. Everything else is built from these.
