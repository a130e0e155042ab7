// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ControlClient
import Documents

extension ControlRequest {
  /// Whether the server lives, and what it is. Takes no token.
  static let health = ControlRequest(.get, ["health"], base: "")
  /// Whether the server does what it is for. Takes no token.
  static let readiness = ControlRequest(.get, ["ready"], base: "")
}

struct StatusCommand: ControlCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show how the server is, and how many bots do what.")

  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  func run(in session: Session) async throws {
    let health = try await session.client.send(.health)
    let bots = try await session.client.list(ControlRequest(.get, ["bots"])).items
    var members = [Node.Member(key: "server", value: .string(session.client.server.text))]
    members += (health.object ?? []).filter { $0.key != "status" }
    members.append(.init(key: "ready", value: try await Self.readiness(session)))
    members.append(.init(key: "bots", value: .number(bots.count)))
    members.append(.init(key: "states", value: Self.counts(of: "state", in: bots)))
    members.append(.init(key: "phases", value: Self.counts(of: "phase", in: bots)))
    members.append(.init(key: "open_trades", value: .number(bots.compactMap { $0["open_trades"]?.int64 }.reduce(0, +))))
    session.report.details(.object(members))
  }

  private static func readiness(_ session: Session) async throws(ControlFailure) -> Node {
    do {
      _ = try await session.client.send(.readiness)
      return true
    } catch {
      guard case .refused(let problem) = error else { throw error }
      return .string("no: \(problem.detail)")
    }
  }

  /// How many items have each value of a field, the most frequent first.
  static func counts(of key: String, in items: [Node]) -> Node {
    let counts = Dictionary(grouping: items) { $0[key]?.string ?? "unknown" }.mapValues(\.count)
    let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    return .object(sorted.map { Node.Member(key: $0.key, value: .number($0.value)) })
  }
}

struct VersionCommand: ControlCommand {
  static let configuration = CommandConfiguration(
    commandName: "version", abstract: "Print the version of the client, and of the server if it can be reached.")

  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  func run(in session: Session) async throws {
    var members = [Node.Member(key: "client", value: .string(ClientVersion.text))]
    do {
      let health = try await session.client.send(.health)
      members.append(.init(key: "server", value: health["version"] ?? .null))
    } catch {
      members.append(.init(key: "server", value: .null))
      session.console.remark("No server: \(error.summary)")
    }
    session.report.details(.object(members))
  }
}
