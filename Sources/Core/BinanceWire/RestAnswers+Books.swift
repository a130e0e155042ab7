// SPDX-License-Identifier: Apache-2.0

import Documents
public import MarketData

extension RestAnswers {
  /// `depth`: both sides of the book, best prices first, and the number of the last update in it.
  public static func book(_ bytes: RawSpan) throws(WireError) -> BookSnapshot {
    try BookFields.read(bytes).snapshot
  }

  /// `aggTrades`: aggregate trades in the order of their numbers, as the venue sends them.
  public static func aggregates(_ bytes: RawSpan) throws(WireError) -> [AggregateTrade] {
    let rows = try reading(bytes) { (scanner) throws(JSONError) in
      var rows: [AggregateFields] = []
      try scanner.beginArray()
      while try scanner.nextElement() {
        var fields = AggregateFields()
        try scanner.beginObject()
        while let key = try scanner.nextKey() { try fields.read(key, from: &scanner) }
        rows.append(fields)
      }
      return rows
    }
    var trades: [AggregateTrade] = []
    trades.reserveCapacity(rows.count)
    for row in rows { trades.append(try row.trade) }
    return trades
  }
}
