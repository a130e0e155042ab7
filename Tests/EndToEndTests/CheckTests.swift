// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@Suite struct `botd check` {
  @Test func `finds the bots that come with the server sound, and touches nothing`() async throws {
    let folder = try Folder()
    let bots = repository.appending(path: "bots").path
    let outcome = try await run("botd", "check", environment: ["BOTD_BOTS_DIR": bots], in: folder)
    #expect(outcome.status == 0, "\(outcome.output)")
    #expect(outcome.output.contains("ema-btc"))
    #expect(outcome.output.contains("All is well."))
    #expect(folder.contents(of: ".").count == 1, "nothing but its output")
  }

  @Test func `is content without a folder of bots that nobody asked for`() async throws {
    #expect(try await run("botd", "check", in: Folder()).status == 0)
    let outcome = try await run("botd", "check", environment: ["BOTD_BOTS_DIR": "bots"], in: Folder())
    #expect(outcome.status == 78)
    #expect(outcome.output.contains("BOTD_BOTS_DIR=bots: there is no such folder"))
  }

  @Test func `names every fault of every file and of the configuration, with exit code 78`() async throws {
    let folder = try Folder()
    try folder.write("name: a\nstrategy: ema-crossover\npairs: [7]\nstake_amount: -1\n", to: "bots/a.yaml")
    try folder.write("name: [\n", to: "bots/b.yaml")
    let outcome = try await run("botd", "check", in: folder)
    #expect(outcome.status == 78)
    for words in ["bots/a.yaml, line 3: pairs[0]: ", "bots/a.yaml, line 4: stake_amount: ", "bots/b.yaml, line "] {
      #expect(outcome.output.contains(words), "\(outcome.output)")
    }
    let wrong = try await run(
      "botd", "check", environment: ["BOTD_LOG_FORMAT": "xml", "BOTD_VENUE": "moon"], in: folder)
    #expect(wrong.status == 78)
    #expect(wrong.output.contains("BOTD_LOG_FORMAT=xml") && wrong.output.contains("BOTD_VENUE=moon"))
  }
}
