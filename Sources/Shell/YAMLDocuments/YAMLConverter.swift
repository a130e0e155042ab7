// SPDX-License-Identifier: Apache-2.0

import Documents
import Yams

/// Turns what Yams composed into nodes.
struct YAMLConverter {
  let maximumDepth: Int

  func node(_ source: Yams.Node, depth: Int) throws(YAMLError) -> Documents.Node {
    let position = Self.position(source.mark)
    guard depth <= maximumDepth else { throw YAMLError(.tooDeep(maximumDepth: maximumDepth), at: position) }
    switch source {
    case .scalar(let scalar):
      try refuse(anchor: scalar.anchor, at: position)
      return Documents.Node(try content(of: scalar, at: position), position: position)
    case .sequence(let sequence):
      try refuse(anchor: sequence.anchor, at: position)
      try refuse(tag: sequence.tag, at: position)
      var elements: [Documents.Node] = []
      for element in sequence { elements.append(try node(element, depth: depth + 1)) }
      return Documents.Node(.array(elements), position: position)
    case .mapping(let mapping):
      try refuse(anchor: mapping.anchor, at: position)
      try refuse(tag: mapping.tag, at: position)
      return Documents.Node(.object(try members(of: mapping, depth: depth)), position: position)
    case .alias:
      throw YAMLError(.anchorOrAlias, at: position)
    }
  }

  private func members(of mapping: Yams.Node.Mapping, depth: Int) throws(YAMLError) -> [Documents.Node.Member] {
    var seen: Set<String> = []
    var members: [Documents.Node.Member] = []
    for (key, value) in mapping {
      let position = Self.position(key.mark)
      guard case .scalar(let scalar) = key, !scalar.string.isEmpty else { throw YAMLError(.keyIsNoText, at: position) }
      try refuse(anchor: scalar.anchor, at: position)
      // Yams has resolved the tags of keys by now, to this one where none was written.
      let tag = scalar.tag.rawValue
      guard tag.isEmpty || tag == Tag.Name.str.rawValue else { throw YAMLError(.tag(tag), at: position) }
      guard seen.insert(scalar.string).inserted else { throw YAMLError(.duplicateKey(scalar.string), at: position) }
      members.append(
        Documents.Node.Member(key: scalar.string, value: try node(value, depth: depth + 1), keyPosition: position))
    }
    return members
  }

  private func content(
    of scalar: Yams.Node.Scalar, at position: Documents.Node.Position?
  ) throws(YAMLError) -> Documents.Node.Content {
    let tag = scalar.tag.rawValue
    guard scalar.style == .plain else {
      // Quotes make a text of it by themselves, which Yams notes as this tag.
      guard tag == Tag.Name.str.rawValue || tag.isEmpty else { throw YAMLError(.tag(tag), at: position) }
      return .string(scalar.string)
    }
    guard tag.isEmpty else { throw YAMLError(.tag(tag), at: position) }
    switch PlainScalar(scalar.string) {
    case .value(let content): return content
    case .refused(let advice): throw YAMLError(.number(scalar.string, advice: advice), at: position)
    }
  }

  private func refuse(anchor: Anchor?, at position: Documents.Node.Position?) throws(YAMLError) {
    if anchor != nil { throw YAMLError(.anchorOrAlias, at: position) }
  }

  private func refuse(tag: Tag, at position: Documents.Node.Position?) throws(YAMLError) {
    if !tag.rawValue.isEmpty { throw YAMLError(.tag(tag.rawValue), at: position) }
  }

  static func position(_ mark: Mark?) -> Documents.Node.Position? {
    mark.map { Documents.Node.Position(line: $0.line, column: $0.column) }
  }
}
