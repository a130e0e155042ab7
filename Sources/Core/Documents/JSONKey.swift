// SPDX-License-Identifier: Apache-2.0

/// The key of an object member as a value without allocation, made to be switched over:
///
///     while let key = try scanner.nextKey() {
///       switch key {
///       case "e": …
///       default: try scanner.skipValue()
///       }
///     }
///
/// Only the first 32 bytes are kept: a key can be compared with literals of at most 32 bytes.
public struct JSONKey: Sendable {
  /// The longest literal that a key can be compared with, in bytes of UTF-8.
  public static let comparableBytesMax = 32

  /// The length of the whole key in bytes of UTF-8, escapes replaced.
  public let utf8Count: Int

  @usableFromInline let words: (UInt64, UInt64, UInt64, UInt64)

  /// The key with these bytes, escapes replaced.
  init(_ bytes: UnsafeRawBufferPointer) {
    utf8Count = bytes.count
    if bytes.count == 1 {
      words = (UInt64(bytes[0]), 0, 0, 0)
    } else {
      words = (Self.word(0, of: bytes), Self.word(1, of: bytes), Self.word(2, of: bytes), Self.word(3, of: bytes))
    }
  }

  /// Eight bytes, the first one lowest; zeros where the key has ended.
  private static func word(_ index: Int, of bytes: UnsafeRawBufferPointer) -> UInt64 {
    var word: UInt64 = 0
    var offset = min(index * 8 + 8, bytes.count)
    while offset > index * 8 {
      offset -= 1
      word = word << 8 | UInt64(bytes[offset])
    }
    return word
  }

  /// Whether the key is this literal, byte for byte. The literal has at most 32 bytes.
  @inlinable
  public static func ~= (literal: StaticString, key: JSONKey) -> Bool {
    let count = literal.utf8CodeUnitCount
    precondition(count <= 32, "A key can be compared with at most 32 bytes.")
    guard count == key.utf8Count else { return false }
    for index in 0..<count where literal.utf8Start[index] != key.byte(at: index) { return false }
    return true
  }

  /// One of the first 32 bytes.
  @inlinable
  func byte(at index: Int) -> UInt8 {
    let word =
      switch index >> 3 {
      case 0: words.0
      case 1: words.1
      case 2: words.2
      default: words.3
      }
    return UInt8(truncatingIfNeeded: word >> (UInt64(index & 7) * 8))
  }
}
