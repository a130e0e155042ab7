// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import Testing

/// The container's start is run here as the image would run it, with a stand-in for the programs: no container engine
/// is needed for that.
@Suite struct `The container starts as promised` {
  /// An empty folder with the entry point in it, and a `botd` that says how it was called.
  private struct Container: ~Copyable {
    let folder: URL

    init() throws {
      folder = FileManager.default.temporaryDirectory.appending(path: "botyard-entry-\(UUID().uuidString)")
      let programs = folder.appending(path: "bin")
      try FileManager.default.createDirectory(at: programs, withIntermediateDirectories: true)
      try Repository.text(of: "entrypoint.sh")
        .write(to: programs.appending(path: "entrypoint.sh"), atomically: true, encoding: .utf8)
      try "#!/bin/sh\necho \"botd $* user=$(id -u) listen=$BOTD_LISTEN token=$BOTD_ADMIN_TOKEN_FILE\"\n"
        .write(to: programs.appending(path: "botd"), atomically: true, encoding: .utf8)
      for path in ["bin/botd", "bin/entrypoint.sh", "bin", "."] {
        try FileManager.default.setAttributes(
          [.posixPermissions: 0o755], ofItemAtPath: folder.appending(path: path).path)
      }
      try FileManager.default.createDirectory(at: folder.appending(path: "empty"), withIntermediateDirectories: true)
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o777], ofItemAtPath: folder.appending(path: "empty").path)
    }

    /// Runs the entry point as a user without privileges, in the empty folder.
    func start(_ words: String, _ environment: String = "") throws -> Command.Outcome {
      let drop = getuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups" : ""
      let path = folder.path
      return try Command.run(
        "sh", "-c",
        """
        cd '\(path)/empty' && exec \(drop) env -u BOTD_ADMIN_TOKEN PATH='\(path)/bin':"$PATH" \
          BOTD_LISTEN=0.0.0.0:8080 BOTD_DATA_DIR='\(path)/empty/data' \(environment) \
          '\(path)/bin/entrypoint.sh' \(words)
        """)
    }

    var tokenPath: String { folder.appending(path: "empty/data/admin.token").path }

    deinit { try? FileManager.default.removeItem(at: folder) }
  }

  @Test func `serves by default, with a token that it made, kept and named`() throws {
    let container = try Container()
    let first = try container.start("")
    #expect(first.status == 0)
    #expect(first.output.contains("botd serve user="))
    #expect(!first.output.contains("user=0 "))
    #expect(first.output.contains("listen=0.0.0.0:8080 token=\(container.tokenPath)\n"))
    #expect(first.output.contains("The admin token is in \(container.tokenPath)\n"))
    let attributes = try FileManager.default.attributesOfItem(atPath: container.tokenPath)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(attributes[.size] as? Int == 64)
    let token = FileManager.default.contents(atPath: container.tokenPath)
    #expect(try container.start("serve").status == 0)
    #expect(FileManager.default.contents(atPath: container.tokenPath) == token)
  }

  @Test(arguments: ["BOTD_ADMIN_TOKEN=given", "BOTD_ADMIN_TOKEN_FILE=/run/secrets/token"])
  func `makes no token where one is given`(environment: String) throws {
    let container = try Container()
    let outcome = try container.start("", environment)
    #expect(outcome.status == 0)
    #expect(!FileManager.default.fileExists(atPath: container.tokenPath))
  }

  @Test func `runs another subcommand or program, and makes no token for it`() throws {
    let container = try Container()
    #expect(try container.start("check").output.hasPrefix("botd check user="))
    #expect(try container.start("--help").output.hasPrefix("botd --help user="))
    #expect(try container.start("echo hello").output == "hello\n")
    #expect(!FileManager.default.fileExists(atPath: container.tokenPath))
  }

  @Test func `refuses a data folder that it can't write to, and says what to do`() throws {
    let container = try Container()
    let outcome = try container.start("", "BOTD_DATA_DIR=/nowhere-to-write")
    #expect(outcome.status == 78)
    #expect(outcome.output.contains("BOTD_DATA_DIR=/nowhere-to-write"))
  }

  @Test func `the variables of image and unit are in .env.example, each with a remark`() {
    let lines = Repository.text(of: ".env.example").split(separator: "\n", omittingEmptySubsequences: false)
    let names = lines.compactMap { $0.wholeMatch(of: /#([A-Z][A-Z0-9_]*)=.*/).map { String($0.1) } }
    #expect(names.count > 1 && Set(names).count == names.count)
    for (index, line) in lines.enumerated() where line.hasPrefix("#") && !line.hasPrefix("# ") {
      #expect(index > 0 && lines[index - 1].hasPrefix("#"), "\(line) has no remark above it")
    }
    let used = ["Dockerfile", "deploy/botd.service", "entrypoint.sh"].flatMap { path in
      Repository.text(of: path).matches(of: /BOTD_[A-Z_]+[A-Z]/).map { String($0.output) }
    }
    #expect(!used.isEmpty)
    for name in Set(used) {
      #expect(names.contains(name) || names.contains(name.replacing("_FILE", with: "")), "\(name)")
    }
  }
}
