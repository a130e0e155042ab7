// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ControlClient
import Documents

struct DoctorCommand: ControlCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Look for what is wrong: connection, token, versions, readiness, bots.")

  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  func run(in session: Session) async throws {
    let findings = await Examination(session: session).findings()
    session.report.list(ItemList(items: findings.map(\.node)), .checks)
    for advice in findings.compactMap(\.advice) { session.console.remark("Hint: \(advice)") }
    let failed = findings.filter { $0.status == .fail }
    guard !failed.isEmpty else { return }
    let codes = Set(failed.map { $0.failure?.exitCode ?? .failure })
    let code = codes.count == 1 ? codes.first : nil
    throw ControlFailure.checksFailed(failed.count, code: code ?? .failure)
  }
}

/// What an examination found about one thing.
struct Finding {
  enum Status: String {
    case ok
    case warn
    case fail
  }

  let check: String
  let status: Status
  let detail: String
  var advice: String?
  var failure: ControlFailure?

  var node: Node {
    ["check": .string(check), "status": .string(status.rawValue), "detail": .string(detail)]
  }

  init(_ check: String, _ status: Status, _ detail: String, advice: String? = nil) {
    self.check = check
    self.status = status
    self.detail = detail
    self.advice = advice
  }

  init(_ check: String, _ failure: ControlFailure) {
    self.init(check, .fail, failure.summary, advice: failure.advice)
    self.failure = failure
  }
}

/// Goes from the connection upwards, and no further than it gets.
private struct Examination {
  let session: Session

  func findings() async -> [Finding] {
    let health: Node
    do {
      health = try await session.client.send(.health)
    } catch {
      return [Finding("connection", error)]
    }
    var findings = [Finding("connection", .ok, session.client.server.text), version(health)]
    if let venue = health["venue"]?.string { findings.append(Finding("venue", .ok, venue)) }
    findings.append(await readiness())
    do {
      let bots = try await session.client.list(ControlRequest(.get, ["bots"])).items
      findings.append(Finding("token", .ok, "accepted"))
      findings += self.bots(bots)
    } catch {
      findings.append(Finding(session.hasToken ? "token" : "token (none was found)", error))
    }
    return findings
  }

  private func version(_ health: Node) -> Finding {
    let server = health["version"]?.string ?? "unknown"
    guard server != ClientVersion.text else { return Finding("version", .ok, server) }
    return Finding(
      "version", .warn, "the server is \(server), the client \(ClientVersion.text)",
      advice: "use the botctl that came with the server")
  }

  private func readiness() async -> Finding {
    do {
      _ = try await session.client.send(.readiness)
      return Finding("readiness", .ok, "ready")
    } catch {
      return Finding("readiness", error)
    }
  }

  private func bots(_ bots: [Node]) -> [Finding] {
    let troubled = bots.filter { ["degraded", "backoff", "failed"].contains($0["phase"]?.string ?? "") }
    guard !troubled.isEmpty else { return [Finding("bots", .ok, "\(bots.count), none in trouble")] }
    return troubled.map { bot in
      let condition = bot["conditions"]?.array?.first { $0["status"]?.bool == false }
      let words = [bot["phase"], condition?["reason"], condition?["message"]].compactMap { $0?.string }
      let isFailed = bot["phase"]?.string == "failed"
      return Finding(
        "bot \(bot["name"]?.string ?? "")", isFailed ? .fail : .warn,
        words.filter { !$0.isEmpty }.joined(separator: ": "))
    }
  }
}
