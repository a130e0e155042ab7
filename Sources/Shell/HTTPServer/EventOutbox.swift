// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A few texts on their way to one client, between a task that has them and a task that writes them.
final class EventOutbox: Sendable {
  /// What a heartbeat found.
  enum Beat {
    /// It is on its way, or something else is.
    case fine
    /// Nothing was taken since the heartbeat before, though there was something.
    case stalled
  }

  private struct State {
    var texts: [String] = []
    var reader: CheckedContinuation<String?, Never>?
    var writer: CheckedContinuation<Void, Never>?
    var isClosed = false
    var takenSinceBeat = true
  }

  /// How many texts wait at most.
  private let limit: Int
  private let state = Mutex(State())

  init(limit: Int = 64) { self.limit = limit }

  /// Whether nothing more comes or goes.
  var isClosed: Bool { state.withLock { $0.isClosed } }

  /// Adds a text; waits while there is no room. One caller at a time.
  func put(_ text: String) async {
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
      let (reader, mayGoOn) = state.withLock { state -> (CheckedContinuation<String?, Never>?, Bool) in
        guard !state.isClosed else { return (nil, true) }
        if let reader = state.reader {
          state.reader = nil
          state.takenSinceBeat = true
          return (reader, true)
        }
        state.texts.append(text)
        guard state.texts.count < limit else {
          state.writer = continuation
          return (nil, false)
        }
        return (nil, true)
      }
      reader?.resume(returning: text)
      if mayGoOn { continuation.resume() }
    }
  }

  /// Takes the next text, or nil once it is closed and empty. One caller at a time.
  func next() async -> String? {
    await withCheckedContinuation { (continuation: CheckedContinuation<String?, Never>) in
      let (text, isReady, writer) = state.withLock { state -> (String?, Bool, CheckedContinuation<Void, Never>?) in
        if !state.texts.isEmpty {
          state.takenSinceBeat = true
          let text = state.texts.removeFirst()
          defer { state.writer = nil }
          return (text, true, state.writer)
        }
        if state.isClosed { return (nil, true, nil) }
        state.takenSinceBeat = true
        state.reader = continuation
        return (nil, false, nil)
      }
      writer?.resume()
      if isReady { continuation.resume(returning: text) }
    }
  }

  /// Adds a heartbeat where nothing else waits.
  func beat(_ text: String) -> Beat {
    let (reader, beat) = state.withLock { state -> (CheckedContinuation<String?, Never>?, Beat) in
      if let reader = state.reader {
        state.reader = nil
        return (reader, .fine)
      }
      guard state.takenSinceBeat else { return (nil, .stalled) }
      state.takenSinceBeat = false
      return (nil, .fine)
    }
    reader?.resume(returning: text)
    return beat
  }

  /// Ends it: what waits may still be taken.
  func close() {
    let (reader, writer) = state.withLock { state in
      state.isClosed = true
      defer { (state.reader, state.writer) = (nil, nil) }
      return (state.reader, state.writer)
    }
    reader?.resume(returning: nil)
    writer?.resume()
  }
}
