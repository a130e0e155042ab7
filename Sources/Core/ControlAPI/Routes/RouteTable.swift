// SPDX-License-Identifier: Apache-2.0

/// Every operation, and how a request finds its own.
public struct RouteTable: Sendable {
  /// The operations of the API, in the order of the document.
  public static let operations: [Operation] = serverOperations + botOperations + historyOperations + marketOperations

  /// The table of the API.
  public static let standard = RouteTable(operations)

  private let operations: [Operation]

  init(_ operations: [Operation]) { self.operations = operations }

  /// What a method and a path lead to.
  public enum Match: Sendable {
    /// An operation, with the values of its path.
    case operation(Operation, values: [String: String])
    /// A path that has other methods only.
    case wrongMethod(allowed: [String])
    /// No path of ours.
    case unknown
  }

  /// What a method and a path, without its query and percent-decoded, lead to.
  public func match(method: String, path: String) -> Match {
    guard path.hasPrefix("/") else { return .unknown }
    let parts = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    let matches = operations.compactMap { operation in operation.path.values(in: parts).map { (operation, $0) } }
    // A path that is written out is meant before one in which a name stands: /strategies/check is no strategy.
    let fewest = matches.map(\.1.count).min()
    let meant = matches.filter { $0.1.count == fewest }
    if let (operation, values) = meant.first(where: { $0.0.method.rawValue == method }) {
      return .operation(operation, values: values)
    }
    return meant.isEmpty ? .unknown : .wrongMethod(allowed: meant.map(\.0.method.rawValue))
  }

  /// The operation of an identity.
  public static func operation(_ id: OperationID) -> Operation? { operations.first { $0.id == id } }
}
