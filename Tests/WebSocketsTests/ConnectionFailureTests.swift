// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import NIOPosix
import Testing
import WebSockets

@Suite struct `A connection that can't be made` {
  @Test func `is explained as the operating system does, without the library's wrapping`() async throws {
    // A port on which nobody listens: it was free a moment ago.
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton).bind(
      host: "127.0.0.1", port: 0
    )
    .get()
    let address = try #require(server.localAddress)
    try await server.close()
    let error = await #expect(throws: (any Error).self) {
      _ = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connect(
        host: "127.0.0.1", port: address.port ?? 0
      ).get()
    }
    #expect(ConnectionFailure.sentence(try #require(error)) == "connection refused")
  }

  @Test func `is explained by an error of another kind as it describes itself`() {
    #expect(ConnectionFailure.sentence(ChannelError.alreadyClosed) == "\(ChannelError.alreadyClosed)")
  }
}
