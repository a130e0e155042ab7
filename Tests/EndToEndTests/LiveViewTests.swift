// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// Drives `botctl live` on a terminal that is emulated: Tests/Terminal/live_view.py.
@Suite(.timeLimit(.minutes(5))) struct `The live view` {
  private static let python = (ProcessInfo.processInfo.environment["BOTYARD_TEST_TOOLS"] ?? "") + "/python3"

  static var mayRun: Bool {
    FileManager.default.isExecutableFile(atPath: python) || ProcessInfo.processInfo.environment["CI"] == "true"
  }

  @Test(.enabled(if: mayRun, "the Python tools are not installed: scripts/test installs them"))
  func `shows a bot, does as keys say, outlives its server, and leaves the terminal as it was`() async throws {
    let folder = try Folder()
    let run = try Program(
      Self.python,
      [
        repository.appending(path: "Tests/Terminal/live_view.py").path, Program.folder.path, folder.url.path,
      ], environment: ["PYTHONDONTWRITEBYTECODE": "1"], in: folder)
    let outcome = try await run.waitForEnd(within: .seconds(240))
    #expect(outcome.status == 0, "\(outcome.output)")
    print(outcome.output)
  }
}
