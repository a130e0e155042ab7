// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOWebSocket

/// What waits to be sent on one connection, in order and bounded.
struct WebSocketOutbox {
  enum Item {
    case frame(WebSocketOpcode, ByteBuffer)
    case close(WebSocketCloseCode, reason: String)
  }

  /// What the caller of `enqueue` has to do.
  enum Enqueued: Equatable {
    /// Nothing: somebody is on the way already.
    case queued
    /// Have the queue drained on the event loop.
    case drainNeeded
    /// Drop the connection: the bound was passed by this item. Said once.
    case exceeded
    /// Nothing: the connection takes no more.
    case refused
  }

  /// The frame header, at most, beside the payload.
  private static let overheadBytes = 14

  private let bytesMax: Int
  private var items = CircularBuffer<Item>()
  private var takesMore = true
  private var isDrainScheduled = false
  private(set) var bytes = 0

  init(bytesMax: Int) { self.bytesMax = bytesMax }

  mutating func enqueue(_ item: Item) -> Enqueued {
    guard takesMore else { return .refused }
    let size = Self.size(of: item)
    switch item {
    case .close:
      takesMore = false
    case .frame where bytes + size > bytesMax:
      discard()
      return .exceeded
    case .frame:
      break
    }
    items.append(item)
    bytes += size
    if isDrainScheduled { return .queued }
    isDrainScheduled = true
    return .drainNeeded
  }

  /// The next item; nil when none waits. What is enqueued from now on needs another drain.
  mutating func next() -> Item? {
    isDrainScheduled = false
    guard let item = items.popFirst() else { return nil }
    bytes -= Self.size(of: item)
    return item
  }

  /// Forgets what waits and takes no more.
  mutating func discard() {
    items.removeAll()
    bytes = 0
    takesMore = false
  }

  private static func size(of item: Item) -> Int {
    switch item {
    case .frame(_, let payload): payload.readableBytes + overheadBytes
    case .close: 0
    }
  }
}
