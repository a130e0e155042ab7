// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// What came of one closed candle at a strategy.
public struct Verdict: Sendable {
  /// The candle's open time.
  public let openTime: Instant
  /// What the strategy answered.
  public let answer: Answer
  /// What it thinks and why, where that was asked for.
  public let explanation: Explanation?
  /// What it says of trades until the next candle closes.
  public let advice: (any TradeAdvice)?

  /// What a strategy answers.
  public enum Answer: Hashable, Sendable {
    /// It has not seen enough candles: so many of so many.
    case warmingUp(seen: Int, of: Int)
    /// It has judged the candle; nil where it has nothing to say.
    case answered(Signal?)
    /// It could not judge the candle.
    case failed(StrategyFailure)
  }

  /// What a strategy thinks after a candle, for people who ask why.
  public struct Explanation: Hashable, Sendable {
    /// What it thinks, or nil during its warm-up.
    public let stance: Stance?
    /// Why, in words with numbers.
    public let reason: String
    /// What its members say, or where it has none, what it says itself.
    public let votes: [Vote]
    /// What the votes come to, where it has members.
    public let poll: Poll?
    /// What its indicators stand at.
    public let readings: [Reading]

    /// What a strategy thinks.
    public init(stance: Stance?, reason: String, votes: [Vote] = [], poll: Poll? = nil, readings: [Reading] = []) {
      self.stance = stance
      self.reason = reason
      self.votes = votes
      self.poll = poll
      self.readings = readings
    }
  }

  /// What came of a candle.
  public init(
    openTime: Instant, answer: Answer, explanation: Explanation? = nil, advice: (any TradeAdvice)? = nil
  ) {
    self.openTime = openTime
    self.answer = answer
    self.explanation = explanation
    self.advice = advice
  }

  /// The signal, or nil.
  public var signal: Signal? {
    if case .answered(let signal) = answer { signal } else { nil }
  }
}

extension Verdict: Equatable {
  /// Compares all but the advice, which follows from strategy and candles as the rest does.
  public static func == (left: Verdict, right: Verdict) -> Bool {
    left.openTime == right.openTime && left.answer == right.answer && left.explanation == right.explanation
  }
}
