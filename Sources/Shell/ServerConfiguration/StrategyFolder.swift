// SPDX-License-Identifier: Apache-2.0

public import ControlAPI
import Documents
import Foundation
public import StrategyKit
public import StrategyLanguage
import YAMLDocuments

/// A folder of strategy files (`*.yaml`, `*.yml`), one strategy each.
public struct StrategyFolder: Sendable {
  /// Its path.
  public let path: String
  /// The names that files can't have, because strategies that come with the program have them.
  private let takenNames: Set<String>
  /// The names that mean something else in the paths of the API.
  private static let reservedNames = ["check", "reload"]

  /// A folder.
  ///
  /// - Parameter taken: the names that files can't have.
  public init(path: String, taken: [String]) {
    self.path = path
    takenNames = Set(taken).union(Self.reservedNames)
  }

  /// What the files of a folder hold.
  public struct Content: Sendable {
    /// The strategies of the files that are in order, by file name.
    public let strategies: [StrategyDefinition]
    /// What is wrong with the others.
    public let faults: [StrategyFaultView]
  }

  /// Whether it is there.
  public var exists: Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// Reads every file; nothing else is touched. A folder that is not there is one without files.
  public func load() -> Content {
    guard exists else { return Content(strategies: [], faults: []) }
    var strategies: [StrategyDefinition] = []
    var faults: [StrategyFaultView] = []
    var files: [String: String] = [:]
    let paths: [String]
    do {
      paths = try FileManager.default.contentsOfDirectory(atPath: path)
        .filter { !$0.hasPrefix(".") && ($0.hasSuffix(".yaml") || $0.hasSuffix(".yml")) }
        .sorted().map { path + "/" + $0 }
    } catch {
      let reason = "the folder can't be read (\(TextFile.reason(of: error)))"
      return Content(strategies: [], faults: [Self.fault(path, reason)])
    }
    for file in paths {
      let found = check(file: file)
      if let strategy = found.strategy, let other = files.updateValue(file, forKey: strategy.name) {
        faults.append(Self.fault(file, "the strategy '\(strategy.name)' is in \(other) already", field: "name"))
      } else if let strategy = found.strategy, found.faults.isEmpty {
        strategies.append(strategy)
      }
      faults += found.faults
    }
    return Content(strategies: strategies, faults: faults)
  }

  /// What a file is found to be.
  public func check(file: String) -> StrategyCheckView {
    let text: String
    do {
      text = try TextFile.read(file)
    } catch {
      return StrategyCheckView(strategy: nil, warmUp: nil, faults: [Self.fault(file, error.reason)])
    }
    return check(text, of: file)
  }

  /// What a text is found to be.
  ///
  /// - Parameter file: where it comes from, for the faults.
  public func check(_ text: String, of file: String? = nil) -> StrategyCheckView {
    switch StrategyText.read(text) {
    case .failure(let faults):
      let views = faults.all.map { fault in
        StrategyFaultView(
          file: file, position: fault.position, field: fault.field, value: fault.value, message: fault.message)
      }
      return StrategyCheckView(strategy: nil, warmUp: nil, faults: views)
    case .success(let read):
      let definition = read.definition
      let isTaken = takenNames.contains(definition.name)
      let fault = Self.fault(
        file,
        Self.reservedNames.contains(definition.name)
          ? "'\(definition.name)' has another meaning in the API; choose another name"
          : "a strategy that comes with the program is called '\(definition.name)'; choose another name",
        field: "name", value: definition.name)
      let warmUp = (try? definition.values()).map { definition.make($0).warmUp }
      return StrategyCheckView(strategy: definition, warmUp: warmUp, faults: isTaken ? [fault] : [])
    }
  }

  private static func fault(
    _ file: String?, _ message: String, field: String = "", value: String = ""
  ) -> StrategyFaultView {
    StrategyFaultView(file: file, position: nil, field: field, value: value, message: message)
  }
}

/// Reads the text of a strategy file.
public enum StrategyText {
  /// Everything that is wrong with a text; never empty.
  public struct Faults: Error, Sendable {
    /// What is wrong, in the order of the text.
    public let all: [StrategyFileFault]
  }

  /// The file that a text is.
  public static func read(_ text: String) -> Result<StrategyFile, Faults> {
    do {
      return .success(try StrategyFile.read(try YAMLParser().parse(text), source: text))
    } catch let faults as StrategyFileFaults {
      return .failure(Faults(all: faults.faults))
    } catch let error as YAMLError {
      let fault = StrategyFileFault(
        at: error.position, field: "", value: "", error.reason.description + advice(for: error, in: text))
      return .failure(Faults(all: [fault]))
    } catch {
      return .failure(Faults(all: [StrategyFileFault(at: nil, field: "", value: "", "\(error)")]))
    }
  }

  /// What most often is the cause: brackets mean something to YAML within braces.
  private static func advice(for error: YAMLError, in text: String) -> String {
    guard case .malformed = error.reason, let line = error.position?.line else { return "" }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.indices.contains(line - 1), lines[line - 1].contains("{"), lines[line - 1].contains("[") else {
      return ""
    }
    return "; within { } an expression with [ ] or a comma must stand in quotes"
  }
}
