// SPDX-License-Identifier: Apache-2.0
import Documents
import Foundation
import Testing

@Suite struct `botd demo` {
  private func environment(_ folder: Folder) -> [String: String] {
    [
      "BOTD_LISTEN": "127.0.0.1:0", "BOTD_BOTS_DIR": repository.appending(path: "bots").path,
      "TMPDIR": folder.path("tmp"), "BOTD_ADMIN_TOKEN": "of-the-demonstration",
    ]
  }

  @Test func `gets from nothing to bots that trade, and leaves nothing behind`() async throws {
    let folder = try Folder()
    try FileManager.default.createDirectory(atPath: folder.path("tmp"), withIntermediateDirectories: true)
    let demo = try Program("botd", ["demo", "--speed", "120"], environment: environment(folder), in: folder)
    let address = try await demo.waitForAddress()
    #expect(demo.output.contains("token    of-the-demonstration"))
    let client = APIClient(address: address, token: "of-the-demonstration")
    try await client.waitUntilReady()
    let bot = try await demo.waitFor(#/\n\d\d:\d\d:\d\d  ([a-z0-9-]+) +bought /#, within: .seconds(90))
    let trades = try await client.get("/api/v1/bots/\(bot)/trades").node
    #expect(trades["items"]?.array?.isEmpty == false)
    _ = try await demo.waitFor(#/\n\d\d:\d\d:\d\d  ([a-z0-9-]+) +sold /#, within: .seconds(90))
    let bots = try await client.get("/api/v1/bots?state=RUNNING").node
    #expect((bots["items"]?.array?.count ?? 0) >= 4)
    demo.send(SIGINT)
    #expect(try await demo.waitForEnd(within: .seconds(20)).status == 0)
    #expect(folder.contents(of: "tmp").isEmpty)
  }

  @Test func `keeps its folder when asked to, and goes on with it`() async throws {
    let folder = try Folder()
    for _ in 1...2 {
      let demo = try Program(
        "botd", ["demo", "--speed", "120", "--keep", "kept"], environment: environment(folder), in: folder)
      _ = try await demo.waitForAddress()
      _ = try await demo.waitFor(#/\n\d\d:\d\d:\d\d  ([a-z0-9-]+) +bought /#, within: .seconds(90))
      demo.send(SIGTERM)
      #expect(try await demo.waitForEnd(within: .seconds(20)).status == 0)
      #expect(FileManager.default.fileExists(atPath: folder.path("kept/botd.sqlite")))
    }
  }

  @Test func `says what to do where there are no bot files`() async throws {
    let folder = try Folder()
    let outcome = try await run("botd", "demo", environment: ["BOTD_LISTEN": "127.0.0.1:0"], in: folder)
    #expect(outcome.status == 78)
    #expect(outcome.output.contains("BOTD_BOTS_DIR"))
  }
}
