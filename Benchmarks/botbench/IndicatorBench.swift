// SPDX-License-Identifier: Apache-2.0

import Foundation
import Indicators

/// Measures every indicator of the catalog over a long series, and TA-Lib over the same one.
struct IndicatorBench {
  private static let chunk = 1024
  private static let runs = 5

  private let candles: Int
  private let cases: [IndicatorBenchCase]
  private let bars: [Bar]

  init(candles: Int, only: String) {
    self.candles = candles / Self.chunk * Self.chunk
    cases = IndicatorBenchCase.all.filter { only.isEmpty || $0.name.contains(only) }
    bars = Self.walk(self.candles)
  }

  func run() throws {
    let theirs = try theirNanoseconds()
    print("candles \(candles), chunks of \(Self.chunk), fastest of \(Self.runs) runs; nanoseconds per candle")
    print(Self.row("indicator", "ours", "TA-Lib", "ours / TA-Lib's speed"))
    var slow: [String] = []
    for (index, one) in cases.enumerated() {
      let ours = ourNanoseconds(one)
      let reference = theirs[index]
      let ratio = reference.map { $0 / ours }
      if let ratio, ratio < 0.5 { slow.append(one.name) }
      print(
        Self.row(
          one.description, Self.fixed(ours), reference.map(Self.fixed) ?? "-",
          ratio.map { Self.fixed($0) + " x" } ?? "-"))
    }
    print("below half of TA-Lib's speed: \(slow.isEmpty ? "none" : slow.joined(separator: ", "))")
  }

  // MARK: Ours

  /// The fastest run over all chunks, each a table that stands ready.
  private func ourNanoseconds(_ one: IndicatorBenchCase) -> Double {
    let first = ValueTable.candleColumns
    let outputs = max(1, one.definition.outputs.count)
    var tables = stride(from: 0, to: candles, by: Self.chunk).map { start in
      var table = ValueTable(columns: first + outputs, rows: Self.chunk)
      for row in 0..<Self.chunk { table.set(bars[start + row], row: row) }
      return table
    }
    var fastest = Duration.seconds(3600)
    for _ in 0..<Self.runs {
      var process = one.definition.make(one.arguments)
      let elapsed = ContinuousClock().measure {
        for index in tables.indices {
          process.run(on: &tables[index], rows: Self.chunk, inputs: one.inputs, output: first)
        }
      }
      fastest = min(fastest, elapsed)
    }
    return fastest / .nanoseconds(1) / Double(candles)
  }

  // MARK: TA-Lib's

  /// TA-Lib's time for each case that it has a function for; none where it isn't installed.
  private func theirNanoseconds() throws -> [Double?] {
    let nothing: [Double?] = cases.map { _ in nil }
    guard let tools = ProcessInfo.processInfo.environment["BOTYARD_TEST_TOOLS"] else { return nothing }
    let folder = FileManager.default.temporaryDirectory.appending(path: "botbench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let lines = cases.compactMap(\.reference).map { $0 + "\n" }.joined()
    try lines.write(to: folder.appending(path: "cases.txt"), atomically: true, encoding: .utf8)
    try columns().write(to: folder.appending(path: "candles"))
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: tools + "/python3")
    process.arguments = [
      URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Reference/ta_lib_speed.py").path,
      folder.appending(path: "candles").path, folder.appending(path: "cases.txt").path,
    ]
    process.standardOutput = pipe
    try process.run()
    let said = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    var figures = String(decoding: said, as: UTF8.self).split(separator: "\n").map { Double($0) }[...]
    return cases.map { $0.reference == nil ? nil : figures.popFirst() ?? nil }
  }

  private func columns() -> Data {
    let columns = [
      bars.map { Double($0.openTime) }, bars.map(\.open), bars.map(\.high), bars.map(\.low), bars.map(\.close),
      bars.map(\.volume),
    ]
    return columns.joined().reduce(into: Data()) { data, value in
      withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) }
    }
  }

  // MARK: Candles and print

  /// Prices with two decimal places that go up and down by chance, from a fixed seed.
  private static func walk(_ count: Int) -> [Bar] {
    var random = SplitMix(seed: 1)
    var price = 6_400_000.0
    return (0..<count).map { number in
      let open = price
      price = max(100_000, price + Double(Int.random(in: -3000...3000, using: &random)))
      return Bar(
        openTime: 1_772_409_600_000 + Int64(number) * 300_000, open: open / 100,
        high: (max(open, price) + Double(Int.random(in: 0...1500, using: &random))) / 100,
        low: (min(open, price) - Double(Int.random(in: 0...1500, using: &random))) / 100, close: price / 100,
        volume: Double(Int.random(in: 1...1_000_000, using: &random)) / 1000)
    }
  }

  private static func fixed(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }

  private static func row(_ name: String, _ cells: String...) -> String {
    let padded = cells.map { String(repeating: " ", count: max(1, 10 - $0.count)) + $0 }
    return name + String(repeating: " ", count: max(1, 36 - name.count)) + padded.joined()
  }
}
