// SPDX-License-Identifier: Apache-2.0
import Documents
import Foundation
import Testing

/// No venue answers there: what listens must get along without one.
private let nowhere = [
  "BOTD_LISTEN": "127.0.0.1:0", "BOTD_VENUE": "sim", "BOTD_BINANCE_REST_URL": "http://127.0.0.1:9",
  "BOTD_BINANCE_STREAM_URL": "ws://127.0.0.1:9", "BOTD_LOG_LEVEL": "error",
]

@Suite struct `botd starts` {
  @Test func `answers, is ready though no venue can be reached, and stops as asked`() async throws {
    let folder = try Folder()
    let botd = try Program("botd", ["serve"], environment: nowhere, in: folder)
    let address = try await botd.waitForAddress()
    let tokenFile = folder.path("data/admin.token")
    let token = try String(contentsOfFile: tokenFile, encoding: .utf8)
    #expect(token.wholeMatch(of: /[0-9a-f]{64}/) != nil)
    #expect(try FileManager.default.attributesOfItem(atPath: tokenFile)[.posixPermissions] as? Int == 0o600)
    let client = APIClient(address: address, token: token)
    try await client.waitUntilReady()
    #expect(try await client.get("/health").node["status"]?.string == "ok")
    #expect(try await client.get("/api/v1/bots").status == 200)
    #expect(try await APIClient(address: address, token: nil).get("/api/v1/bots").status == 401)
    #expect(try await client.get("/api/v1/accounts/default").node["venue"]?.string == "sim")
    botd.send(SIGTERM)
    let outcome = try await botd.waitForEnd(within: .seconds(20))
    #expect(outcome.status == 0, "\(outcome.output)")
    #expect(!outcome.output.contains(token))
  }

  @Test func `uses its token again, and takes one that is given`() async throws {
    let folder = try Folder()
    for _ in 1...2 {
      let botd = try Program("botd", ["serve"], environment: nowhere, in: folder)
      let client = APIClient(
        address: try await botd.waitForAddress(),
        token: try String(contentsOfFile: folder.path("data/admin.token"), encoding: .utf8))
      #expect(try await client.get("/api/v1/bots").status == 200)
      botd.send(SIGINT)
      #expect(try await botd.waitForEnd().status == 0)
    }
    try folder.write("BOTD_ADMIN_TOKEN='of my own'\n", to: ".env")
    #expect(try await run("botd", "serve", environment: nowhere, in: folder).status == 78)
    try folder.write("BOTD_ADMIN_TOKEN='of-my-own-it-is'\n", to: ".env")
    let botd = try Program("botd", ["serve"], environment: nowhere, in: folder)
    let client = APIClient(address: try await botd.waitForAddress(), token: "of-my-own-it-is")
    #expect(try await client.get("/api/v1/bots").status == 200)
  }

  @Test(arguments: [
    (["BOTD_LISTEN": "0.0.0.0:0"], "BOTD_LISTEN=0.0.0.0:0 can be reached from other machines"),
    (["BOTD_VENUE": "kraken"], "BOTD_VENUE=kraken can't be used: give one of"),
    (["BOTD_VENU": "sim"], "did you mean BOTD_VENUE?"),
    (["BOTD_ADMIN_TOKEN_FILE": "/nowhere"], "BOTD_ADMIN_TOKEN_FILE=/nowhere: the file can't be opened"),
    (["BOTD_DATA_DIR": "/proc/nowhere"], "/proc/nowhere can't be written"),
    (
      ["BOTD_LISTEN": "192.0.2.1:8080", "BOTD_ADMIN_TOKEN": "of-my-own"], "BOTD_LISTEN=192.0.2.1:8080 can't be listened"
    ),
  ])
  func `refuses a configuration with exit code 78`(environment: [String: String], sentence: String) async throws {
    let folder = try Folder()
    let outcome = try await run(
      "botd", "serve", environment: nowhere.merging(environment) { $1 }, in: folder)
    #expect(outcome.status == 78)
    #expect(outcome.output.contains(sentence), "\(outcome.output)")
  }

  @Test(arguments: [
    ["backtest"], ["strategies", "eval", "x"], ["serve", "--fast"], ["demo", "--speed", "0"], ["sevre"],
  ])
  func `refuses wrong usage with exit code 64`(arguments: [String]) async throws {
    let folder = try Folder()
    let outcome = try await Program("botd", arguments, in: folder).waitForEnd()
    #expect(outcome.status == 64, "\(outcome.output)")
    #expect(folder.contents(of: ".").count == 1, "nothing but its output")
  }

  @Test func `says its version`() async throws {
    let outcome = try await run("botd", "version", in: Folder())
    #expect(outcome.status == 0)
    let version = try #require(outcome.output.wholeMatch(of: /botd (\d+\.\d+\.\d+)\n/)).1
    #expect(try await run("botctl", "--version", in: Folder()).output == "\(version)\n")
  }
}

@Suite struct `A database that can't be used` {
  /// A data folder with a database that was left in order.
  private func folder() async throws -> Folder {
    let folder = try Folder()
    let botd = try Program("botd", ["serve"], environment: nowhere, in: folder)
    _ = try await botd.waitForAddress()
    botd.send(SIGTERM)
    #expect(try await botd.waitForEnd().status == 0)
    return folder
  }

  private func expectRefusal(in folder: Folder, saying words: String) async throws {
    let before = kept(in: folder)
    let outcome = try await run("botd", "serve", environment: nowhere, in: folder)
    #expect(outcome.status == 78)
    #expect(outcome.output.contains(words), "\(outcome.output)")
    #expect(kept(in: folder) == before, "nothing is touched")
  }

  /// Everything but SQLite's scratch memory, which holds nothing that lasts.
  private func kept(in folder: Folder) -> [String: Data] {
    folder.contents(of: "data").filter { !$0.key.hasSuffix("-shm") }
  }

  private func overwrite(_ folder: Folder, at offset: UInt64, with bytes: [UInt8]) throws {
    let file = try FileHandle(forUpdating: folder.url.appending(path: "data/botd.sqlite"))
    try file.seek(toOffset: offset)
    try file.write(contentsOf: Data(bytes))
    try file.close()
  }

  @Test func `is refused when it is damaged`() async throws {
    let folder = try await folder()
    try overwrite(folder, at: 0, with: Array(repeating: 0x5a, count: 64))
    try await expectRefusal(in: folder, saying: "can't be used as botd's database")
  }

  @Test func `is refused when a later version wrote it`() async throws {
    let folder = try await folder()
    // The user version in SQLite's header (https://www.sqlite.org/fileformat.html, 1.3).
    try overwrite(folder, at: 60, with: [0, 0, 3, 0xe7])
    try await expectRefusal(in: folder, saying: "was written by a later version of botd (schema 999")
  }

  @Test func `is refused when another server has it, which goes on`() async throws {
    let folder = try Folder()
    let first = try Program("botd", ["serve"], environment: nowhere, in: folder)
    let client = APIClient(address: try await first.waitForAddress(), token: nil)
    let outcome = try await run("botd", "serve", environment: nowhere, in: folder)
    #expect(outcome.status == 78)
    #expect(outcome.output.contains("is in use by another process"), "\(outcome.output)")
    try await client.waitUntilReady()
  }
}
