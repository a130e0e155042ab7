// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import NIOWebSocket
import Testing
import WebSockets

@Suite(.timeLimit(.minutes(5))) struct WebSocketTLSTests {
  @Test func `speaks TLS to a server that the trust roots vouch for`() async throws {
    try await withServer { port, trusting in
      let recorder = SocketRecorder()
      let connection = try await connect(to: "localhost", port, trusting, recorder)
      #expect(await recorder.next() == .text("over TLS"))
      connection.drop()
      #expect(await connection.waitForEnd() == .droppedByUs)
    }
  }

  @Test func `refuses a certificate that nobody vouches for`() async throws {
    try await withServer { port, _ in
      await expectUntrusted { try await connect(to: "localhost", port, .system) }
    }
  }

  @Test func `refuses a certificate for another host`() async throws {
    try await withServer { port, trusting in
      await expectUntrusted { try await connect(to: "127.0.0.1", port, trusting) }
    }
  }

  private func expectUntrusted(_ attempt: () async throws -> WebSocketConnection) async {
    let error = await #expect(throws: WebSocketConnectError.self) { _ = try await attempt() }
    guard case .untrusted = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  private func connect(
    to host: String, _ port: Int, _ trustRoots: WebSocketConfiguration.TrustRoots,
    _ recorder: SocketRecorder = SocketRecorder()
  ) async throws -> WebSocketConnection {
    var configuration = WebSocketConfiguration()
    configuration.trustRoots = trustRoots
    let url = try #require(WebSocketURL("wss://\(host):\(port)/"))
    return try await WebSocketClient(group: MultiThreadedEventLoopGroup.singleton, configuration: configuration)
      .connect(to: url, makeHandler: recorder.factory)
  }

  /// Runs a server that says "over TLS" to everybody; the body gets its port and the trust roots that vouch for it.
  private func withServer(_ body: (Int, WebSocketConfiguration.TrustRoots) async throws -> Void) async throws {
    let certificate = try NIOSSLCertificate(bytes: Array(Self.certificate.utf8), format: .pem)
    let key = try NIOSSLPrivateKey(bytes: Array(Self.privateKey.utf8), format: .pem)
    let tls = TLSConfiguration.makeServerConfiguration(
      certificateChain: [.certificate(certificate)], privateKey: .privateKey(key))
    let server = try await RawServer(tls: NIOSSLContext(configuration: tls)) { channel, request in
      var answer = (try? RawServer.acceptance(of: request)) ?? ByteBuffer()
      answer.writeBytes(RawPeer.frame(.text, Array("over TLS".utf8), mask: nil))
      channel.writeAndFlush(answer, promise: nil)
    }
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).pem")
    try Self.certificate.write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    try await body(server.port, .path(file.path))
    try await server.stop()
  }

  /// Made for this test, for the host "localhost" and the years 2001 to 2119; it guards nothing.
  private static let certificate = """
    -----BEGIN CERTIFICATE-----
    MIIBSDCB8KADAgECAgEBMAoGCCqGSM49BAMCMBgxFjAUBgNVBAMMDWJvdHlhcmQg
    dGVzdHMwIBcNMDEwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBgxFjAUBgNV
    BAMMDWJvdHlhcmQgdGVzdHMwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASRWc+B
    Ql9b2zWqlsVS/q2OaJ02V3IGA5wbEmHuqdp2n++WH7ise/bXjoRCplJ1Z3dnwXkP
    5iY1VEhfLUoAuSkOoykwJzAUBgNVHREEDTALgglsb2NhbGhvc3QwDwYDVR0TAQH/
    BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiB2R/vJB7nRUM344PkvXzvSMoGQqsRE
    4gq8H9DVVvtPxAIgN8NGF5qfTBXaAs6LU3InsGI4ZFjtZTm2V/rQUYvnK4Y=
    -----END CERTIFICATE-----
    """

  private static let privateKey = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgh9ofaqShmOY/tRXk
    t4IFQ3t05UpqMxIlxFUSOAyEIzShRANCAASRWc+BQl9b2zWqlsVS/q2OaJ02V3IG
    A5wbEmHuqdp2n++WH7ise/bXjoRCplJ1Z3dnwXkP5iY1VEhfLUoAuSkO
    -----END PRIVATE KEY-----
    """
}
