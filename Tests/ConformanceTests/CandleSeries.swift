// SPDX-License-Identifier: Apache-2.0
import Indicators
import Testing

/// A column of the candles, as indicators and TA-Lib's functions take it.
enum CandleColumn: Int {
  case time
  case open
  case high
  case low
  case close
  case volume

  var name: String { "\(self)" }
}

/// Candles as columns of numbers.
struct CandleSeries: Sendable, CustomTestStringConvertible {
  let name: String
  /// Open time, open, high, low, close, volume.
  let columns: [[Double]]

  var testDescription: String { name }
  var count: Int { columns[0].count }

  init(_ name: String, columns: [[Double]]) {
    self.name = name
    self.columns = columns
  }

  init(_ name: String, _ bars: [Bar]) {
    self.name = name
    columns = [
      bars.map { Double($0.openTime) }, bars.map(\.open), bars.map(\.high), bars.map(\.low), bars.map(\.close),
      bars.map(\.volume),
    ]
  }

  func prefix(_ rows: Int) -> CandleSeries { CandleSeries(name, columns: columns.map { Array($0.prefix(rows)) }) }
}

extension CandleSeries {
  /// Candles that look like a market's: a walk with quiet and wild stretches, some without a trade, some missing.
  static let lively = CandleSeries("a lively market", walk(seed: 1, price: 64_000, step: 0.002, quietEvery: 300))

  /// The same of a coin that costs next to nothing.
  static let cheap = CandleSeries("a cheap coin", walk(seed: 2, price: 0.00001234, step: 0.01, quietEvery: 90))

  /// Candles that harm careless arithmetic.
  static let hostile: [CandleSeries] = [
    CandleSeries("flat prices", flat(price: 0.1, volume: 3)),
    CandleSeries("flat prices without volume", flat(price: 64_035.54, volume: 0)),
    CandleSeries(
      "a walk without volume", walk(seed: 3, price: 100, step: 0.01, quietEvery: 0).map { $0.with(volume: 0) }),
    CandleSeries("tiny prices", walk(seed: 4, price: 1e-8, step: 0.01, quietEvery: 50)),
    CandleSeries("huge prices", walk(seed: 5, price: 1e8, step: 0.01, quietEvery: 50)),
    CandleSeries("a fall from huge to tiny", flat(price: 1e8, volume: 1e9) + flat(price: 1e-8, volume: 1e-9)),
    CandleSeries("a rise from tiny to huge", flat(price: 1e-8, volume: 1e-9) + flat(price: 1e8, volume: 1e9)),
    CandleSeries("prices that only rise", (0..<length).map { bar($0, Double($0 + 1), Double($0 + 2)) }),
    CandleSeries("prices that only fall", (0..<length).map { bar($0, Double(length + 1 - $0), Double(length - $0)) }),
    CandleSeries("prices that swing", (0..<length).map { bar($0, $0 % 2 == 0 ? 1 : 3, $0 % 2 == 0 ? 3 : 1) }),
  ]

  /// Two days and a half of two real markets, a quiet one and a lively one; none where they can't be read.
  static let real: [CandleSeries] = ["ETH_BTC-5m.csv.gz", "BTC_USDT-5m.csv.gz"].compactMap { file in
    guard ReferenceRun.isPossible, let run = try? ReferenceRun([], on: file) else { return nil }
    let columns = run.candles.columns.map { Array($0.dropFirst(1000).prefix(700)) }
    return CandleSeries("candles of \(file)", columns: columns)
  }

  private static let length = 600

  private static func bar(_ number: Int, _ open: Double, _ close: Double, volume: Double = 1) -> Bar {
    Bar(
      openTime: 1_772_409_600_000 + Int64(number) * 300_000, open: open, high: max(open, close), low: min(open, close),
      close: close, volume: volume)
  }

  private static func flat(price: Double, volume: Double) -> [Bar] {
    (0..<length).map { bar($0, price, price, volume: volume) }
  }

  private static func walk(seed: UInt64, price: Double, step: Double, quietEvery: Int) -> [Bar] {
    var dice = SplitMix(seed: seed)
    var (price, number) = (price, 0)
    return (0..<1500).map { row in
      // A gap now and then: the venue was down.
      number += dice.next() % 100 == 0 ? Int(dice.next() % 400) : 1
      let isQuiet = quietEvery > 0 && row % quietEvery > quietEvery - 30
      let open = isQuiet ? price : price * (1 + step * 0.3 * dice.signed())
      price = isQuiet ? price : open * (1 + step * dice.signed() * (dice.next() % 50 == 0 ? 8 : 1))
      var bar = bar(number, open, price, volume: isQuiet && row % 2 == 0 ? 0 : abs(dice.signed()) * 1000)
      if !isQuiet {
        bar.high *= 1 + step * 0.5 * abs(dice.signed())
        bar.low /= 1 + step * 0.5 * abs(dice.signed())
      }
      return bar
    }
  }
}

extension Bar {
  fileprivate func with(volume: Double) -> Bar {
    var bar = self
    bar.volume = volume
    return bar
  }
}

/// Numbers that look random and come from a seed.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from -1 to 1.
  mutating func signed() -> Double { Double(next() >> 11) / Double(1 << 52) - 1 }
}
