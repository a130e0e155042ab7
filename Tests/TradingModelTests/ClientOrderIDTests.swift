// SPDX-License-Identifier: Apache-2.0

import Testing
import TradingModel

@testable import TestKit

@Suite struct ClientOrderIDTests {
  static let examples = [
    ClientOrderID(epoch: 0, bot: BotNumber(0), sequence: 0), ClientOrderID(epoch: 1, bot: BotNumber(1), sequence: 1),
    ClientOrderID(epoch: 7, bot: BotNumber(35), sequence: 36),
    ClientOrderID(epoch: 3, bot: BotNumber(4096), sequence: 99_999),
    ClientOrderID(epoch: .max, bot: BotNumber(ClientOrderID.largestBot), sequence: .max),
  ]

  @Test(arguments: examples)
  func `reads back as itself`(id: ClientOrderID) {
    #expect(ClientOrderID(id.description) == id)
  }

  @Test(arguments: examples)
  func `is what Binance takes`(id: ClientOrderID) {
    let text = id.description
    #expect(text.utf8.count <= 36)
    #expect(text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
  }

  @Test func `many read back as themselves and differ`() {
    var random = SplitMix(seed: 3)
    var texts: Set<String> = []
    for sequence in Int64(0)..<3000 {
      let id = ClientOrderID(
        epoch: UInt32.random(in: 0...9, using: &random), bot: BotNumber(Int64.random(in: 1...5000, using: &random)),
        sequence: sequence)
      #expect(ClientOrderID(id.description) == id)
      texts.insert(id.description)
    }
    #expect(texts.count == 3000)
  }

  @Test(arguments: [
    "", "b1", "b1-1-1-1", "x-abc123", "b1-1-1-1-", "web_0123456789abcdef", "B1-1-1-1-0", "b1--1-1-0", "b1-1-1-1-0-0",
    "b1-01-1-1-0", "b1-+1-1-1-0", "b1-1--1-1-0", "b1-zzzzzzzz-1-1-0", "b1-1-1-zzzzzzzzzzzzzz-0", "b2-1-1-1-0",
    "b1-1-\u{0661}-1-0",
  ])
  func `refuses anybody else's`(text: String) {
    #expect(ClientOrderID(text) == nil)
  }

  @Test(arguments: examples)
  func `one wrong character is noticed`(id: ClientOrderID) {
    let text = Array(id.description)
    for position in text.indices {
      for letter in "0123456789abcdefghijklmnopqrstuvwxyz-_AZ" where letter != text[position] {
        var mistyped = text
        mistyped[position] = letter
        #expect(ClientOrderID(String(mistyped)) == nil, "\(String(mistyped))")
      }
    }
  }

  @Test(arguments: examples)
  func `two characters that swapped places are noticed`(id: ClientOrderID) {
    let text = Array(id.description)
    for left in text.indices {
      for right in text.indices.dropFirst(left + 1) where text[left] != text[right] {
        var swapped = text
        swapped.swapAt(left, right)
        #expect(ClientOrderID(String(swapped)) == nil, "\(String(swapped))")
      }
    }
  }
}
