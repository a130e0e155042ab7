// SPDX-License-Identifier: Apache-2.0

// Store: the database of a data folder. SQLite through GRDB, in WAL mode, every commit synced; what is asked at the
// same moment shares a transaction. It keeps bots, orders, fills, trades, ledgers, signals, decisions, logs, events and
// the audit, and tells subscribers what was committed.
