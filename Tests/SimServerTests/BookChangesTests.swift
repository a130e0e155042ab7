// SPDX-License-Identifier: Apache-2.0

import MarketData
import Testing
import TradingModel

@testable import SimServer

struct BookChangesTests {
  @Test func `a level that comes and goes between two messages is told as removed`() {
    var changes = BookChanges(after: 7)
    changes.add(Depth(bids: [Self.level(10, 1)]), id: 8)
    changes.add(Depth(bids: [Self.level(11, 2), Self.level(10, 0)], asks: [Self.level(12, 3)]), id: 9)
    let told = changes.take()
    #expect(told?.ids == 8...9)
    #expect(told?.changes.bids == [Self.level(11, 2), Self.level(10, 0)])
    #expect(told?.changes.asks == [Self.level(12, 3)])
  }

  @Test func `what was told is not told again, and an update without a change is told`() {
    var changes = BookChanges(after: 7)
    let nothing = changes.take()
    changes.add(Depth(asks: [Self.level(12, 3)]), id: 8)
    let first = changes.take()
    let again = changes.take()
    changes.add(Depth(), id: 9)
    let second = changes.take()
    #expect(nothing == nil)
    #expect(first?.ids == 8...8)
    #expect(again == nil)
    #expect(second?.ids == 9...9)
    #expect(second?.changes == Depth())
  }

  private static func level(_ price: Int, _ quantity: Int) -> DepthLevel {
    DepthLevel(price: Price(Fixed(price)), quantity: Quantity(Fixed(quantity)))
  }
}
