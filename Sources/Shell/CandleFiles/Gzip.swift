// SPDX-License-Identifier: Apache-2.0

import CZlib

/// Reads and writes gzip (RFC 1952) by zlib.
public enum Gzip {
  /// Why bytes are no gzip of ours.
  public enum Failure: Error, Hashable, Sendable {
    /// They end too early, or are damaged.
    case damaged
    /// They would become larger than the bound.
    case tooLarge(bytesMax: Int)
  }

  /// The bytes that were packed; several packs in a row are joined, as gzip has it.
  ///
  /// - Parameter bytesMax: the bound of what may come out.
  public static func unpacked(_ packed: [UInt8], bytesMax: Int = 1 << 30) throws(Failure) -> [UInt8] {
    var stream = z_stream()
    // 15 bits of window; 16 more ask for gzip's header and checksum.
    guard botyard_inflateInit2(&stream, 15 + 16) == Z_OK else { throw .damaged }
    defer { inflateEnd(&stream) }
    var input = packed
    var output: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    var position = 0
    while position < input.count {
      let (status, read, written) = Self.step(&stream, &input, from: position, &chunk) { inflate(&$0, Z_NO_FLUSH) }
      guard status == Z_OK || status == Z_STREAM_END else { throw .damaged }
      position += read
      output += chunk[..<written]
      guard output.count <= bytesMax else { throw .tooLarge(bytesMax: bytesMax) }
      if status == Z_STREAM_END {
        if position == input.count { return output }
        guard inflateReset(&stream) == Z_OK else { throw .damaged }
      } else if read == 0, written == 0 {
        throw .damaged
      }
    }
    throw .damaged
  }

  /// The bytes, packed; the same bytes give the same pack.
  public static func packed(_ bytes: [UInt8]) throws(Failure) -> [UInt8] {
    var stream = z_stream()
    guard botyard_deflateInit2(&stream, 6, 15 + 16) == Z_OK else { throw .damaged }
    defer { deflateEnd(&stream) }
    var input = bytes
    var output: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    var position = 0
    while true {
      let (status, read, written) = Self.step(&stream, &input, from: position, &chunk) { deflate(&$0, Z_FINISH) }
      guard status == Z_OK || status == Z_STREAM_END else { throw .damaged }
      position += read
      output += chunk[..<written]
      if status == Z_STREAM_END { return output }
    }
  }

  /// Lets zlib read from the input and write to the chunk once.
  private static func step(
    _ stream: inout z_stream, _ input: inout [UInt8], from position: Int, _ chunk: inout [UInt8],
    _ work: (inout z_stream) -> Int32
  ) -> (status: Int32, read: Int, written: Int) {
    let available = min(input.count - position, 1 << 30)
    let room = chunk.count
    let status = input.withUnsafeMutableBufferPointer { source in
      chunk.withUnsafeMutableBufferPointer { target in
        stream.next_in = source.baseAddress.map { $0 + position }
        stream.avail_in = UInt32(available)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(room)
        return work(&stream)
      }
    }
    return (status, available - Int(stream.avail_in), room - Int(stream.avail_out))
  }
}
