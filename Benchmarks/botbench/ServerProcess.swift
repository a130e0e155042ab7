// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A program of ours that serves on a port of this machine.
struct ServerProcess {
  let process: Process
  let port: UInt16
  /// From its start to the first good answer.
  let secondsToReady: Double

  /// Starts a program and returns when a path of it answers with 200.
  static func start(
    _ program: String, _ arguments: [String], environment: [String: String], port: UInt16, readyPath: String,
    log: String, patience: Duration = .seconds(60)
  ) throws -> ServerProcess {
    guard FileManager.default.createFile(atPath: log, contents: nil), let output = FileHandle(forWritingAtPath: log)
    else { throw ServerFailure(message: "\(log) can't be written") }
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.environment = ["PATH": "/usr/bin:/bin"].merging(environment) { $1 }
    process.currentDirectoryURL = URL(filePath: log).deletingLastPathComponent()
    (process.standardOutput, process.standardError) = (output, output)
    let start = ContinuousClock.now
    try process.run()
    while HTTPProbe.get(readyPath, port: port)?.status != 200 {
      guard process.isRunning, ContinuousClock.now - start < patience else {
        process.terminate()
        throw ServerFailure(message: "\(program) did not become ready; see \(log)")
      }
      usleep(500)
    }
    let seconds = Double((ContinuousClock.now - start).nanoseconds) / 1e9
    return ServerProcess(process: process, port: port, secondsToReady: seconds)
  }

  /// Ends it and waits until it is gone.
  func stop() {
    process.terminate()
    process.waitUntilExit()
  }
}

/// A program that is measured did not do its part.
struct ServerFailure: Error, CustomStringConvertible {
  let message: String
  var description: String { message }
}
