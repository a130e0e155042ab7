// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import Testing

/// One of the real binaries, started by a test in a folder of its own. It is killed when the test is done with it.
final class Program {
  /// What a program said until it ended.
  struct Outcome {
    let status: Int32
    let output: String
  }

  /// Why a test can't go on.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private let process = Process()
  private let outputFile: URL

  /// Starts a program of this build, or one by its path. Standard output and error go to one file of the folder.
  init(
    _ name: String, _ arguments: [String] = [], environment: [String: String] = [:], in folder: Folder
  ) throws {
    outputFile = folder.url.appending(path: "output-\(UUID().uuidString).txt")
    try Data().write(to: outputFile)
    let handle = try FileHandle(forWritingTo: outputFile)
    // Appending: two programs of a test may share nothing, but one program has two streams.
    _ = fcntl(handle.fileDescriptor, F_SETFL, O_APPEND)
    process.executableURL = name.hasPrefix("/") ? URL(filePath: name) : Self.folder.appending(path: name)
    process.arguments = arguments
    process.currentDirectoryURL = folder.url
    let inherited = ProcessInfo.processInfo.environment.filter { key, _ in
      !key.hasPrefix("BOTD_") && !key.hasPrefix("BOTCTL_") && !key.hasPrefix("BINANCE_")
    }
    process.environment = inherited.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = handle
    process.standardError = handle
    try process.run()
    try handle.close()
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
  }

  /// Where this build's binaries are: beside the test bundle.
  static let folder: URL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()

  /// What it has said so far.
  var output: String { (try? String(contentsOf: outputFile, encoding: .utf8)) ?? "" }

  var isRunning: Bool { process.isRunning }

  /// Sends a signal: SIGTERM, SIGINT, SIGKILL.
  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits until the program has said something that matches, and returns the first group.
  func waitFor(_ pattern: Regex<(Substring, Substring)>, within limit: Duration = .seconds(60)) async throws -> String {
    try await poll("it says what was waited for", within: limit) {
      if let match = output.firstMatch(of: pattern) { return String(match.1) }
      if !process.isRunning { throw Failure(description: "it ended with \(process.terminationStatus):\n\(output)") }
      return nil
    }
  }

  /// Waits until the program has ended.
  func waitForEnd(within limit: Duration = .seconds(60)) async throws -> Outcome {
    try await poll("it ends", within: limit) { process.isRunning ? nil : () }
    let isSignalled = process.terminationReason == .uncaughtSignal
    return Outcome(status: isSignalled ? -process.terminationStatus : process.terminationStatus, output: output)
  }

  /// The address that a server says it listens on.
  func waitForAddress(within limit: Duration = .seconds(60)) async throws -> String {
    try await waitFor(/listens on (http:\/\/[^\s]+)/, within: limit)
  }

  private func poll<Value>(
    _ goal: String, within limit: Duration, _ attempt: () throws -> Value?
  ) async throws -> Value {
    let end = ContinuousClock.now.advanced(by: limit)
    while true {
      if let value = try attempt() { return value }
      guard ContinuousClock.now < end else { throw Failure(description: "not within \(limit): \(goal):\n\(output)") }
      try await Task.sleep(for: .milliseconds(20))
    }
  }
}

/// Runs a program to its end.
func run(
  _ name: String, _ arguments: String..., environment: [String: String] = [:], in folder: Folder
) async throws -> Program.Outcome {
  try await Program(name, arguments, environment: environment, in: folder).waitForEnd()
}

/// A folder that a test has for itself, taken away with it.
final class Folder: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "botyard-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appending(path: name).path }

  func write(_ text: String, to name: String) throws {
    let file = url.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: file, atomically: true, encoding: .utf8)
  }

  /// The bytes of every file below a folder, by path.
  func contents(of name: String) -> [String: Data] {
    let paths = (try? FileManager.default.subpathsOfDirectory(atPath: path(name))) ?? []
    return paths.reduce(into: [:]) { files, path in
      files[path] = FileManager.default.contents(atPath: self.path(name) + "/" + path)
    }
  }
}

/// The checkout that the tests were compiled from.
let repository: URL = URL(filePath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
