// SPDX-License-Identifier: Apache-2.0

import Testing
import TradingModel

@Suite struct OrderStatusTests {
  /// The whole life of an order: what each occurrence makes of each status; a dash is "can't happen".
  static let table = """
                    accepted         refused   replyLost        filledPartly     filledWhole  canceled         expired
    submitting       open             rejected  unknown          partially_filled filled       canceled         expired
    unknown          open             rejected  unknown          partially_filled filled       canceled         expired
    open             open             -         open             partially_filled filled       canceled         expired
    partially_filled partially_filled -         partially_filled partially_filled filled       canceled         expired
    filled           filled           -         filled           filled           filled       filled           filled
    canceled         canceled         -         canceled         canceled         filled       canceled         canceled
    expired          expired          -         expired          expired          filled       expired          expired
    rejected         open             rejected  rejected         partially_filled filled       rejected         rejected
    """

  static let rows: [[String]] = table.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }

  @Test func `the table names every status and every occurrence`() {
    #expect(Self.rows[0] == OrderOccurrence.allCases.map { "\($0)" })
    #expect(Self.rows.dropFirst().map { $0[0] } == OrderStatus.allCases.map(\.rawValue))
  }

  @Test(arguments: OrderStatus.allCases)
  func `an order lives as the table says`(status: OrderStatus) throws {
    let row = try #require(Self.rows.first { $0[0] == status.rawValue })
    for (occurrence, expected) in zip(OrderOccurrence.allCases, row.dropFirst()) {
      #expect((status.after(occurrence)?.rawValue ?? "-") == expected, "\(status) after \(occurrence)")
    }
  }

  @Test(arguments: OrderStatus.allCases)
  func `nothing but a fill, or a sign of life of an order believed refused, changes a final status`(
    status: OrderStatus
  ) {
    guard status.isFinal else { return }
    for occurrence in OrderOccurrence.allCases where occurrence != .filledWhole && occurrence != .filledPartly {
      if status == .rejected, occurrence == .accepted { continue }
      #expect([status, nil].contains(status.after(occurrence)))
    }
  }

  @Test func `final is what nothing more is expected of`() {
    #expect(OrderStatus.allCases.filter(\.isFinal) == [.filled, .canceled, .expired, .rejected])
  }

  @Test(arguments: OrderStatus.allCases, OrderOccurrence.allCases)
  func `a report that comes twice changes nothing the second time`(status: OrderStatus, occurrence: OrderOccurrence) {
    guard let once = status.after(occurrence) else { return }
    #expect(once.after(occurrence) == once)
  }
}
