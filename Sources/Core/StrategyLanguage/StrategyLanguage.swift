// SPDX-License-Identifier: Apache-2.0

// StrategyLanguage: strategy files and the language of their rules. A document's tree is checked whole and compiled to a
// plan over columns, in which equal sub-expressions are computed once; the same plan runs candle by candle and over an
// array, to the last bit. There is no I/O, no loop and no way to see the future.
