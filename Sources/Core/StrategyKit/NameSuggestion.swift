// SPDX-License-Identifier: Apache-2.0

/// Finds the name that somebody probably meant.
public enum NameSuggestion {
  /// The name nearest to a text by edits (insert, delete, replace, swap neighbours), letter case aside; nil where none
  /// is near: more than a third of the text's letters, and at least two, would have to change. Of equals the first.
  public static func closest(to text: String, among names: [String]) -> String? {
    guard text.utf8.count <= longest else { return nil }
    let letters = Array(text.lowercased().utf8)
    let allowed = max(2, letters.count / 3)
    var best: (name: String, distance: Int)?
    // A difference in length takes as many edits at least.
    for name in names where name.utf8.count <= longest && abs(name.utf8.count - letters.count) <= allowed {
      let distance = edits(letters, Array(name.lowercased().utf8))
      if distance <= allowed, distance < max(letters.count, 1), distance < best?.distance ?? .max {
        best = (name, distance)
      }
    }
    return best?.name
  }

  /// Texts longer than this are not compared: nobody mistypes so much.
  private static let longest = 64

  /// The number of edits between two texts: optimal string alignment.
  private static func edits(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in 1..<(left.count + 1) {
      var current = [row]
      for column in 1..<(right.count + 1) {
        let isSame = left[row - 1] == right[column - 1]
        var cost = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + (isSame ? 0 : 1))
        if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
          cost = min(cost, beforeLast[column - 2] + 1)
        }
        current.append(cost)
      }
      beforeLast = last
      last = current
    }
    return last[right.count]
  }
}
