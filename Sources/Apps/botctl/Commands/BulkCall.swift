// SPDX-License-Identifier: Apache-2.0

import ControlClient
import Documents

/// The same request for several bots, one after the other. What fails for one doesn't keep the others from it.
struct BulkCall {
  let names: [String]
  /// What has happened to a bot when it is done.
  let word: String

  /// Carries the requests out, and writes the bots that were answered.
  ///
  /// - Throws: one bot's failure as it is; of several, how many failed, after each was reported on standard error.
  /// - Parameter again: what is asked instead where a request failed, or nil.
  func carryOut(
    in session: Session, again: (String, ControlFailure) throws(ControlFailure) -> ControlRequest? = { _, _ in nil },
    _ request: (String) -> ControlRequest
  ) async throws(ControlFailure) {
    func send(_ name: String) async throws(ControlFailure) -> Node {
      do {
        return try await session.client.send(request(name))
      } catch {
        guard let next = try again(name, error) else { throw error }
        return try await session.client.send(next)
      }
    }
    if names.count == 1 {
      let answer = try await send(names[0])
      if answer.isNull { session.console.remark("\(names[0]): \(word)") } else { session.report.row(answer, .bots) }
      return
    }
    var answers: [Node] = []
    var failures: [ControlFailure] = []
    for name in names {
      do {
        let answer = try await send(name)
        if !answer.isNull { answers.append(answer) }
        session.console.remark("\(name): \(word)")
      } catch {
        failures.append(error)
        session.console.remark("\(name): failed: \(error.summary)" + (error.advice.map { " (\($0))" } ?? ""))
      }
    }
    if !answers.isEmpty { session.report.list(ItemList(items: answers), .bots) }
    guard let first = failures.first else { return }
    let isSame = failures.allSatisfy { $0.exitCode == first.exitCode }
    if failures.count == names.count, isSame { throw .all(failed: failures.count, code: first.exitCode) }
    throw .partial(failed: failures.count, of: names.count)
  }
}
