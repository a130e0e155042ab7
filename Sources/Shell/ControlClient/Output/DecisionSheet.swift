// SPDX-License-Identifier: Apache-2.0

public import Documents

/// Why a bot did what it did at a candle, as lines for people.
public enum DecisionSheet {
  /// What came of the candle, and what the votes come to.
  public static func head(of decision: Node) -> [String] {
    let text = { (key: String) in decision[key]?.string.map(DisplayWidth.harmless) }
    let moment = text("candle").map { "candle \(CellText.clock($0))" } ?? text("time") ?? ""
    let side = text("side").map { " to \($0)" } ?? ""
    let cause = text("cause") ?? ""
    var lines = [
      "\(text("pair") ?? "")  \(moment)",
      "  \(outcome(text("outcome") ?? "", cause: cause))\(side): \(text("rule") ?? "")",
      "  \(text("detail") ?? "")",
    ]
    if let poll = decision["confluence"], poll.string == nil, let mode = poll["mode"]?.string {
      let side = poll["side"]?.string ?? "neither"
      let threshold = poll["threshold"]?.number.map { ", threshold \($0.text)" } ?? ""
      let score = poll["score"]?.number?.text ?? ""
      lines.append(
        "  confluence \(mode): \(side), score \(score)\(threshold); "
          + DisplayWidth.harmless(poll["summary"]?.string ?? ""))
    }
    return lines
  }

  /// What the indicators stood at.
  public static func values(of decision: Node) -> [String] {
    let values = (decision["values"]?.object ?? []).compactMap { member in
      member.value.number.map { "\(DisplayWidth.harmless(member.key)) \($0.text)" }
    }
    return values.isEmpty ? [] : ["values: " + values.joined(separator: ", ")]
  }

  /// What came of a decision, in words.
  static func outcome(_ outcome: String, cause: String) -> String {
    switch outcome {
    case "idle": "did nothing"
    case "ignored": "had nothing to do (\(cause))"
    case "refused": "was refused (\(cause))"
    case "ordered": "placed an order (\(cause))"
    default: outcome
    }
  }
}
