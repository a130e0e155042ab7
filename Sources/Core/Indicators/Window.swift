// SPDX-License-Identifier: Apache-2.0

/// The last so many elements of a series, in a place that is taken once.
@frozen
public struct Window<Element: Sendable>: Sendable {
  /// How many elements are kept; 1 or above.
  public let capacity: Int
  /// How many have been kept so far, up to the capacity.
  @inlinable public var count: Int { kept }

  @usableFromInline var kept = 0
  @usableFromInline var elements: [Element]
  /// Where the next element goes, which is where the oldest stands once all places are taken.
  @usableFromInline var next = 0

  /// An empty window.
  ///
  /// - Parameters:
  ///   - capacity: how many elements are kept; 1 or above.
  ///   - filler: what stands in places not yet taken; it is never answered.
  @inlinable
  public init(capacity: Int, filler: Element) {
    precondition(capacity >= 1, "a window keeps at least one element")
    self.capacity = capacity
    elements = Array(repeating: filler, count: capacity)
  }

  /// Whether as many elements are kept as there can be.
  @inlinable public var isFull: Bool { count == capacity }

  /// Takes the next element.
  ///
  /// - Returns: the element that falls out, pushed `capacity` steps ago; nil while there was a free place.
  @inlinable
  @discardableResult
  public mutating func push(_ element: Element) -> Element? {
    let place = next
    next = place + 1 == capacity ? 0 : place + 1
    if kept == capacity {
      let old = elements[place]
      elements[place] = element
      return old
    }
    elements[place] = element
    kept += 1
    return nil
  }

  /// The element of an age: 0 is the newest, `count - 1` the oldest.
  @inlinable
  public subscript(age: Int) -> Element {
    precondition(age >= 0 && age < count, "the window keeps an element of this age")
    let place = next - 1 - age
    return elements[place < 0 ? place + capacity : place]
  }

  /// The element that has been kept longest, or nil in an empty window.
  @inlinable public var oldest: Element? { count == 0 ? nil : self[count - 1] }

  /// The element pushed last, or nil in an empty window.
  @inlinable public var newest: Element? { count == 0 ? nil : self[0] }
}

extension Window where Element == Double {
  /// An empty window of numbers.
  @inlinable
  public init(capacity: Int) { self.init(capacity: capacity, filler: 0) }
}
