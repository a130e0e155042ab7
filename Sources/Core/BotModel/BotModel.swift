// SPDX-License-Identifier: Apache-2.0

// BotModel: the nouns of a bot. Its settings, the state that an operator wants and how it may change, the phase that
// is observed, and what it leaves behind: trades, signals, decisions, its ledger.
