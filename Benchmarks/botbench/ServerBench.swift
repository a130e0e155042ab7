// SPDX-License-Identifier: Apache-2.0

import BotModel
import Foundation
import TradingModel

/// Starts the programs that `botbench server` measures.
struct ServerBench {
  static let token = "botbench-token"
  private static let serverPort: UInt16 = 18_080
  private static let venuePort: UInt16 = 19_080

  let programs: String
  let scratch: String
  let pairs: [Pair]
  let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))

  /// The venue, at the pace of the wall.
  func startVenue() throws -> ServerProcess {
    try ServerProcess.start(
      programs + "/botsim",
      [
        "--listen", "127.0.0.1:\(Self.venuePort)", "--pairs",
        pairs.map(\.description).joined(separator: ","),
      ],
      environment: [:], port: Self.venuePort, readyPath: "/api/v3/ping", log: scratch + "/botsim.log")
  }

  /// The server on a data folder.
  func startServer(_ folder: DataFolder) throws -> ServerProcess {
    try ServerProcess.start(
      programs + "/botd", ["serve"],
      environment: [
        "BOTD_LISTEN": "127.0.0.1:\(Self.serverPort)", "BOTD_DATA_DIR": folder.path, "BOTD_VENUE": "sim",
        "BOTD_BINANCE_REST_URL": "http://127.0.0.1:\(Self.venuePort)",
        "BOTD_BINANCE_STREAM_URL": "ws://127.0.0.1:\(Self.venuePort)", "BOTD_ADMIN_TOKEN": Self.token,
      ],
      port: Self.serverPort, readyPath: "/ready", log: scratch + "/botd.log")
  }

  /// Seconds from a start of the server to its first "ready".
  func timeStart(_ folder: DataFolder) throws -> Double {
    let server = try startServer(folder)
    server.stop()
    return server.secondsToReady
  }

  /// Seconds that `botd version` takes as a whole process, which is what starting anything costs here.
  func versionTimes(_ count: Int) throws -> [Double] {
    try (0..<count).map { _ in
      let process = Process()
      process.executableURL = URL(filePath: programs + "/botd")
      process.arguments = ["version"]
      process.standardOutput = FileHandle.nullDevice
      let start = ContinuousClock.now
      try process.run()
      process.waitUntilExit()
      return Double((ContinuousClock.now - start).nanoseconds) / 1e9
    }
  }

  /// What the server keeps in memory once every bot runs and the figure has stopped rising.
  func settledBytes(of server: ServerProcess, _ folder: DataFolder) async throws -> Int {
    for bot in folder.bots {
      while try phase(of: bot.settings.name, server) != "running" { try await Task.sleep(for: .milliseconds(100)) }
    }
    var last = 0
    while let bytes = ResidentMemory.bytes(of: server.process.processIdentifier) {
      if bytes <= last + last / 200 { return bytes }
      last = bytes
      try await Task.sleep(for: .seconds(3))
    }
    throw ServerFailure(message: "botd is gone; see \(scratch)/botd.log")
  }

  private func phase(of bot: BotName, _ server: ServerProcess) throws -> Substring {
    guard let answer = HTTPProbe.get("/api/v1/bots/\(bot)", port: server.port, token: Self.token),
      let place = answer.text.range(of: "\"phase\":\"")
    else { throw ServerFailure(message: "botd does not tell the phase of \(bot)") }
    return answer.text[place.upperBound...].prefix { $0 != "\"" }
  }

  /// The median of durations, and the smallest and the largest.
  func milliseconds(_ seconds: [Double]) -> String {
    let sorted = seconds.sorted().map { Column.fixed($0 * 1000, places: 1) }
    return "median \(sorted[sorted.count / 2]) ms, \(sorted[0]) to \(sorted[sorted.count - 1])"
  }
}
