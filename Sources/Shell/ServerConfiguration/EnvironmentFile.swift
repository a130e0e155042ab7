// SPDX-License-Identifier: Apache-2.0

/// The file `.env`: a variable per line, `NAME=VALUE`.
///
/// Empty lines and lines that begin with `#` say nothing. A value without quotes ends before ` #` and loses the spaces
/// around it; in single quotes everything stands for itself; in double quotes `\"`, `\\` and `\n` are read. Nothing is
/// expanded. Whatever else is an error, and so is a name given twice.
struct EnvironmentFile {
  private(set) var values: [String: String] = [:]

  /// Reads a text; `path` is for the messages.
  init(_ text: String, path: String) throws(ConfigurationErrors) {
    var firstLines: [String: Int] = [:]
    var faults: [String] = []
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      let number = index + 1
      do throws(LineFault) {
        guard let (name, value) = try Self.assignment(line) else { continue }
        if let first = firstLines[name] { throw LineFault("\(name) is given twice, first on line \(first); drop one") }
        firstLines[name] = number
        values[name] = value
      } catch {
        faults.append("\(path), line \(number): \(error.sentence).")
      }
    }
    guard faults.isEmpty else { throw ConfigurationErrors(faults) }
  }

  private struct LineFault: Error {
    let sentence: String
    init(_ sentence: String) { self.sentence = sentence }
  }

  private static func assignment(_ line: Substring) throws(LineFault) -> (name: String, value: String)? {
    let line = trimmed(line)
    if line.isEmpty || line.hasPrefix("#") { return nil }
    guard let equals = line.firstIndex(of: "=") else {
      throw LineFault("this is not NAME=VALUE; begin a remark with #")
    }
    let name = line[..<equals]
    guard isName(name) else {
      throw LineFault("'\(name)' is no name of a variable; write NAME=VALUE without 'export' and without spaces at '='")
    }
    return (String(name), try value(line[line.index(after: equals)...]))
  }

  private static func value(_ text: Substring) throws(LineFault) -> String {
    if let quote = text.first, quote == "'" || quote == "\"" { return try quoted(text.dropFirst(), by: quote) }
    if text.first == "#" || text.first?.isWhitespace == true {
      guard trimmed(text).isEmpty || trimmed(text).hasPrefix("#") else {
        throw LineFault("there is a space after '='; write NAME=VALUE, or put quotes around the value")
      }
      return ""
    }
    var end = text.endIndex
    for index in text.indices where text[index] == "#" && text[text.index(before: index)].isWhitespace {
      end = index
      break
    }
    let value = trimmed(text[..<end])
    guard !value.contains(where: { $0 == "'" || $0 == "\"" }) else {
      throw LineFault("there is a quotation mark inside the value; put quotes around the whole value")
    }
    return String(value)
  }

  private static func quoted(_ text: Substring, by quote: Character) throws(LineFault) -> String {
    var value = ""
    var rest = text
    while let letter = rest.popFirst() {
      if letter == quote {
        let after = trimmed(rest)
        guard after.isEmpty || (after.hasPrefix("#") && rest.first?.isWhitespace == true) else {
          throw LineFault("there is something behind the closing quotation mark; put quotes around the whole value")
        }
        return value
      }
      if letter == "\\" && quote == "\"" {
        switch rest.popFirst() {
        case "\"": value.append("\"")
        case "\\": value.append("\\")
        case "n": value.append("\n")
        default: throw LineFault("in double quotes, only \\\", \\\\ and \\n can follow a backslash; use single quotes")
        }
      } else {
        value.append(letter)
      }
    }
    throw LineFault("the closing quotation mark is missing; a value ends on its line")
  }

  private static func isName(_ text: Substring) -> Bool {
    guard let first = text.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return false }
    return text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
