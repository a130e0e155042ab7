// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Glibc
import ServerConfiguration

/// What the commands print, line by line as it comes: standard output is not buffered, whoever reads it.
enum Console {
  static func say(_ line: String = "") { write(line, to: STDOUT_FILENO) }

  static func complain(_ line: String) { write(line, to: STDERR_FILENO) }

  private static func write(_ line: String, to file: Int32) {
    let bytes = Array((line + "\n").utf8)
    _ = Glibc.write(file, bytes, bytes.count)
  }
}

extension ExitCode {
  /// An invariant was broken.
  static let broken = ExitCode(70)

  /// The configuration or the database is refused, for the reasons that are printed.
  static func refused(_ sentences: [String]) -> ExitCode {
    for sentence in sentences { Console.complain("botd: \(sentence)") }
    return ExitCode(78)
  }
}

extension BotdConfiguration {
  /// The configuration of this process, or the end of the command.
  static func orExit(defaults: [Variable: String] = [:]) throws(ExitCode) -> BotdConfiguration {
    do {
      return try ofThisProcess(defaults: defaults)
    } catch {
      throw .refused(error.sentences)
    }
  }
}
