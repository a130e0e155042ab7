// SPDX-License-Identifier: Apache-2.0

// StrategyKit: what a strategy is. It is asked once per closed candle and answers with a signal or with nothing; its
// definition names its parameters, checks them, and says which exit rules it comes with.
