// SPDX-License-Identifier: Apache-2.0

import Documents
import Ports
import Synchronization
import Testing
import TradingModel

@testable import BinanceExchange

/// What the adapter says of an order is true, whatever goes wrong on the way.
@Suite(.timeLimit(.minutes(5))) struct AccountFaultTests {
  private static let faults: [Node] = [
    [["lose_replies": ["share": "0.25"]]],
    [["drop_requests": ["share": "0.25"]]],
    [["fail_requests": ["status": 504, "code": -1007, "applied": true, "paths": "*rder*", "share": "0.3"]]],
    [["fail_requests": ["status": 500, "code": -1006, "paths": "*rder*", "share": "0.3"]]],
    [
      ["lose_replies": ["share": "0.1"]], ["drop_requests": ["share": "0.1"]],
      ["fail_requests": ["status": 503, "code": -1008, "paths": "*rder*", "share": "0.2"]],
      ["double_user_events": ["share": "0.5"]], ["reorder_user_events": ["share": "0.3"]],
    ],
  ]

  /// Where our orders stand by the venue's own account.
  private static func statuses(_ stage: SimStage) async throws -> [String: String] {
    let orders = try await stage.truth()["orders"]?.array ?? []
    let rows = orders.compactMap { row in
      row["clientOrderId"]?.string.flatMap { id in row["status"]?.string.map { (id, $0) } }
    }
    #expect(Set(rows.map(\.0)).count == rows.count, "no order twice")
    return Dictionary(rows) { first, _ in first }
  }

  @Test(arguments: faults.indices, AccountStage.Key.allCases)
  func `says nothing of an order that is not so`(index: Int, key: AccountStage.Key) async throws {
    try await SimStage.run(key, isConnected: true, faults: Self.faults[index]) { stage in
      let price = try await stage.price()
      let low = Price(try price.shifted(by: Ratio(Fixed("-0.05")!), rounding: .down).value.rounded(places: 2, .down))
      var unknown = 0
      for number in 1...40 {
        let id = SimStage.id(Int64(number))
        let outcome = await stage.account.place(SimStage.order(.limit(low), .buy, "0.001"), as: id, gate: .open)
        let status = try await Self.statuses(stage)[id.description]
        switch outcome {
        case .accepted: #expect(status == "NEW")
        case .refused, .denied: #expect(status == nil, "\(outcome)")
        case .unknown: unknown += 1
        }
        guard status != nil else { continue }
        let cancel = await stage.account.cancel(id, of: tradedPair)
        let after = try await Self.statuses(stage)[id.description]
        switch cancel {
        case .canceled, .notOpen: #expect(after == "CANCELED", "\(cancel)")
        case .unknown: unknown += 1
        }
      }
      #expect(unknown > 0, "the faults were at work")
      #expect(stage.account.api.state.withLock { $0.pending.isEmpty })
    }
  }
}
