// SPDX-License-Identifier: Apache-2.0

public import Indicators
public import StrategyKit
import TradingModel

/// `order-blocks`: buys when the price comes back to where a strong rise that broke the structure began, and holds there.
///
/// - Displacement: a candle that closes beyond the last confirmed swing high (see ``BreakOfStructure``) and whose body,
///   close - open, is at least `displacement` × ATR(14), the average as it stood at the candle before. Downwards the
///   other way round.
/// - Block: the last falling candle, close < open, of the 2 × swing before an upward displacement; it reaches from its
///   low to its high. Before a downward one the last rising candle. Where there is none, there is no block.
/// - Return: the first candle after the displacement whose low is at or below a bullish block's high. The block is then
///   used up. If that candle closes above the block's low the block has held, else it has failed. Bearish blocks the
///   other way round.
/// - Bounds: a block to which the price has not come back within 200 candles is forgotten, and so are those beyond the
///   newest 32 of each side. Where a bullish and a bearish block hold at one candle, neither counts.
/// - Stance: enter once a bullish block has held, exit once a bearish one has; none after a close beyond the far end of
///   that block, and after 100 candles. A block of the same side that holds later takes its place.
/// - Enter, tag `block_up`: the stance turns to enter. Exit, tag `block_down`: it turns to exit.
/// - Strength: 1.
/// - Warm-up: 510 + 4 × swing candles, 530 by default: the average's 210, and what block and opinion can last. What the
///   average keeps of its beginning is then less than 10⁻⁶, and matters only for a body that is its multiple to within
///   that; which swings wait to be broken agrees from the first ones on that are confirmed after both began.
/// - Flat prices displace nothing. A signal depends on candles up to its own only.
public struct OrderBlocks: Strategy {
  private let displacement: Double
  private var structure: MarketStructure
  private var range = ATR(period: 14)
  private var recent: Window<Bar>
  private var blocks = PriceZones(lifetime: Self.blockLifetime)
  private var calls = StandingCall(lifetime: Self.callLifetime)
  private var opinion: Opinion
  private var reached: PriceZone?

  private static let blockLifetime = 200
  private static let callLifetime = 100
  private static let rangeWarmUp = 210

  /// A strategy of swings that are confirmed by a count of candles on each side, 1 or above, and of how many average
  /// ranges a displacement's body has at least, above 0.
  public init(swing: Int, displacement: Double) {
    precondition(displacement > 0, "a displacement has a body")
    self.displacement = displacement
    structure = MarketStructure(swing: swing)
    recent = Window(capacity: 2 * swing, filler: Bar(openTime: 0, open: 0, high: 0, low: 0, close: 0, volume: 0))
    opinion = Opinion(warmUp: Self.rangeWarmUp + Self.blockLifetime + Self.callLifetime + 4 * swing)
  }

  /// Candles until every block and every opinion that it can still hold was made of candles that it has seen.
  public var warmUp: Int { opinion.warmUp }

  /// Enters where a bullish block holds, exits where a bearish one does.
  public mutating func update(_ bar: Bar) throws(StrategyFailure) -> Signal? {
    try bar.requireFinite()
    let usual = range.value
    _ = range.update(bar)
    let held = blocks.update(bar)
    if let held { reached = held }
    calls.update(bar, held.map { StandingCall.Call(side: $0.side, limit: $0.limit) })
    if let found = structure.update(bar), let usual, let block = block(before: bar, found.direction, usual) {
      blocks.add(block)
    }
    recent.push(bar)
    return opinion.turn(to: calls.stance).map {
      Signal($0, tag: $0 == .enter ? "block_up" : "block_down", reason: reason)
    }
  }

  /// The block before a candle that broke the structure, if it is a displacement.
  private func block(before bar: Bar, _ direction: MarketStructure.Direction, _ usual: Double) -> PriceZone? {
    let sign = direction == .up ? 1.0 : -1.0
    let body = (bar.close - bar.open) * sign
    guard body > 0, body >= displacement * usual else { return nil }
    for age in 0..<recent.count where (recent[age].close - recent[age].open) * sign < 0 {
      return PriceZone(side: direction.side, bottom: recent[age].low, top: recent[age].high)
    }
    return nil
  }

  /// The side of the block that held last, while that stands.
  public var stance: Stance? { opinion.stance }

  /// Which block held, and what refutes it.
  public var reason: String {
    guard calls.call != nil, let reached else {
      return "no order block that held stands; \(blocks.count(.enter)) bullish and \(blocks.count(.exit)) bearish wait"
    }
    let ends = [reached.bottom, reached.top].map { Reading("", $0).valueText }.joined(separator: " to ")
    return "\(calls.words("return into an order block")); the block lay from \(ends)"
  }

  /// The newest blocks, the levels that wait to be broken, and the average range.
  public var readings: [Reading] {
    blocks.readings("block") + structure.readings + (range.value.map { [Reading("ATR(14)", $0)] } ?? [])
  }
}

extension OrderBlocks {
  /// The public face of `order-blocks`.
  public static let definition = StrategyDefinition(
    name: "order-blocks",
    summary: "Buys when the price comes back to the last falling candle before a strong rise that broke the structure.",
    rules: """
      A bullish block is the last falling candle before one that closes above the last confirmed swing high with a body \
      of at least displacement times ATR(14). Enter when a later candle first reaches down into it and closes above its \
      low; exit likewise where a bearish block holds.
      """,
    parameters: [
      .swing,
      .decimal(
        "displacement", default: Fixed(units: Fixed.unitsPerOne * 3 / 2),
        in: Fixed(units: Fixed.unitsPerOne / 10)...10,
        summary: "How many average ranges the body of the candle that breaks the structure has at least."),
    ],
    build: { OrderBlocks(swing: $0.integer("swing"), displacement: $0.number("displacement")) })
}
