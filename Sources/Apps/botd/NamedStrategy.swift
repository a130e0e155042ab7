// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Documents
import Foundation
import ServerConfiguration
import Strategies
import StrategyKit
import StrategyLanguage

/// A strategy that a command names.
enum NamedStrategy {
  case builtIn(StrategyDefinition)
  case file(StrategyFile, path: String)

  /// Its public face.
  var definition: StrategyDefinition {
    switch self {
    case .builtIn(let definition): definition
    case .file(let file, _): file.definition
    }
  }

  /// The strategy of a text: a path, if it has a slash or ends like a strategy file; else the name of a built-in one, or
  /// of a file in the folder of strategies.
  ///
  /// - Throws: what ends the command where there is none, or its file doesn't check.
  static func find(_ text: String) throws -> NamedStrategy {
    if text.contains("/") || endings.contains(where: text.hasSuffix) { return try read(text) }
    let folder = try BotdConfiguration.orExit().strategiesFolder
    // A confluence may be made of files too.
    let ofFiles = StrategyFolder(path: folder, taken: BuiltInStrategies.all.map(\.name)).load().strategies
    let builtIn = BuiltInStrategies.all(with: ofFiles).first { $0.name == text && $0.source == .builtIn }
    if let builtIn { return .builtIn(builtIn) }
    for path in endings.map({ "\(folder)/\(text)\($0)" }) where FileManager.default.fileExists(atPath: path) {
      return try read(path)
    }
    let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted().compactMap { name in
      endings.first(where: name.hasSuffix).map { String(name.dropLast($0.count)) }
    }
    let unknown = UnknownStrategy(name: text, known: BuiltInStrategies.all.map(\.name) + files)
    throw ValidationError("\(unknown) (files are looked for in \(folder))")
  }

  private static let endings = [".yaml", ".yml"]

  private static func read(_ path: String) throws -> NamedStrategy {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ValidationError("\(path): the file can't be read")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw ExitCode.faulty(["\(path): the file is not UTF-8"])
    }
    switch StrategyText.read(text) {
    case .success(let file): return .file(file, path: path)
    case .failure(let faults):
      throw ExitCode.faulty(
        faults.all.map { fault in
          let place = fault.position.map { ":\($0.line):\($0.column)" } ?? ""
          return "\(path)\(place): \(fault.field.isEmpty ? "" : "\(fault.field): ")\(fault.message)"
        })
    }
  }
}

extension ExitCode {
  /// A strategy file doesn't check, for the reasons that are printed.
  fileprivate static func faulty(_ lines: [String]) -> ExitCode {
    for line in lines { Console.complain(line) }
    return ExitCode(78)
  }
}
