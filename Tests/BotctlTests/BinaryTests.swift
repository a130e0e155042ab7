// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// The built program itself, as a script runs it.
@Suite struct `The program as it is built` {
  private struct Outcome {
    let code: Int32
    let output: String
    let errors: String
  }

  /// The program stands beside the test bundle.
  private static func program() throws -> URL {
    let executable = try #require(CommandLine.arguments.first)
    var folder = URL(filePath: executable).deletingLastPathComponent()
    if let index = CommandLine.arguments.firstIndex(of: "--test-bundle-path") {
      folder = URL(filePath: CommandLine.arguments[index + 1]).deletingLastPathComponent()
    }
    return folder.appending(path: "botctl")
  }

  private func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Outcome {
    let process = Process()
    process.executableURL = try Self.program()
    process.arguments = arguments
    process.environment = environment
    let (output, errors) = (Pipe(), Pipe())
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    let remarks = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Outcome(
      code: process.terminationStatus, output: String(decoding: data, as: UTF8.self),
      errors: String(decoding: remarks, as: UTF8.self))
  }

  @Test func `ends with the codes of the contract`() throws {
    let nobody = ["BOTCTL_SERVER": "http://127.0.0.1:1", "BOTCTL_TOKEN": "t"]
    #expect(try run(["--help"]).code == 0)
    #expect(try run(["list"], environment: nobody).code == 3)
    #expect(try run(["delete", "a"], environment: nobody).code == 5)
    #expect(try run(["backtest"], environment: nobody).code == 64)
  }

  @Test func `writes data to standard output and the rest to standard error`() throws {
    let failed = try run(["list", "--server", "http://127.0.0.1:1"])
    #expect(failed.output == "")
    #expect(failed.errors.contains("can't be reached"))
    let version = try run(["version", "-o", "json", "--server", "http://127.0.0.1:1"])
    #expect(version.code == 0)
    #expect(version.output.contains("\"client\""))
    #expect(version.errors.contains("No server"))
  }
}
