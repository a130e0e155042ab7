// SPDX-License-Identifier: Apache-2.0

public import BotModel
public import ControlAPI
public import Documents
import Foundation
import TradingModel
import YAMLDocuments

/// A bot that a file describes.
public struct BotFile: Sendable {
  /// The file.
  public let path: String
  /// What it says, as it would be sent to the API.
  public let document: Node
  /// What that means.
  public let settings: BotSettings
}

/// Everything that is wrong with the files of a folder, a sentence each: `bots/a.yaml, line 3: pairs[0]: …`.
public struct BotFileErrors: Error, Hashable, Sendable {
  /// The sentences; at least one.
  public let sentences: [String]
}

/// A folder of bot files (`*.yaml`, `*.yml`), one bot each.
public struct BotFolder: Sendable {
  /// Its path.
  public let path: String

  /// A folder.
  public init(path: String) { self.path = path }

  /// Whether it is there.
  public var exists: Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// Every bot of the folder, by file name. Files are read and nothing else is touched.
  ///
  /// - Throws: everything that is wrong with any of them.
  public func bots(catalog: SettingsCatalog) throws(BotFileErrors) -> [BotFile] {
    var bots: [BotFile] = []
    var faults: [String] = []
    var names: [BotName: String] = [:]
    for path in try files() {
      do throws(BotFileErrors) {
        let bot = try Self.bot(of: path, catalog: catalog)
        let name = bot.settings.name
        if let other = names.updateValue(path, forKey: name) {
          let line = Self.line(of: "name", in: bot.document)
          throw BotFileErrors(sentences: ["\(path)\(line): name: the bot '\(name)' is in \(other) already"])
        }
        bots.append(bot)
      } catch {
        faults += error.sentences
      }
    }
    guard faults.isEmpty else { throw BotFileErrors(sentences: faults) }
    return bots
  }

  private func files() throws(BotFileErrors) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path)
        .filter { !$0.hasPrefix(".") && ($0.hasSuffix(".yaml") || $0.hasSuffix(".yml")) }
        .sorted().map { path + "/" + $0 }
    } catch {
      throw BotFileErrors(sentences: ["\(path): the folder can't be read (\(TextFile.reason(of: error)))"])
    }
  }

  /// The bot of one file.
  public static func bot(of path: String, catalog: SettingsCatalog) throws(BotFileErrors) -> BotFile {
    let document = try document(of: path)
    do {
      return BotFile(path: path, document: document, settings: try BotDraft(document).settings(catalog: catalog))
    } catch {
      throw BotFileErrors(
        sentences: error.all.map { fault in
          let field = fault.field.isEmpty ? "" : "\(fault.field): "
          return "\(path)\(line(of: fault.field, in: document)): \(field)\(fault.message)"
        })
    }
  }

  private static func document(of path: String) throws(BotFileErrors) -> Node {
    let text: String
    do {
      text = try TextFile.read(path)
    } catch {
      throw BotFileErrors(sentences: ["\(path): \(error.reason)"])
    }
    do {
      return try YAMLParser().parse(text)
    } catch {
      throw BotFileErrors(sentences: ["\(path), \(error)"])
    }
  }

  /// `, line 3`: where a field stands, or what it would stand in.
  private static func line(of field: String, in document: Node) -> String {
    var node = document
    var position = document.position
    var steps = field.replacing("[", with: ".[").split(separator: ".")[...]
    while let step = steps.popFirst() {
      if step.hasPrefix("["), let index = Int(step.dropFirst().dropLast()), let element = node[index] {
        node = element
        position = element.position ?? position
      } else if let member = node.object?.first(where: { $0.key == step }) {
        node = member.value
        position = member.keyPosition ?? member.value.position ?? position
      } else {
        break
      }
    }
    return position.map { ", line \($0.line)" } ?? ""
  }
}
