// SPDX-License-Identifier: Apache-2.0

import Indicators
public import MarketData
public import TradingModel

/// A strategy at work on a series: it sees each closed candle once, in order, and after those of the other series that
/// it reads.
///
/// Bots with equal strategies on one series share a run: it answers each of them alike.
public struct StrategyRun: Sendable {
  /// The series whose candles it judges.
  public let key: SeriesKey
  /// The other series that it reads.
  public let inputs: [SeriesKey]
  /// How many candles it has judged.
  public private(set) var candlesSeen = 0
  /// What came of the last candle, or nil before the first.
  public private(set) var last: Verdict?

  private let name: String
  private var strategy: any Strategy
  private var sequence: CandleSequence
  private var inputSequences: [CandleSequence]

  /// A run of a fresh strategy that has seen what was there before.
  ///
  /// - Parameters:
  ///   - name: the strategy's name, under which its vote is shown.
  ///   - history: closed candles of the series, oldest first.
  ///   - inputHistories: closed candles of each of the strategy's inputs, in their order, oldest first.
  public init(
    _ strategy: any Strategy, named name: String, on key: SeriesKey, history: [Candle] = [],
    inputHistories: [[Candle]] = []
  ) {
    self.strategy = strategy
    self.name = name
    self.key = key
    inputs = strategy.inputs.map { $0.key(beside: key) }
    sequence = CandleSequence(timeframe: key.timeframe)
    inputSequences = inputs.map { CandleSequence(timeframe: $0.timeframe) }
    var rest = inputs.indices.map { $0 < inputHistories.count ? inputHistories[$0][...] : [] }
    for candle in history {
      let closeTime = key.timeframe.openTime(after: candle.openTime)
      for input in rest.indices {
        while let first = rest[input].first, inputs[input].timeframe.openTime(after: first.openTime) <= closeTime {
          take(rest[input].removeFirst(), of: input)
        }
      }
      judge(candle, isExplained: false)
    }
    for input in rest.indices { for candle in rest[input] { take(candle, of: input) } }
  }

  /// The open time of the last candle that it has judged, or nil before the first.
  public var lastCandle: Instant? { sequence.last }

  /// How many candles its strategy must see before it answers.
  public var warmUp: Int { strategy.warmUp }

  /// Takes a closed candle of another series that it reads.
  public mutating func take(_ candle: Candle, of key: SeriesKey) {
    for input in inputs.indices where inputs[input] == key { take(candle, of: input) }
  }

  /// Whether all candles of the other series that close by the time at which a candle closes have come.
  public func isReady(for candle: Candle) -> Bool { missingInput(for: candle) == nil }

  /// The first of the other series of which a candle has not come that closes by the time at which a candle closes.
  public func missingInput(for candle: Candle) -> SeriesKey? {
    let closeTime = key.timeframe.openTime(after: candle.openTime)
    return inputs.indices.first { input in
      let timeframe = inputs[input].timeframe
      let newest = timeframe.openTime(timeframe.openTime(containing: closeTime), offset: -1)
      return (inputSequences[input].last ?? .epoch) < newest
    }.map { inputs[$0] }
  }

  /// Judges a closed candle. A gap is the venue's own: feeds fill all others.
  ///
  /// - Parameter isExplained: whether the verdict is to say what the strategy thinks, which costs more.
  /// - Returns: what came of it; for the last candle again, the same once more; nil for an older one, and for one whose
  ///   open time is none of the series'.
  @discardableResult
  public mutating func judge(_ candle: Candle, isExplained: Bool) -> Verdict? {
    switch sequence.take(candle.openTime) {
    case .next: break
    case .gap: sequence.skip(to: candle.openTime)
    case .duplicate: return last
    case .late, .misaligned: return nil
    }
    candlesSeen += 1
    let answer: Verdict.Answer
    if let missing = missingInput(for: candle) {
      let reason = "the last closed candle of \(missing) has not come"
      answer = .failed(StrategyFailure(at: candle.openTime, reason: reason))
    } else {
      do throws(StrategyFailure) {
        let signal = try strategy.update(Bar(candle))
        let isWarm = strategy.stance != nil || signal != nil
        answer = isWarm ? .answered(signal) : .warmingUp(seen: candlesSeen, of: strategy.warmUp)
      } catch {
        answer = .failed(error)
      }
    }
    let verdict = Verdict(
      openTime: candle.openTime, answer: answer, explanation: isExplained ? explanation : nil,
      advice: answer.isOpinion ? strategy.advice : nil)
    last = verdict
    return verdict
  }

  /// Whether it began with too little of the past to judge.
  public var lacksHistory: Bool { candlesSeen < warmUp || inputSequences.contains { $0.last == nil } }

  /// What the strategy thinks now.
  public var explanation: Verdict.Explanation {
    let (stance, reason, poll) = (strategy.stance, strategy.reason, strategy.poll)
    return Verdict.Explanation(
      stance: stance, reason: reason, votes: poll?.votes ?? [Vote(strategy: name, stance: stance, reason: reason)],
      poll: poll, readings: strategy.readings)
  }

  private mutating func take(_ candle: Candle, of input: Int) {
    switch inputSequences[input].take(candle.openTime) {
    case .next: break
    case .gap: inputSequences[input].skip(to: candle.openTime)
    case .duplicate, .late, .misaligned: return
    }
    strategy.take(Bar(candle), of: input)
  }
}

extension Verdict.Answer {
  /// Whether the candle was judged by a strategy that has seen enough.
  fileprivate var isOpinion: Bool {
    if case .answered = self { true } else { false }
  }
}
