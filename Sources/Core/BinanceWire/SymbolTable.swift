// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// Finds the pair that a symbol on the wire (`BTCUSDT`) stands for, from its bytes and without allocation.
///
/// Symbols can't be taken apart, so only pairs that were inserted are found. A pair keeps its index.
public struct SymbolTable: Sendable {
  private struct Entry {
    let symbol: [UInt8]
    let pair: Pair
  }

  private var entries: [Entry] = []
  /// Open addressing: indices into `entries`, -1 where a slot is free. The count is a power of two.
  private var slots: [Int32] = [Int32](repeating: -1, count: 16)

  /// An empty table.
  public init() {}

  /// A table of pairs.
  public init(_ pairs: some Sequence<Pair>) {
    for pair in pairs { insert(pair) }
  }

  /// How many pairs are in it.
  public var count: Int { entries.count }

  /// The pair at an index.
  public subscript(_ index: Int) -> Pair { entries[index].pair }

  /// Adds a pair and answers its index; a pair whose symbol is in the table already changes nothing.
  @discardableResult
  public mutating func insert(_ pair: Pair) -> Int {
    let symbol = Array(pair.symbol.utf8)
    if let index = index(of: symbol.span.bytes) { return index }
    entries.append(Entry(symbol: symbol, pair: pair))
    if entries.count * 2 > slots.count {
      slots = [Int32](repeating: -1, count: slots.count * 2)
      for index in entries.indices { place(index) }
    } else {
      place(entries.count - 1)
    }
    return entries.count - 1
  }

  /// The index of the pair with a symbol, or nil where it was never inserted.
  public func index(of symbol: RawSpan) -> Int? {
    symbol.withUnsafeBytes { bytes in
      var slot = Self.hash(bytes) & (slots.count - 1)
      while slots[slot] >= 0 {
        let index = Int(slots[slot])
        if entries[index].symbol.elementsEqual(bytes) { return index }
        slot = (slot + 1) & (slots.count - 1)
      }
      return nil
    }
  }

  private mutating func place(_ index: Int) {
    var slot = entries[index].symbol.withUnsafeBytes { Self.hash($0) } & (slots.count - 1)
    while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = Int32(index)
  }

  /// FNV-1a, 64 bits. Symbols come from the venue's own list, so nobody can choose colliding ones.
  private static func hash(_ bytes: UnsafeRawBufferPointer) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return Int(truncatingIfNeeded: hash >> 7)
  }
}
