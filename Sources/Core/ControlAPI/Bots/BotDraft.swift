// SPDX-License-Identifier: Apache-2.0

public import BotModel
public import Documents

/// A bot that is to be created: the body of a request, or a bot file, whose form has been checked.
public struct BotDraft: Sendable {
  /// The document.
  public let node: Node

  /// A draft of a document.
  ///
  /// - Throws: everything that is wrong with its form.
  public init(_ node: Node) throws(FieldErrors) {
    try BotSchemas.draft.checked(node)
    self.node = node
  }

  /// The settings that the draft describes, with defaults for what it leaves out.
  ///
  /// - Throws: everything that is wrong with the values: unknown names, and what contradicts itself.
  public func settings(catalog: SettingsCatalog) throws(FieldErrors) -> BotSettings {
    var reader = BotReader(node: node, catalog: catalog)
    return try reader.settings()
  }
}
