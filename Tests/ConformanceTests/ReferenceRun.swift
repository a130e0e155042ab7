// SPDX-License-Identifier: Apache-2.0
import Foundation

/// What TA-Lib itself says about real candles: https://ta-lib.org, by the Python package that `scripts/test` installs.
struct ReferenceRun {
  let candles: CandleSeries
  /// The columns of each case, in order.
  let answers: [[[Double]]]

  private static let repository = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let python = (ProcessInfo.processInfo.environment["BOTYARD_TEST_TOOLS"] ?? "") + "/python3"
  /// Where real candles are; beside the checkout, and no part of it.
  private static let candleFolder = repository.deletingLastPathComponent().appending(path: "shared/bench-data")

  /// Whether TA-Lib and real candles are here, or must be.
  static var isPossible: Bool {
    ProcessInfo.processInfo.environment["CI"] == "true"
      || FileManager.default.isExecutableFile(atPath: python) && !series.isEmpty
  }

  /// The real candles there are, by the names of their files.
  static let series: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: candleFolder.path)) ?? []
    return files.filter { $0.hasSuffix(".csv.gz") }.sorted()
  }()

  init(_ cases: [ReferenceCase], on file: String) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "botyard-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let list = folder.appending(path: "cases.txt")
    try cases.map { $0.line + "\n" }.joined().write(to: list, atomically: true, encoding: .utf8)
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: Self.python)
    process.arguments = [
      Self.repository.appending(path: "Tests/Reference/ta_lib_reference.py").path,
      Self.candleFolder.appending(path: file).path, list.path, folder.path,
    ]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let said = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw ReferenceFailure(description: String(decoding: said, as: UTF8.self))
    }
    let columns = try Self.columns(of: folder.appending(path: "candles"), rows: nil)
    candles = CandleSeries(file, columns: columns)
    answers = try cases.indices.map { number in
      try Self.columns(of: folder.appending(path: "\(number)"), rows: columns[0].count)
    }
  }

  /// The columns of a file of doubles; the six of the candles where the number of rows isn't known.
  private static func columns(of file: URL, rows: Int?) throws -> [[Double]] {
    let data = try Data(contentsOf: file)
    let values = data.withUnsafeBytes { bytes in
      bytes.bindMemory(to: UInt64.self).map { Double(bitPattern: UInt64(littleEndian: $0)) }
    }
    let rows = rows ?? values.count / 6
    return stride(from: 0, to: values.count, by: rows).map { Array(values[$0..<($0 + rows)]) }
  }
}
