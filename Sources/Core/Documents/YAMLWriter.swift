// SPDX-License-Identifier: Apache-2.0

extension Node {
  /// The node as a YAML document (1.2, core schema) in block style, two spaces of indentation, with a line feed at the
  /// end. Strings stand without quotes only where no YAML reader, of 1.1 either, takes them for something else.
  public func yaml() -> String {
    var writer = YAMLWriter()
    writer.write(self, indentation: 0)
    return writer.text
  }
}

/// Writes a tree of nodes as YAML.
private struct YAMLWriter {
  private(set) var text = ""

  /// Writes a value at the place reached in the line; its further lines begin with the indentation.
  mutating func write(_ node: Node, indentation: Int) {
    switch node.content {
    case .null: line("null")
    case .bool(let value): line(value ? "true" : "false")
    case .number(let number): line(number.text)
    case .string(let string): line(YAMLText.scalar(string))
    case .array(let elements):
      guard !elements.isEmpty else { return line("[]") }
      for (index, element) in elements.enumerated() {
        if index > 0 { indent(indentation) }
        text += "- "
        write(element, indentation: indentation + 2)
      }
    case .object(let members):
      guard !members.isEmpty else { return line("{}") }
      for (index, member) in members.enumerated() {
        if index > 0 { indent(indentation) }
        text += YAMLText.scalar(member.key) + ":"
        writeAfterKey(member.value, indentation: indentation)
      }
    }
  }

  /// Writes a member's value: behind the key if it fits one line, else below it.
  private mutating func writeAfterKey(_ node: Node, indentation: Int) {
    let isBlock = !(node.array ?? []).isEmpty || !(node.object ?? []).isEmpty
    if isBlock {
      text += "\n"
      indent(indentation + 2)
    } else {
      text += " "
    }
    write(node, indentation: indentation + 2)
  }

  private mutating func line(_ content: String) { text += content + "\n" }

  private mutating func indent(_ indentation: Int) { text += String(repeating: " ", count: indentation) }
}

/// How YAML writes text.
private enum YAMLText {
  /// The string as it is if it is beyond doubt, else in double quotes.
  static func scalar(_ string: String) -> String { isPlain(string) ? string : quoted(string) }

  /// Words that YAML 1.1 or 1.2 takes for something other than text.
  private static let reservedWords: Set<String> = [
    "true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf",
  ]

  /// Begins with a letter, consists of letters, digits and harmless marks, doesn't end with a space, is no such word.
  private static func isPlain(_ string: String) -> Bool {
    guard let first = string.utf8.first, isLetter(first), string.utf8.last != UInt8(ascii: " ") else { return false }
    return string.utf8.allSatisfy(isHarmless) && !reservedWords.contains(string.lowercased())
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

  private static func isHarmless(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: " "), UInt8(ascii: "_"), UInt8(ascii: "-"),
      UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "/"), UInt8(ascii: "@"), UInt8(ascii: "+"):
      true
    default: isLetter(byte)
    }
  }

  /// The string in double quotes, everything escaped that isn't printable.
  private static func quoted(_ string: String) -> String {
    var result = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}": result += "\\x" + hexadecimal(scalar, digits: 2)
      case "\u{2028}", "\u{2029}", "\u{FEFF}", "\u{FFFE}", "\u{FFFF}": result += "\\u" + hexadecimal(scalar, digits: 4)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static func hexadecimal(_ scalar: Unicode.Scalar, digits: Int) -> String {
    let text = String(scalar.value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
