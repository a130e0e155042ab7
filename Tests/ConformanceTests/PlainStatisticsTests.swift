// SPDX-License-Identifier: Apache-2.0
import Foundation
import Indicators
import Testing

/// What TA-Lib has no function for in our version, beside its definition written out over each window.
@Suite struct `Without TA-Lib, by the definition` {
  private static let closes = CandleSeries.lively.columns[CandleColumn.close.rawValue]

  private func differences(_ name: String, _ arguments: [Double], expected: (Int) -> Double?) throws -> [Int] {
    let definition = try #require(IndicatorCatalog.byName[name])
    let found = try IndicatorCall(definition, arguments).results(on: .lively)[0]
    return found.indices.filter { row in
      guard let value = expected(row) else { return !found[row].isNaN }
      return !((found[row] - value).magnitude <= 1e-9 * max(value.magnitude, 1))
    }
  }

  @Test(arguments: [(2, 0.85, 6.0), (9, 0.85, 6.0), (21, 0.5, 4.0)])
  func `alma`(period: Int, offset: Double, sigma: Double) throws {
    let top = (offset * Double(period - 1)).rounded(.down)
    let width = Double(period) / sigma
    let weights = (0..<period).map { exp(-pow(Double($0) - top, 2) / (2 * width * width)) }
    let wrong = try differences("alma", [Double(period), offset, sigma]) { row in
      guard row >= period - 1 else { return nil }
      let window = Self.closes[(row - period + 1)...row]
      return zip(window, weights).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
    }
    #expect(wrong == [])
  }

  @Test(arguments: [2, 20, 100])
  func `zscore`(period: Int) throws {
    let wrong = try differences("zscore", [Double(period)]) { row in
      guard row >= period - 1 else { return nil }
      let window = Self.closes[(row - period + 1)...row]
      let mean = window.reduce(0, +) / Double(period)
      let variance = window.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(period)
      return Set(window).count == 1 ? 0 : (Self.closes[row] - mean) / variance.squareRoot()
    }
    #expect(wrong == [])
  }

  @Test(arguments: [1, 14])
  func `ease of movement`(period: Int) throws {
    let columns = CandleSeries.lively.columns
    let moves = columns[0].indices.dropFirst().map { row in
      let (high, low, volume) = (columns[2][row], columns[3][row], columns[5][row])
      let change = (high + low) / 2 - (columns[2][row - 1] + columns[3][row - 1]) / 2
      return volume > 0 ? 10_000 * change * (high - low) / volume : 0
    }
    let largest = moves.reduce(0) { max($0, $1.magnitude) }
    let scale = max(largest, 1)
    let definition = try #require(IndicatorCatalog.byName["ease_of_movement"])
    let found = try IndicatorCall(definition, [Double(period)]).results(on: .lively)[0]
    for row in found.indices {
      guard row >= period else {
        #expect(found[row].isNaN)
        continue
      }
      let expected = moves[(row - period)..<row].reduce(0, +) / Double(period)
      #expect((found[row] - expected).magnitude <= 1e-12 * scale)
    }
  }
}
