// SPDX-License-Identifier: Apache-2.0

/// A key that a live view knows.
public enum LiveKey: Hashable, Sendable {
  /// A printable character.
  case character(Character)
  /// Return.
  case enter
  /// Escape alone.
  case escape
  /// Backspace.
  case backspace
  /// To what comes next: Tab, right, down.
  case next
  /// To what came before: Shift-Tab, left, up.
  case previous
}

/// Makes keys of what a terminal sends. A sequence may come in pieces.
public struct LiveKeyReader: Hashable, Sendable {
  private var pending: [UInt8] = []

  /// A reader.
  public init() {}

  /// Whether an escape waits for what may follow it.
  public var isWaiting: Bool { !pending.isEmpty }

  /// The keys that the bytes complete. Sequences and characters that nobody needs are left out.
  public mutating func feed(_ bytes: some Sequence<UInt8>) -> [LiveKey] {
    bytes.compactMap { take($0) }
  }

  /// The key of an escape that nothing has followed.
  public mutating func flush() -> LiveKey? {
    defer { pending = [] }
    return pending == [Self.escape] ? .escape : nil
  }

  private static let escape: UInt8 = 0x1B

  private mutating func take(_ byte: UInt8) -> LiveKey? {
    if byte == Self.escape {
      // Two escapes: the first one stood alone.
      defer { pending = [Self.escape] }
      return pending == [Self.escape] ? .escape : nil
    }
    guard !pending.isEmpty else { return Self.key(for: byte) }
    pending.append(byte)
    guard pending.count > 2 else {
      // CSI and SS3 go on; anything else is a key pressed together with Alt, which nobody needs.
      if byte != UInt8(ascii: "["), byte != UInt8(ascii: "O") { pending = [] }
      return nil
    }
    // The final byte of a control sequence (ECMA-48, section 5.4).
    guard (0x40...0x7E).contains(byte) || pending.count > 32 else { return nil }
    defer { pending = [] }
    switch byte {
    case UInt8(ascii: "B"), UInt8(ascii: "C"): return .next
    case UInt8(ascii: "A"), UInt8(ascii: "D"), UInt8(ascii: "Z"): return .previous
    default: return nil
    }
  }

  private static func key(for byte: UInt8) -> LiveKey? {
    switch byte {
    case 0x09: .next
    case 0x0A, 0x0D: .enter
    case 0x08, 0x7F: .backspace
    case 0x20...0x7E: .character(Character(Unicode.Scalar(byte)))
    default: nil
    }
  }
}
