// SPDX-License-Identifier: Apache-2.0

public import Documents

/// One thing that the API can do: a method and a path, what it takes, and what it answers.
public struct Operation: Sendable {
  /// Which one it is.
  public let id: OperationID
  /// The method.
  public let method: Method
  /// The path.
  public let path: PathTemplate
  /// What it does, in a sentence.
  public let summary: String
  /// What it takes in query and headers.
  public let parameters: [Parameter]
  /// What it takes in the body, or nil.
  public let body: Body?
  /// What it answers when all is well.
  public let answer: Answer
  /// The errors that can occur besides those of every operation, as status codes.
  public let failures: [Int]
  /// Whether it needs no token.
  public let isOpen: Bool

  /// The methods in use.
  public enum Method: String, Hashable, Sendable, CaseIterable {
    /// Reads.
    case get = "GET"
    /// Creates or acts.
    case post = "POST"
    /// Changes in part.
    case patch = "PATCH"
    /// Deletes.
    case delete = "DELETE"
  }

  /// A value in the query or the headers.
  public struct Parameter: Sendable {
    /// Where it stands.
    public enum Place: String, Hashable, Sendable {
      /// After the question mark.
      case query
      /// Among the headers.
      case header
    }

    /// Its name.
    public let name: String
    /// Where it stands.
    public let place: Place
    /// What it must be. Lists are written with commas.
    public let schema: Schema
    /// Whether it must be there.
    public let isRequired: Bool
    /// What it is where it isn't given, for the document.
    public let defaultValue: Node?

    static func query(
      _ name: String, _ schema: Schema, isRequired: Bool = false, default value: Node? = nil
    ) -> Parameter {
      Parameter(name: name, place: .query, schema: schema, isRequired: isRequired, defaultValue: value)
    }

    static func header(_ name: String, _ schema: Schema) -> Parameter {
      Parameter(name: name, place: .header, schema: schema, isRequired: false, defaultValue: nil)
    }
  }

  /// What a body must be.
  public struct Body: Sendable {
    /// Its schema.
    public let schema: Schema
    /// The media types that are read.
    public let mediaTypes: [String]
    /// Whether there must be one; an absent one is read as `{}`.
    public let isRequired: Bool
    /// An example for the document.
    public let example: Node
  }

  /// What is answered when all is well.
  public struct Answer: Sendable {
    /// The status code.
    public let status: Int
    /// The media type, or nil where there is no body.
    public let mediaType: String?
    /// What the body is.
    public let schema: Schema?
    /// Headers beyond the usual, with what they say.
    public let headers: [String: String]
  }

  /// Every status code that the operation can answer, in order.
  public var statuses: [Int] { Set([answer.status] + allFailures).sorted() }

  /// Every error that the operation can answer.
  var allFailures: [Int] {
    var failures = failures + [400, 422]
    if !isOpen { failures.append(401) }
    if body != nil { failures += [413, 415] }
    if !path.parameters.isEmpty { failures.append(404) }
    return Set(failures).sorted()
  }
}

/// A path with names for its changing parts: `/api/v1/bots/{name}`.
public struct PathTemplate: Hashable, Sendable, CustomStringConvertible {
  /// A part of a path between slashes.
  public enum Segment: Hashable, Sendable {
    /// This text.
    case fixed(String)
    /// Any text, under a name.
    case parameter(String)
  }

  /// The parts.
  public let segments: [Segment]
  /// The text.
  public let description: String

  /// A path of its text.
  init(_ text: String) {
    description = text
    segments = text.split(separator: "/").map { part in
      part.hasPrefix("{") ? .parameter(String(part.dropFirst().dropLast())) : .fixed(String(part))
    }
  }

  /// The names of the changing parts.
  public var parameters: [String] {
    segments.compactMap { segment in
      guard case .parameter(let name) = segment else { return nil }
      return name
    }
  }

  /// The values of the changing parts in a path, or nil where it is another path.
  func values(in parts: [Substring]) -> [String: String]? {
    guard parts.count == segments.count else { return nil }
    var values: [String: String] = [:]
    for (segment, part) in zip(segments, parts) {
      switch segment {
      case .fixed(let text): guard text == part else { return nil }
      case .parameter(let name): values[name] = String(part)
      }
    }
    return values
  }
}
