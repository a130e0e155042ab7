// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The checkout that these tests were compiled from.
enum Repository {
  /// The folder with Package.swift.
  static let root: URL = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Every Swift file of the project, scanned once.
  static let swiftSources: [SwiftSource] =
    files(below: "Sources", "Tests", "Benchmarks", ending: ".swift")
    .map { SwiftSource(path: $0, text: text(of: $0)) }
    + [SwiftSource(path: "Package.swift", text: text(of: "Package.swift"))]

  /// The Swift files below one folder, such as `Sources/Core`.
  static func swiftSources(below folder: String) -> [SwiftSource] {
    swiftSources.filter { $0.path.hasPrefix(folder + "/") }
  }

  /// Paths relative to the root, sorted; folders that don't exist hold no files.
  static func files(below folders: String..., ending suffix: String) -> [String] {
    folders.flatMap { folder in
      (FileManager.default.enumerator(atPath: root.appending(path: folder).path) ?? .init())
        .compactMap { $0 as? String }
        .filter { $0.hasSuffix(suffix) && !$0.split(separator: "/").contains { $0.hasPrefix(".") } }
        .map { folder == "." ? $0 : "\(folder)/\($0)" }
    }.sorted()
  }

  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appending(path: path).path)
  }

  static func isExecutable(_ path: String) -> Bool {
    FileManager.default.isExecutableFile(atPath: root.appending(path: path).path)
  }

  /// The text of a file, empty if it can't be read; the guards fail on an empty file by themselves.
  static func text(of path: String) -> String {
    (try? String(contentsOf: root.appending(path: path), encoding: .utf8)) ?? ""
  }
}

/// A broken rule, with what the reader needs to mend it.
struct Violation: Equatable, CustomStringConvertible {
  let path: String
  let line: Int
  let message: String

  var description: String { "\(path):\(line): \(message)" }
}

extension [Violation] {
  /// One line each, for the message of a failed expectation.
  var report: String { map(\.description).joined(separator: "\n") }
}
