// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import MarketData
import TradingModel

/// The streams of one connection: which are wanted, and which were asked for on the present socket. Pure.
struct StreamSet {
  /// How many streams one control message names at most.
  static let batchMax = 200

  /// A message to be sent.
  struct ControlMessage: Equatable {
    let id: Int64
    let method: String
    let names: [String]

    /// The message as the venue reads it. Names of streams need no escaping in JSON.
    var text: String {
      let list = names.map { "\"\($0)\"" }.joined(separator: ",")
      return "{\"method\":\"\(method)\",\"params\":[\(list)],\"id\":\(id)}"
    }
  }

  private(set) var wanted: Set<MarketStream> = []
  private var sent: Set<MarketStream> = []
  /// Streams to be taken back and asked for again.
  private var renewed: Set<MarketStream> = []
  private var isChanged = false
  private var unanswered: Set<Int64> = []
  private var lastID: Int64 = 0

  mutating func want(_ stream: MarketStream) {
    if wanted.insert(stream).inserted { isChanged = true }
  }

  mutating func unwant(_ stream: MarketStream) {
    if wanted.remove(stream) != nil { isChanged = true }
  }

  /// Asks for streams anew that were asked for.
  mutating func renew(_ streams: [MarketStream]) {
    renewed.formUnion(sent.intersection(streams))
    if !renewed.isEmpty { isChanged = true }
  }

  /// A new socket knows of nothing.
  mutating func startOver() {
    sent = []
    renewed = []
    unanswered = []
    isChanged = !wanted.isEmpty
  }

  /// The next message that brings the venue closer to what is wanted, or nil. It is taken for sent.
  mutating func nextMessage() -> ControlMessage? {
    guard isChanged else { return nil }
    defer { isChanged = sent != wanted || !renewed.isEmpty }
    return message("UNSUBSCRIBE", Array(sent.subtracting(wanted).union(renewed).prefix(Self.batchMax)))
      ?? message("SUBSCRIBE", Array(wanted.subtracting(sent).prefix(Self.batchMax)))
  }

  private mutating func message(_ method: String, _ streams: [MarketStream]) -> ControlMessage? {
    guard !streams.isEmpty else { return nil }
    if method == "SUBSCRIBE" {
      sent.formUnion(streams)
    } else {
      sent.subtract(streams)
      renewed.subtract(streams)
    }
    lastID += 1
    unanswered.insert(lastID)
    return ControlMessage(id: lastID, method: method, names: streams.map(\.binanceName).sorted())
  }

  /// The venue answered a message.
  mutating func answered(_ id: Int64) {
    unanswered.remove(id)
  }

  /// Whether the venue has answered everything and nothing is left to be asked.
  var isSettled: Bool { !isChanged && unanswered.isEmpty }
}
