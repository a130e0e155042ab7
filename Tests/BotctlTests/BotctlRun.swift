// SPDX-License-Identifier: Apache-2.0
import ControlClient
import Synchronization

@testable import botctl

/// What one run of the program came to.
struct BotctlRun: Sendable {
  let code: ControlClient.ExitCode
  let output: String
  let errors: String

  /// Runs the program in this process, as a script would: without a terminal.
  static func run(
    _ arguments: [String], server: String, environment: [String: String] = [:], answer: String? = nil,
    files: [String: String] = [:]
  ) async -> BotctlRun {
    let recorder = Recorder()
    let ask: @Sendable (String) -> String? = { _ in answer }
    let console = Console(
      write: { recorder.add(output: $0) }, remark: { recorder.add(errors: $0 + "\n") },
      ask: answer == nil ? nil : ask, size: { nil }, isColoured: false)
    let program = Program(
      environment: ["BOTCTL_SERVER": server, "BOTCTL_TOKEN": "secret"].merging(environment) { $1 }, console: console,
      makeKey: { "key-1" },
      read: { path throws(ControlFailure) in
        guard let text = files[path] else { throw .file(path: path, cause: "No such file or directory") }
        return text
      })
    let code = await program.run(arguments)
    return BotctlRun(code: code, output: recorder.output, errors: recorder.errors)
  }
}

/// Keeps what a run writes.
private final class Recorder: Sendable {
  private let texts = Mutex<(output: String, errors: String)>(("", ""))

  var output: String { texts.withLock { $0.output } }
  var errors: String { texts.withLock { $0.errors } }

  func add(output text: String) { texts.withLock { $0.output += text } }
  func add(errors text: String) { texts.withLock { $0.errors += text } }
}
