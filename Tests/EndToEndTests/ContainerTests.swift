// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@Suite struct `The container's start with the real server` {
  @Test func `serves beyond loopback as a user without privileges, from an empty folder`() async throws {
    let folder = try Folder()
    // Others may enter; what is started makes the data folder itself.
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder.url.path)
    let programs = folder.path("bin")
    try FileManager.default.createDirectory(atPath: programs, withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: repository.appending(path: "entrypoint.sh").path, toPath: programs + "/entrypoint.sh")
    try FileManager.default.copyItem(
      atPath: Program.folder.appending(path: "botd").path, toPath: programs + "/botd")
    let drop = getuid() == 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []
    let container = try Program(
      "/usr/bin/env", drop + ["entrypoint.sh"],
      environment: [
        "PATH": programs + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"),
        "BOTD_LISTEN": "0.0.0.0:0", "BOTD_DATA_DIR": folder.path("data"), "BOTD_VENUE": "sim",
      ], in: folder)
    let address = try await container.waitForAddress()
    #expect(container.output.contains("The admin token is in \(folder.path("data/admin.token"))"))
    let port = try #require(address.split(separator: ":").last)
    let local = "http://127.0.0.1:\(port)"
    let token = try String(contentsOfFile: folder.path("data/admin.token"), encoding: .utf8)
    try await APIClient(address: local, token: nil).waitUntilReady()
    #expect(try await APIClient(address: local, token: token).get("/api/v1/bots").status == 200)
    #expect(try await APIClient(address: local, token: nil).get("/api/v1/bots").status == 401)
    container.send(SIGTERM)
    #expect(try await container.waitForEnd(within: .seconds(20)).status == 0)
  }
}
