// SPDX-License-Identifier: Apache-2.0

import Documents
import NIOCore
import Testing
import TradingModel
import YAMLDocuments

@testable import SimServer

/// What faults make of a message.
struct MessageFateTests {
  private static let text = "{\"e\":\"trade\",\"s\":\"a{\\\"b\",\"k\":{},\"l\":[{\"x\":1}]}"
  private static let facts = MessageFacts(pair: Pair("BTC/USDT"), time: Instant(milliseconds: 5000), identity: 77)

  private func fate(
    _ script: String, facts: MessageFacts = facts, stream: String = "btcusdt@trade", isCombined: Bool = false
  ) throws -> MessageFate {
    let pairs = [Pair("BTC/USDT"), Pair("ETH/USDT")].compactMap(\.self)
    let plan = try FaultPlan(script: try YAMLParser().parse(script), pairs: pairs, seed: 1)
    let faults = plan.faults.enumerated().compactMap { index, planned -> AimedFault? in
      guard case .messages(let fault) = planned.fault else { return nil }
      return AimedFault(fault, id: index + 1, at: stream, dice: FaultDice(seed: 1))
    }.sorted { $0.fault.rank < $1.fault.rank }
    return MessageFate(
      of: ByteBuffer(string: Self.text), facts,
      MessageForm(stream: stream, isCombined: isCombined, unit: .microseconds), faults: faults)
  }

  private func texts(_ fate: MessageFate) -> [String] { fate.texts.map { String(buffer: $0) } }

  @Test(arguments: ["- silence_streams: true", "- lose_messages: true", "- lose_messages: {streams: '*@trade'}"])
  func `it never comes`(script: String) throws {
    let fate = try fate(script)
    #expect(fate.texts.isEmpty)
    #expect(fate.hits == [1])
  }

  @Test(arguments: [
    "- lose_messages: {streams: [ethusdt@trade, '*@kline_*']}", "- drop_closing_candles: true",
    "- lose_messages: {share: 0.000001}",
  ])
  func `it comes as it is where no fault is meant for it`(script: String) throws {
    let fate = try fate(script)
    #expect(texts(fate) == [Self.text])
    #expect(fate.hits.isEmpty)
  }

  @Test func `a closing candle never comes`() throws {
    var facts = Self.facts
    facts.closesCandle = true
    #expect(try fate("- drop_closing_candles: true", facts: facts).texts.isEmpty)
  }

  @Test func `every object has a member that nobody knows`() throws {
    let fate = try fate("- unknown_fields: true")
    let member = "\"zz\":[\"new\",1.5e3,null,{\"zz\":true}]"
    #expect(
      texts(fate) == [
        "{\(member),\"e\":\"trade\",\"s\":\"a{\\\"b\",\"k\":{\(member)},\"l\":[{\(member),\"x\":1}]}"
      ])
    #expect(throws: Never.self) { try JSONParser().parse(texts(fate)[0]) }
  }

  @Test func `an event that nobody knows comes before it, in the form of its stream`() throws {
    #expect(
      texts(try fate("- unknown_events: true"))
        == ["{\"e\":\"zzNews\",\"E\":5000000,\"zz\":[1,{\"b\":\"c\"}]}", Self.text])
    #expect(
      texts(try fate("- unknown_events: true", isCombined: true)).first
        == "{\"stream\":\"btcusdt@trade\",\"data\":{\"e\":\"zzNews\",\"E\":5000000,\"zz\":[1,{\"b\":\"c\"}]}}")
  }

  @Test func `it breaks off and is no JSON`() throws {
    for identity in 0..<200 {
      let facts = MessageFacts(pair: nil, time: Instant(milliseconds: 1), identity: Int64(identity))
      let text = try #require(texts(try fate("- cut_messages: true", facts: facts)).first)
      #expect(!text.isEmpty && text.utf8.count < Self.text.utf8.count && Self.text.hasPrefix(text))
      #expect(throws: JSONError.self) { try JSONParser().parse(text) }
    }
  }

  @Test func `a cut leaves whole characters`() throws {
    for part in 0..<50 {
      let cut = MessageFate.cut(ByteBuffer(string: "\"äöü€\""), FaultDice(seed: 1).key(Int64(part)))
      #expect(String(validating: cut.readableBytesView, as: UTF8.self) != nil)
    }
  }

  @Test func `several faults act in the order of their effects, whatever the order of the script`() throws {
    let fate = try fate("- double_messages: true\n- cut_messages: true\n- delay_messages: {by: 5s}")
    let texts = texts(fate)
    #expect(texts.count == 2)
    #expect(texts[0] == texts[1])
    #expect(texts[0].utf8.count < Self.text.utf8.count)
    #expect(fate.delay == 5000)
    #expect(fate.swappedBy == nil)
    #expect(Set(fate.hits) == [1, 2, 3])
  }

  @Test func `the same messages are hit whoever gets them, others with another seed, fault or stream`() throws {
    func hits(seed: UInt64 = 1, id: Int = 1, stream: String = "btcusdt@trade") throws -> [Int64] {
      let plan = try FaultPlan(
        script: try YAMLParser().parse("- lose_messages: {share: 0.2}"), pairs: [], seed: seed)
      guard case .messages(let fault) = plan.faults[0].fault,
        let aimed = AimedFault(fault, id: id, at: stream, dice: FaultDice(seed: seed))
      else { return [] }
      return (0..<1000).filter { aimed.hits(MessageFacts(pair: nil, time: .epoch, identity: $0)) }
    }
    let first = try hits()
    #expect((150...250).contains(first.count))
    #expect(try hits() == first)
    #expect(try hits(seed: 2) != first)
    #expect(try hits(id: 2) != first)
    #expect(try hits(stream: "ethusdt@trade") != first)
  }

  @Test func `a share of silent streams is one of streams, not of messages`() throws {
    let plan = try FaultPlan(
      script: try YAMLParser().parse("- silence_streams: {share: 0.5}"), pairs: [], seed: 1)
    guard case .messages(let fault) = plan.faults[0].fault else { return }
    let silent = (0..<1000).filter {
      AimedFault(fault, id: 1, at: "s\($0)@trade", dice: FaultDice(seed: 1)) != nil
    }
    #expect((400...600).contains(silent.count))
    let aimed = try #require(AimedFault(fault, id: 1, at: "s\(silent[0])@trade", dice: FaultDice(seed: 1)))
    for identity in 0..<100 as Range<Int64> {
      #expect(aimed.hits(MessageFacts(pair: nil, time: .epoch, identity: identity)))
    }
  }
}
