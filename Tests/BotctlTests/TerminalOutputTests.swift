// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import botctl

@Suite struct `Writing to a terminal` {
  private func write(
    _ text: String, _ attempts: [TerminalOutput.Attempt], endingAfter end: Int = .max
  ) -> (outcome: TerminalOutput.Outcome, taken: String, waits: Int) {
    var attempts = attempts[...]
    var taken: [UInt8] = []
    var waits = 0
    var asked = 0
    let outcome = Array(text.utf8).withUnsafeBytes { bytes in
      TerminalOutput.write(
        bytes,
        attempt: { rest in
          let attempt = attempts.popFirst() ?? .wrote(rest.count)
          if case .wrote(let count) = attempt { taken += rest.prefix(count) }
          return attempt
        }, waitForRoom: { waits += 1 },
        isEnding: {
          asked += 1
          return asked > end
        })
    }
    return (outcome, String(decoding: taken, as: UTF8.self), waits)
  }

  @Test func `goes on where only a part was taken, after a wait where there is no room`() {
    let result = write("a frame", [.wrote(2), .full, .interrupted, .wrote(1), .full])
    #expect(result.outcome == .whole)
    #expect(result.taken == "a frame")
    #expect(result.waits == 2)
  }

  @Test func `is one write where there is room`() {
    #expect(write("a frame", []).outcome == .whole)
    #expect(write("", []).outcome == .whole)
  }

  @Test func `leaves off where it is told to, or nobody reads`() {
    #expect(write("a frame", [.wrote(2), .full, .full], endingAfter: 2).outcome == .ended)
    #expect(write("a frame", [.wrote(2), .broken]).outcome == .broken)
  }

  @Test(arguments: [
    (["LANG": "de_DE.UTF-8"], true), (["LANG": "C.utf8"], true), (["LANG": "de_DE.UTF-8", "LC_ALL": "C"], false),
    (["LANG": "C", "LC_CTYPE": "C.UTF-8"], true), ([:], false), (["LC_ALL": "", "LANG": "C.UTF-8"], true),
  ])
  func `other characters than ASCII need a locale that has them`(environment: [String: String], isUnicode: Bool) {
    #expect(Terminal.isUnicode(environment) == isUnicode)
  }
}
