// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What `wrk` found: https://github.com/wg/wrk
struct LoadRun {
  let requestsPerSecond: Double
  let p99Milliseconds: Double

  /// Asks for a path over and over on 10 connections.
  static func ask(for path: String, port: UInt16, token: String, seconds: Int, connections: Int) throws -> LoadRun {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "wrk", "-t1", "-c\(connections)", "-d\(seconds)s", "--latency", "-H", "Authorization: Bearer \(token)",
      "http://127.0.0.1:\(port)\(path)",
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard let run = LoadRun(report: text) else { throw ServerFailure(message: "wrk \(path): \(text)") }
    return run
  }

  /// Reads a report; nil where figures are missing or a request failed.
  private init?(report: String) {
    guard !report.contains("Non-2xx"), !report.contains("Socket errors"),
      let rate = Self.word(after: "Requests/sec:", in: report).flatMap({ Double($0) }),
      let p99 = Self.word(after: "99%", in: report).flatMap(Self.milliseconds)
    else { return nil }
    requestsPerSecond = rate
    p99Milliseconds = p99
  }

  private static func word(after label: String, in report: String) -> Substring? {
    guard let place = report.range(of: label) else { return nil }
    return report[place.upperBound...].split { $0.isWhitespace }.first
  }

  /// `512.00us`, `1.23ms`, `1.05s`.
  private static func milliseconds(_ text: Substring) -> Double? {
    for (unit, factor) in [("us", 0.001), ("ms", 1.0), ("s", 1000.0)] where text.hasSuffix(unit) {
      return Double(text.dropLast(unit.count)).map { $0 * factor }
    }
    return nil
  }
}
