// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import ServerConfiguration

@Suite struct `A secret` {
  @Test func `shows nothing of itself, however it is printed`() {
    let secret = Secret("hush")
    var dumped = ""
    dump(secret, to: &dumped)
    dump(Credentials(key: secret, signer: .hmac(secret: secret), source: "here"), to: &dumped)
    let texts = ["\(secret)", String(describing: secret), String(reflecting: secret), "\([secret])", dumped]
    for text in texts { #expect(!text.contains("hush"), "\(text)") }
    #expect(Mirror(reflecting: secret).children.isEmpty)
    #expect(secret.revealed == "hush")
  }
}

@Suite struct `The token that botd makes` {
  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "botyard-token-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  private func mode(of path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  @Test func `is random, kept for its owner only, and used again`() throws {
    try withFolder { folder in
      let file = AdminTokenFile(dataFolder: folder)
      let token = try file.token().revealed
      #expect(token.wholeMatch(of: /[0-9a-f]{64}/) != nil)
      #expect(try mode(of: file.path) == 0o600)
      #expect(try file.token().revealed == token)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["admin.token"])
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
      #expect(try file.token().revealed == token)
      #expect(try mode(of: file.path) == 0o600)
      try withFolder { other in
        let otherToken = try AdminTokenFile(dataFolder: other).token().revealed
        #expect(otherToken != token)
      }
    }
  }

  @Test func `replaces what a start that was cut short left`() throws {
    try withFolder { folder in
      let file = AdminTokenFile(dataFolder: folder)
      try "".write(toFile: file.path, atomically: true, encoding: .utf8)
      try "half".write(toFile: file.path + ".new", atomically: true, encoding: .utf8)
      #expect(try file.token().revealed.count == 64)
      try "kept-by-the-container\n".write(toFile: file.path, atomically: true, encoding: .utf8)
      #expect(try file.token().revealed == "kept-by-the-container")
    }
  }

  @Test func `is refused where it can't be kept, with the path`() {
    let error = #expect(throws: ConfigurationErrors.self) {
      try AdminTokenFile(dataFolder: "/nowhere-at-all").token()
    }
    #expect(error?.description.hasPrefix("/nowhere-at-all/admin.token can't be written (No such file") == true)
  }
}
