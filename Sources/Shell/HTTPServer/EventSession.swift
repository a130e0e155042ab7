// SPDX-License-Identifier: Apache-2.0

import ControlAPI
import ControlPlane
import Hummingbird
import NIOCore
import ServiceLifecycle
import Synchronization

/// One client of the event stream, until it goes, falls silent, has had what it asked for, or the server closes.
///
/// Events and heartbeats meet in a buffer of a few texts; the feed waits while it is full. A client that takes nothing
/// for two heartbeats is cut off.
struct EventSession: Sendable {
  /// What there is to tell; nil for nothing.
  let feed: EventFeed?
  let filter: EventFilter
  /// The event after which to end, or nil to go on.
  let newest: Int64?
  let heartbeat: Duration
  let channel: any Channel

  func run(_ writer: inout any ResponseBodyWriter) async throws {
    let outbox = EventOutbox()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await beat(outbox) }
      group.addTask { await tell(outbox) }
      defer {
        outbox.close()
        group.cancelAll()
      }
      try await withGracefulShutdownHandler {
        while let text = await outbox.next() {
          try await writer.write(ByteBuffer(string: text))
        }
      } onGracefulShutdown: {
        outbox.close()
        // A client that reads nothing must not hold up the end.
        channel.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
      }
    }
  }

  /// Hands events to the outbox.
  private func tell(_ outbox: EventOutbox) async {
    defer { outbox.close() }
    do {
      await outbox.put(": events\n\n")
      guard let feed else { return }
      for try await delivery in feed.deliveries {
        switch delivery {
        case .event(let event):
          if filter.matches(event) { await outbox.put(event.frame) }
          if let newest, event.id >= newest { return }
        case .reset(let number):
          await outbox.put("event: reset\nid: \(number)\ndata: {\"newest\":\(number)}\n\n")
          if newest != nil { return }
        }
        if outbox.isClosed { return }
      }
    } catch {
      // The client sees the stream end, and resumes by id.
    }
  }

  /// Shows now and then that the connection lives; a client that took nothing since is cut off.
  private func beat(_ outbox: EventOutbox) async {
    while !outbox.isClosed {
      do { try await Task.sleep(for: heartbeat) } catch { return }
      if outbox.beat(": \n\n") == .stalled {
        outbox.close()
        channel.close(promise: nil)
        return
      }
    }
  }
}

extension EventView {
  /// The event as text of the stream.
  var frame: String {
    "id: \(id)\nevent: \(kind.rawValue)\ndata: \(data)\n\n"
  }
}
