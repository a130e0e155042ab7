// SPDX-License-Identifier: Apache-2.0

/// An indicator that keeps all its last values in one piece of memory.
///
/// Whether a copy shares an array is asked each time the array is changed; at every value that costs more than most
/// indicators compute. With its memory taken out of it an indicator is asked once for a whole run.
public protocol WindowedIndicator<Input, Output>: Indicator {
  associatedtype Input
  associatedtype Output

  /// The memory, as long as the indicator needs it.
  var memory: [Double] { get set }

  /// Takes the next input. It is one definition in two loops, so it is to be made part of both: `@inline(__always)`.
  ///
  /// - Parameter memory: the first number of the indicator's memory, which has been taken out of it.
  /// - Returns: the indicator at this input, or nil while fewer than ``Indicator/warmUp`` were taken.
  mutating func step(_ input: Input, _ memory: UnsafeMutablePointer<Double>) -> Output?
}

extension WindowedIndicator {
  /// Takes the next input; the indicator at it, or nil while too few were taken.
  public mutating func update(_ input: Input) -> Output? {
    withMemory { indicator, memory in indicator.step(input, memory) }
  }

  /// Gives access to the indicator and to its memory, taken out of it and not shared with a copy.
  @inline(__always)
  mutating func withMemory<Result>(_ body: (inout Self, UnsafeMutablePointer<Double>) -> Result) -> Result {
    var values: [Double] = []
    swap(&values, &memory)
    defer { swap(&values, &memory) }
    return values.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { preconditionFailure("a windowed indicator has memory") }
      return body(&self, start)
    }
  }
}
