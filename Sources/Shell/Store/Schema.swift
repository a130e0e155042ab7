// SPDX-License-Identifier: Apache-2.0

import GRDB

/// The numbered steps by which the database came to its present form. They only go forward, and never change.
enum Schema {
  /// Marks the file as ours: "BotY".
  static let applicationID: Int32 = 0x426F_7459

  /// The number of the last step.
  static var version: Int { steps.count }

  private static let steps = [first, second, third, fourth]

  /// Takes the steps that are missing, each in a transaction of its own.
  static func migrate(_ database: Database, newEpoch: UInt32) throws {
    let current = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    for (index, step) in steps.enumerated().dropFirst(current) {
      try database.inTransaction(.immediate) {
        try database.execute(sql: step)
        if index == 0 {
          try database.execute(sql: "PRAGMA application_id = \(applicationID)")
          try database.execute(
            sql: "INSERT INTO meta (key, value) VALUES ('epoch', ?)", arguments: [String(newEpoch)])
        }
        try database.execute(sql: "PRAGMA user_version = \(index + 1)")
        return .commit
      }
    }
  }

  static func epoch(_ database: Database) throws -> UInt32 {
    let text = try String.fetchOne(database, sql: "SELECT value FROM meta WHERE key = 'epoch'") ?? ""
    guard let epoch = UInt32(text) else { throw StoredDataFault(description: "meta has no epoch") }
    return epoch
  }

  /// Decimals are TEXT, times INTEGER milliseconds since 1970, yes and no INTEGER 1 and 0, documents JSON.
  private static let first = """
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

    CREATE TABLE bots (
      number INTEGER PRIMARY KEY, name TEXT NOT NULL, settings TEXT NOT NULL, state TEXT NOT NULL,
      is_closing INTEGER NOT NULL, generation INTEGER NOT NULL, created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL, deleted_at INTEGER
    ) STRICT;
    CREATE UNIQUE INDEX bots_name ON bots (name) WHERE deleted_at IS NULL;

    CREATE TABLE bot_ledgers (
      bot INTEGER PRIMARY KEY REFERENCES bots (number), initial TEXT NOT NULL, cash TEXT NOT NULL,
      realized TEXT NOT NULL, peak_equity TEXT NOT NULL, day INTEGER NOT NULL, realized_today TEXT NOT NULL
    ) STRICT;

    CREATE TABLE orders (
      id INTEGER PRIMARY KEY, bot INTEGER NOT NULL REFERENCES bots (number), client_order_id TEXT NOT NULL UNIQUE,
      sequence INTEGER NOT NULL, trade INTEGER NOT NULL, purpose TEXT NOT NULL, pair TEXT NOT NULL, side TEXT NOT NULL,
      kind TEXT NOT NULL, limit_price TEXT, quantity TEXT NOT NULL, reason TEXT NOT NULL, created_at INTEGER NOT NULL,
      status TEXT NOT NULL, is_final INTEGER NOT NULL, exchange_order_id TEXT, filled TEXT NOT NULL, cost TEXT NOT NULL,
      fee TEXT NOT NULL, updated_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX orders_bot ON orders (bot);
    CREATE INDEX orders_trade ON orders (trade);
    CREATE INDEX orders_sequence ON orders (sequence);
    CREATE INDEX orders_open ON orders (bot) WHERE is_final = 0;

    CREATE TABLE fills (
      number INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders (id), fill_id TEXT NOT NULL,
      price TEXT NOT NULL, quantity TEXT NOT NULL, fee TEXT NOT NULL, time INTEGER NOT NULL,
      UNIQUE (order_id, fill_id)
    ) STRICT;

    CREATE TABLE trades (
      id INTEGER PRIMARY KEY, bot INTEGER NOT NULL REFERENCES bots (number), pair TEXT NOT NULL,
      enter_tag TEXT NOT NULL, opened_at INTEGER NOT NULL, entered_quantity TEXT NOT NULL, entered_cost TEXT NOT NULL,
      entered_fee TEXT NOT NULL, exited_quantity TEXT NOT NULL, exited_cost TEXT NOT NULL, exited_fee TEXT NOT NULL,
      stop_price TEXT, initial_stop_price TEXT, is_stop_trailing INTEGER NOT NULL, highest_price TEXT NOT NULL,
      lowest_price TEXT NOT NULL, closed_at INTEGER, exit_reason TEXT, profit TEXT, profit_ratio TEXT
    ) STRICT;
    CREATE INDEX trades_bot ON trades (bot);
    CREATE INDEX trades_open ON trades (bot) WHERE closed_at IS NULL;
    CREATE INDEX trades_closed ON trades (bot, closed_at) WHERE closed_at IS NOT NULL;

    CREATE TABLE signals (
      id INTEGER PRIMARY KEY AUTOINCREMENT, bot INTEGER NOT NULL REFERENCES bots (number), pair TEXT NOT NULL,
      candle INTEGER NOT NULL, time INTEGER NOT NULL, action TEXT NOT NULL, tag TEXT NOT NULL, strength REAL NOT NULL,
      reason TEXT NOT NULL
    ) STRICT;
    CREATE INDEX signals_bot ON signals (bot);

    CREATE TABLE decisions (
      id INTEGER PRIMARY KEY AUTOINCREMENT, bot INTEGER NOT NULL REFERENCES bots (number), pair TEXT NOT NULL,
      time INTEGER NOT NULL, side TEXT NOT NULL, cause TEXT NOT NULL, outcome TEXT NOT NULL, rule TEXT NOT NULL,
      detail TEXT NOT NULL, order_id INTEGER
    ) STRICT;
    CREATE INDEX decisions_bot ON decisions (bot);

    CREATE TABLE logs (
      id INTEGER PRIMARY KEY AUTOINCREMENT, bot INTEGER NOT NULL REFERENCES bots (number), time INTEGER NOT NULL,
      level TEXT NOT NULL, message TEXT NOT NULL
    ) STRICT;
    CREATE INDEX logs_bot ON logs (bot);

    CREATE TABLE events (
      id INTEGER PRIMARY KEY AUTOINCREMENT, type TEXT NOT NULL, bot TEXT, time INTEGER NOT NULL, data TEXT NOT NULL
    ) STRICT;

    CREATE TABLE audit (
      id INTEGER PRIMARY KEY AUTOINCREMENT, time INTEGER NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
      target TEXT NOT NULL, detail TEXT NOT NULL, outcome TEXT NOT NULL
    ) STRICT;

    CREATE TABLE idempotency_keys (
      scope TEXT NOT NULL, key TEXT NOT NULL, request_hash TEXT NOT NULL, answer BLOB,
      created_at INTEGER NOT NULL, PRIMARY KEY (scope, key)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);
    """

  /// What strategies thought at a candle: with each signal, and once for all decisions of a moment that it led to.
  private static let second = """
    ALTER TABLE signals ADD COLUMN explanation TEXT;

    CREATE TABLE explanations (id INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL) STRICT;

    ALTER TABLE decisions RENAME TO decisions_before;
    DROP INDEX decisions_bot;
    CREATE TABLE decisions (
      id INTEGER PRIMARY KEY AUTOINCREMENT, bot INTEGER NOT NULL REFERENCES bots (number), pair TEXT NOT NULL,
      time INTEGER NOT NULL, side TEXT, cause TEXT NOT NULL, outcome TEXT NOT NULL, rule TEXT NOT NULL,
      detail TEXT NOT NULL, order_id INTEGER, candle INTEGER, explanation INTEGER
    ) STRICT;
    CREATE INDEX decisions_bot ON decisions (bot);
    INSERT INTO decisions (id, bot, pair, time, side, cause, outcome, rule, detail, order_id)
      SELECT id, bot, pair, time, side, cause, outcome, rule, detail, order_id FROM decisions_before;
    DROP TABLE decisions_before;
    """

  /// How many orders a trade's entries and exits came from.
  private static let third = """
    ALTER TABLE trades ADD COLUMN entered_orders INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE trades ADD COLUMN exited_orders INTEGER NOT NULL DEFAULT 0;
    UPDATE trades SET exited_orders = (
      SELECT count(*) FROM orders WHERE orders.trade = trades.id AND purpose = 'exit' AND filled <> '0');
    """

  /// What only live trading knows: orders that wait for a price, fees in other assets, why a bot may not open anything,
  /// and the kill switch, each of whose turns is a row.
  private static let fourth = """
    ALTER TABLE orders ADD COLUMN trigger_price TEXT;
    ALTER TABLE orders ADD COLUMN time_in_force TEXT NOT NULL DEFAULT 'GTC';
    ALTER TABLE fills ADD COLUMN commission_asset TEXT;
    ALTER TABLE fills ADD COLUMN commission_amount TEXT;
    ALTER TABLE bot_ledgers ADD COLUMN hold TEXT;

    CREATE TABLE kill_switch (
      epoch INTEGER PRIMARY KEY, mode TEXT, reason TEXT NOT NULL, actor TEXT NOT NULL, time INTEGER NOT NULL
    ) STRICT;
    """
}
