// SPDX-License-Identifier: Apache-2.0
import Documents
import Glibc

/// A `botd` of a test at a venue of a test, which can be killed and started again on the same data.
final class Server {
  private let folder: Folder
  private let environment: [String: String]
  private var program: Program
  private(set) var client: APIClient

  private static let token = "of-the-test-itself"

  /// - Parameter more: variables besides those of every server.
  init(at venue: Venue, in folder: Folder, _ more: [String: String] = [:]) async throws {
    self.folder = folder
    environment = venue.environment.merging(
      ["BOTD_LISTEN": "127.0.0.1:0", "BOTD_ADMIN_TOKEN": Self.token, "BOTD_LOG_LEVEL": "warning"]
    ) { $1 }.merging(more) { $1 }
    program = try Program("botd", ["serve"], environment: environment, in: folder)
    client = APIClient(address: try await program.waitForAddress(), token: Self.token)
    try await client.waitUntilReady()
  }

  var output: String { program.output }

  /// Whether it has not fallen down.
  var isRunning: Bool { program.isRunning }

  /// Ends it without warning.
  func kill() async throws {
    program.send(SIGKILL)
    _ = try await program.waitForEnd()
  }

  /// Starts it again, on another port.
  func restart() async throws {
    program = try Program("botd", ["serve"], environment: environment, in: folder)
    client = APIClient(address: try await program.waitForAddress(), token: Self.token)
    try await client.waitUntilReady()
  }

  /// Creates a bot.
  func create(_ bot: Node) async throws {
    let answer = try await client.post("/api/v1/bots", bot)
    guard answer.status == 201 else { throw Program.Failure(description: "\(answer.status) \(answer.text)") }
  }

  /// Asks something of a bot, and answers the bot.
  @discardableResult
  func perform(_ action: String, on bot: String, _ body: Node? = nil) async throws -> Node {
    let answer = try await client.post("/api/v1/bots/\(bot)/\(action)", body)
    guard answer.status == 200 else { throw Program.Failure(description: "\(answer.status) \(answer.text)") }
    return answer.node
  }

  /// Waits until every one of the bots is in a phase.
  func wait(for bots: some Sequence<String>, toBe phase: String, within limit: Duration = .seconds(60)) async throws {
    for bot in bots {
      try await client.poll("/api/v1/bots/\(bot)", for: "\(bot) is \(phase)", within: limit) { answer in
        answer.node["phase"]?.string == phase ? () : nil
      }
    }
  }

  /// The value of a metric, added up over its labels.
  func metric(_ name: String) async throws -> Double {
    let text = try await client.get("/metrics").text
    return text.split(separator: "\n").reduce(0) { sum, line in
      guard line.hasPrefix(name + " ") || line.hasPrefix(name + "{") else { return sum }
      return sum + (line.split(separator: " ").last.flatMap { Double($0) } ?? 0)
    }
  }
}
