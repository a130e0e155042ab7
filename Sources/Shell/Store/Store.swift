// SPDX-License-Identifier: Apache-2.0

// Store: one SQLite file, through GRDB. Numbered migrations, the journal of bots, orders, fills and trades, and the
// refusals of a database that is damaged, locked or of a newer version.
