// SPDX-License-Identifier: Apache-2.0
import Indicators
import Testing

@Suite struct `TA-Lib on real candles` {
  @Test(
    .enabled(if: ReferenceRun.isPossible, "TA-Lib or the real candles are missing: scripts/test installs TA-Lib"),
    arguments: ReferenceRun.series)
  func `says what the indicators say`(file: String) throws {
    let run = try ReferenceRun(ReferenceCase.all, on: file)
    for (reference, answer) in zip(ReferenceCase.all, run.answers) {
      let difference = try Difference.first(in: reference, answer, on: run.candles)
      #expect(difference == nil)
    }
  }

  @Test(.enabled(if: ReferenceRun.isPossible, "TA-Lib or the real candles are missing: scripts/test installs TA-Lib"))
  func `there are real candles`() {
    #expect(ReferenceRun.series.count >= 10)
  }

  @Test func `a difference is found`() throws {
    let reference = ReferenceCase("ema", [2], is: "EMA", [2])
    let right = try reference.call().results(on: .lively)
    #expect(try Difference.first(in: reference, right, on: .lively) == nil)
    for (row, change) in [(700, 1e-8), (0, Double.infinity), (1499, .nan), (1, .infinity)] {
      var wrong = right
      wrong[0][row] = row == 0 ? 1 : change.isFinite ? right[0][row] * (1 + change) : change
      #expect(try Difference.first(in: reference, wrong, on: .lively)?.row == row)
    }
  }
}

/// The first number in which an indicator differs from TA-Lib.
struct Difference: CustomStringConvertible {
  let call: String
  let output: Int
  let row: Int
  let ours: Double
  let theirs: Double
  /// How many rows of the output differ.
  let count: Int

  var description: String {
    "\(call), output \(output), row \(row): ours \(ours), TA-Lib's \(theirs); \(count) rows differ"
  }

  static func first(
    in reference: ReferenceCase, _ answer: [[Double]], on candles: CandleSeries
  ) throws -> Difference? {
    let call = try reference.call()
    let results = call.results(on: candles)
    let start = [.beginsLater, .pattern].contains(reference.comparison) ? call.make().warmUp - 1 : 0
    for (number, theirs) in answer.enumerated() {
      guard let output = try place(of: number, in: reference, call) else { continue }
      let ours = results[output]
      var rows: [Int] = []
      let isLonger = reference.comparison == .definedLonger
      let first = theirs.firstIndex { !$0.isNaN } ?? 0
      for row in start..<max(start, candles.count) {
        let price = candles.columns[CandleColumn.close.rawValue][row]
        if isLonger, row > first, !theirs[row].isFinite, ours[row].isFinite { continue }
        if !areEqual(ours[row], theirs[row], price: price, reference) { rows.append(row) }
      }
      if let row = rows.first {
        return Difference(
          call: "\(call.testDescription) on \(candles.name)", output: output, row: row, ours: ours[row],
          theirs: theirs[row], count: rows.count)
      }
    }
    return nil
  }

  /// Which of our outputs the function's output stands for, or nil.
  private static func place(of number: Int, in reference: ReferenceCase, _ call: IndicatorCall) throws -> Int? {
    if reference.outputs.isEmpty { return number }
    guard let name = reference.outputs[number] else { return nil }
    guard let place = call.definition.outputs.firstIndex(of: name) else {
      throw ReferenceFailure(description: "\(call.definition.name) has no output \(name)")
    }
    return place
  }

  private static func areEqual(
    _ ours: Double, _ theirs: Double, price: Double, _ reference: ReferenceCase
  ) -> Bool {
    if ours.isNaN || theirs.isNaN { return ours.isNaN && theirs.isNaN }
    if ours == theirs { return true }
    guard ![.exact, .pattern].contains(reference.comparison), ours.isFinite, theirs.isFinite else { return false }
    let unit =
      switch reference.comparison {
      case .scale: 100.0
      case .within(let size): size
      case .usual, .beginsLater, .definedLonger, .exact, .pattern: price
      }
    return (ours - theirs).magnitude <= max(1e-9 * theirs.magnitude, 1e-12 * unit)
  }
}
