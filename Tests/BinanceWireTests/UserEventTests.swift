// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import Testing
import TradingModel

@testable import TestKit

private func fixed(_ text: String) -> Fixed { Fixed(text)! }
private func frame(_ text: String) throws(WireError) -> ApiFrame { try ApiFrame.decode(Array(text.utf8).span.bytes) }

private func event(_ text: String) throws -> UserEvent {
  guard case .event(let event, _) = try frame(text) else { throw WireError.missing(field: "e") }
  return event
}

@Suite struct ApiFrameTests {
  @Test func `reads an answer's envelope`() throws {
    guard case .answer(let answer) = try frame(AnswerTexts.answer) else {
      Issue.record("no answer")
      return
    }
    #expect(answer.id == 9)
    #expect(answer.status == 200)
    #expect(answer.error == nil)
    #expect(answer.limits.map(\.count) == [12, 4])
  }

  @Test func `reads from when on may be asked again`() throws {
    guard case .answer(let answer) = try frame(AnswerTexts.banned) else {
      Issue.record("no answer")
      return
    }
    #expect(answer.status == 418)
    #expect(answer.error?.code == -1003)
    #expect(answer.retryAt == Instant(milliseconds: 1_659_146_400_000))
    #expect(answer.serverTime == Instant(milliseconds: 1_659_142_907_531))
  }

  @Test func `reads an answer that names no request`() throws {
    let text = #"{"id":null,"status":401,"error":{"code":-2015,"msg":"Invalid API-key, IP, or permissions."}}"#
    guard case .answer(let answer) = try frame(text) else {
      Issue.record("no answer")
      return
    }
    #expect(answer.id == nil)
    #expect(answer.error?.code == -2015)
  }

  @Test(arguments: ["", "{", "[]", "{}", "null", #"{"status":"200"}"#, #"{"id":1,"status":400,"error":{}}"#])
  func `refuses what is no frame`(text: String) {
    #expect(throws: WireError.self) { try frame(text) }
  }
}

@Suite struct UserEventTests {
  @Test func `reads a trade of an order`() throws {
    guard case .event(.execution(let report), 0) = try frame(AnswerTexts.execution) else {
      Issue.record("no report")
      return
    }
    #expect(report.execution == "TRADE")
    #expect(report.symbol == "ETHBTC")
    #expect(report.clientOrderID == "mUvoqJxFIILMdfAW5iGSOW")
    #expect(report.orderID == 4_293_153)
    #expect(report.side == .buy)
    #expect(report.status == .partiallyFilled)
    #expect(report.filled == Quantity(fixed("0.5")))
    #expect(report.cost == Money(fixed("0.05132205")))
    #expect(report.strategyID == 12)
    #expect(report.reason == nil)
    #expect(report.time == Instant(milliseconds: 1_499_405_658_657))
    #expect(report.trade?.tradeID == 77)
    #expect(report.trade?.quantity == Quantity(fixed("0.25")))
    #expect(report.trade?.commission == fixed("0.00025"))
    #expect(report.trade?.commissionAsset == "ETH")
    #expect(report.trade?.isMaker == true)
  }

  @Test func `knows a cancelled order by its own identity`() throws {
    guard case .execution(let report) = try event(AnswerTexts.canceledExecution) else {
      Issue.record("no report")
      return
    }
    #expect(report.clientOrderID == "theOrder")
    #expect(report.status == .canceled)
    #expect(report.trade == nil)
  }

  @Test func `knows an amended order by its new identity`() throws {
    let text = AnswerTexts.canceledExecution.replacing(#""x":"CANCELED""#, with: #""x":"REPLACED""#)
    guard case .execution(let report) = try event(text) else {
      Issue.record("no report")
      return
    }
    #expect(report.clientOrderID == "theCancel")
  }

  @Test func `tells why an order ended`() throws {
    let rejected = AnswerTexts.canceledExecution.replacing(
      #""r":"NONE""#, with: #""r":"INSUFFICIENT_BALANCES""#)
    guard case .execution(let report) = try event(rejected) else { throw WireError.missing(field: "e") }
    #expect(report.reason == "INSUFFICIENT_BALANCES")
    let expired = AnswerTexts.canceledExecution.replacing(#""V":"NONE""#, with: #""eR":"OCO_TRIGGER""#)
    guard case .execution(let other) = try event(expired) else { throw WireError.missing(field: "e") }
    #expect(other.reason == "OCO_TRIGGER")
  }

  @Test func `reads balances`() throws {
    let balance = try event(AnswerTexts.position)
    guard case .position(let assets, let time) = balance else { throw WireError.missing(field: "e") }
    #expect(assets.map(\.asset) == ["ETH"])
    #expect(assets[0].balance == Balance(free: fixed("10000"), locked: fixed("0.5")))
    #expect(time == Instant(milliseconds: 1_564_034_571_073))
    #expect(
      try event(AnswerTexts.balance)
        == .balance(asset: "BTC", delta: fixed("-100"), at: Instant(milliseconds: 1_573_200_697_068)))
    #expect(
      try event(AnswerTexts.lock)
        == .externalLock(asset: "NEO", delta: fixed("10"), at: Instant(milliseconds: 1_581_557_507_268)))
  }

  @Test func `reads a list's status`() throws {
    guard case .list(let id, let name, let status, let members, _) = try event(AnswerTexts.listStatus) else {
      Issue.record("no list")
      return
    }
    #expect((id, name, status) == (2, "F4QN4G8DlFATFlIUQ0cjdD", "EXECUTING"))
    #expect(members.map(\.orderID) == [17, 18])
  }

  @Test(arguments: [
    (#"{"event":{"e":"serverShutdown","E":1770123456789}}"#, UserEvent.serverShutdown),
    (#"{"subscriptionId":0,"event":{"e":"eventStreamTerminated","E":1728973001334}}"#, .terminated),
    (#"{"subscriptionId":0,"event":{"e":"fresh","E":1,"a":{}}}"#, .other("fresh")),
  ])
  func `reads events without content, and names the ones it does not know`(text: String, expected: UserEvent) throws {
    #expect(try event(text) == expected)
  }

  @Test func `says what a report lacks`() {
    let text = AnswerTexts.execution.replacing(#""z":"0.50000000","#, with: "")
    #expect(throws: WireError.missing(field: "z")) { try frame(text) }
  }
}

@Suite struct AccountRobustnessTests {
  /// Every decoder, on anything.
  private func decodeAll(_ bytes: [UInt8], at places: [AnswerPlace]) {
    let span = bytes.span.bytes
    _ = try? ApiFrame.decode(span)
    for place in places {
      _ = try? AccountAnswers.order(span, at: place)
      _ = try? AccountAnswers.orders(span, at: place)
      _ = try? AccountAnswers.trades(span, at: place)
      _ = try? AccountAnswers.account(span, at: place)
      _ = try? AccountAnswers.restrictions(span, at: place)
      _ = try? AccountAnswers.commission(span, at: place)
      _ = try? AccountAnswers.limits(span, at: place)
      _ = try? AccountAnswers.list(span, at: place)
      _ = try? AccountAnswers.replaced(span, at: place)
      _ = try? AccountAnswers.amended(span, at: place)
      _ = try? AccountAnswers.subscriptionID(span, at: place)
    }
  }

  @Test func `survives every truncation`() {
    for text in AnswerTexts.all {
      let bytes = Array(text.utf8)
      for count in 0...bytes.count { decodeAll(Array(bytes.prefix(count)), at: [.body]) }
    }
  }

  @Test func `survives thousands of mutations`() {
    var random = SplitMix(seed: 5)
    let texts = AnswerTexts.all.map { Array($0.utf8) }
    let pieces: [[UInt8]] = ["null", "{}", "[]", "-1", "1e400", "\"\"", "99999999999999999999", "\\u0000", "\"-0\""]
      .map { Array($0.utf8) }
    for _ in 0..<4000 {
      var bytes = texts.randomElement(using: &random) ?? []
      for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        case 2: bytes.replaceSubrange(place..<min(place + 3, bytes.count), with: pieces.randomElement(using: &random)!)
        default: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &random)], at: place)
        }
      }
      decodeAll(bytes, at: [AnswerPlace.allCases.randomElement(using: &random) ?? .body])
    }
  }
}
