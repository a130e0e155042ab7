// SPDX-License-Identifier: Apache-2.0

import ControlPlane
import MarketHub
import ServiceLifecycle

/// A part of the server that runs until its task is cancelled.
struct CancelledPart: Service {
  let body: @Sendable () async throws -> Void

  init(_ body: @escaping @Sendable () async throws -> Void) { self.body = body }

  func run() async throws {
    do {
      try await cancelWhenGracefulShutdown { try await self.body() }
    } catch is CancellationError {
      // That is how it ends.
    }
  }
}

/// The bots: told to stop, they finish what they have begun.
struct FleetPart: Service {
  let fleet: Fleet

  func run() async {
    await withGracefulShutdownHandler {
      await fleet.run()
    } onGracefulShutdown: {
      fleet.close()
    }
  }
}
