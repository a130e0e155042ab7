// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
public import Documents
import NIOCore

/// Something that happened on the server.
public struct ServerEvent: Hashable, Sendable {
  /// Its place in the sequence.
  public let id: String
  /// What it is about: `trade`, `order`, …
  public let kind: String
  /// What it says.
  public let data: Node

  /// An event.
  public init(id: String, kind: String, data: Node) {
    self.id = id
    self.kind = kind
    self.data = data
  }

  /// The bot that it is about; nil where it is about none.
  public var bot: String? { data["bot"]?.string ?? (kind.hasPrefix("bot.") ? data["name"]?.string : nil) }

  /// The event as one document.
  public var node: Node { ["id": .string(id), "event": .string(kind), "data": data] }
}

/// The server's events, in order.
public struct EventStream: AsyncSequence, Sendable {
  public typealias Element = ServerEvent

  let body: HTTPClientResponse.Body
  let failure: @Sendable (any Error) -> ControlFailure

  /// Reads one event after the other.
  public struct AsyncIterator: AsyncIteratorProtocol {
    var chunks: HTTPClientResponse.Body.AsyncIterator
    var parser = EventStreamParser()
    var pending: ArraySlice<ServerEvent> = []
    let failure: @Sendable (any Error) -> ControlFailure

    /// The next event; nil when the server has ended the stream.
    ///
    /// - Throws: `ControlFailure` when the connection breaks.
    public mutating func next() async throws -> ServerEvent? {
      while pending.isEmpty {
        do {
          guard let chunk = try await chunks.next() else { return nil }
          pending = parser.feed(chunk.readableBytesView)[...]
        } catch is CancellationError {
          throw CancellationError()
        } catch {
          throw failure(error)
        }
      }
      return pending.popFirst()
    }
  }

  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(chunks: body.makeAsyncIterator(), failure: failure)
  }
}

/// Reads server-sent events (WHATWG HTML, section 9.2.6) from chunks cut anywhere.
struct EventStreamParser {
  private var line: [UInt8] = []
  private var endedWithReturn = false
  private var lastID = ""
  private var kind = ""
  private var data: [String] = []

  /// The events that a chunk completes. An event whose data isn't JSON carries it as text.
  mutating func feed(_ chunk: some Sequence<UInt8>) -> [ServerEvent] {
    var events: [ServerEvent] = []
    for byte in chunk {
      let followsReturn = endedWithReturn
      endedWithReturn = byte == UInt8(ascii: "\r")
      if byte == UInt8(ascii: "\n"), followsReturn { continue }
      guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else {
        line.append(byte)
        continue
      }
      if let event = endLine() { events.append(event) }
      line.removeAll(keepingCapacity: true)
    }
    return events
  }

  private mutating func endLine() -> ServerEvent? {
    guard !line.isEmpty else { return dispatch() }
    let text = String(decoding: line, as: UTF8.self)
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let value = parts.count > 1 ? String(parts[1].hasPrefix(" ") ? parts[1].dropFirst() : parts[1]) : ""
    switch parts[0] {
    case "id": lastID = value
    case "event": kind = value
    case "data": data.append(value)
    default: break
    }
    return nil
  }

  private mutating func dispatch() -> ServerEvent? {
    defer {
      kind = ""
      data = []
    }
    guard !data.isEmpty else { return nil }
    let text = data.joined(separator: "\n")
    let node = (try? JSONParser().parse(text)) ?? .string(text)
    return ServerEvent(id: lastID, kind: kind.isEmpty ? "message" : kind, data: node)
  }
}
