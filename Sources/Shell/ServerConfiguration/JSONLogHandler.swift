// SPDX-License-Identifier: Apache-2.0

import Documents
import Logging

/// Writes each message as a JSON object on a line of its own.
struct JSONLogHandler: LogHandler {
  let label: String
  var metadata: Logger.Metadata = [:]
  var metadataProvider: Logger.MetadataProvider?
  var logLevel: Logger.Level
  private let time: @Sendable () -> String
  private let write: @Sendable ([UInt8]) -> Void

  /// - Parameters:
  ///   - time: what is written as the time of a message.
  ///   - write: takes a line whole, its line feed included.
  init(
    label: String, logLevel: Logger.Level, time: @escaping @Sendable () -> String,
    write: @escaping @Sendable ([UInt8]) -> Void
  ) {
    self.label = label
    self.logLevel = logLevel
    self.time = time
    self.write = write
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var line = JSONWriter()
    line.beginObject()
    line.key("time")
    line.string(time())
    line.key("level")
    line.string(event.level.rawValue)
    line.key("label")
    line.string(label)
    line.key("message")
    line.string("\(event.message)")
    if let error = event.error {
      line.key("error")
      line.string("\(error)")
    }
    var metadata = metadata
    metadata.merge(metadataProvider?.get() ?? [:]) { $1 }
    metadata.merge(event.metadata ?? [:]) { $1 }
    if !metadata.isEmpty {
      line.key("metadata")
      Self.write(.dictionary(metadata), to: &line)
    }
    line.endObject()
    write(line.bytes + [UInt8(ascii: "\n")])
  }

  private static func write(_ value: Logger.MetadataValue, to line: inout JSONWriter) {
    switch value {
    case .string(let text): line.string(text)
    case .stringConvertible(let value): line.string("\(value)")
    case .array(let values):
      line.beginArray()
      for value in values { write(value, to: &line) }
      line.endArray()
    case .dictionary(let members):
      line.beginObject()
      for (key, value) in members.sorted(by: { $0.key < $1.key }) {
        line.key(key)
        write(value, to: &line)
      }
      line.endObject()
    }
  }
}
