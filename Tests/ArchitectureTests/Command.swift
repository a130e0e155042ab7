// SPDX-License-Identifier: Apache-2.0
import Foundation

/// A program run to its end, with what it said.
enum Command {
  struct Outcome {
    let status: Int32
    let output: String
  }

  /// Runs a program of the search path; standard output and error come back together.
  static func run(_ words: String...) throws -> Outcome {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = words
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return Outcome(status: process.terminationStatus, output: String(decoding: data, as: UTF8.self))
  }
}
