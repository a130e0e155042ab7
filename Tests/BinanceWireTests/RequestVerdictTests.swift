// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import Testing

/// What the documentation says of every error, one row each: R where an order was surely not placed, U where nobody
/// knows, - where the error doesn't belong to orders.
private let documented: [(codes: [Int64], order: Character)] = [
  ([-1000, -1001], "U"), ([-1002, -1003], "R"), ([-1006, -1007, -1008], "U"),
  ([-1010, -1013, -1014, -1015, -1016, -1020, -1021, -1022], "R"), ([-1033, -1034, -1035], "R"),
  ([-1100, -1101, -1102, -1103, -1104, -1105, -1106, -1108, -1111, -1112], "R"),
  ([-1114, -1115, -1116, -1117, -1118, -1119], "R"), ([-1120], "-"), ([-1121], "R"), ([-1122, -1220], "-"),
  ([-1125], "-"), ([-1127, -1128, -1130, -1131], "R"), ([-1134, -1135, -1139, -1145, -1151], "R"),
  ([-1152, -1153, -1155, -1161, -1221], "-"), ([-1158, -1160, -1165, -1166, -1168], "R"),
  ([-1196, -1197, -1198, -1199], "R"), (Array(-1191 ... -1169), "-"), ([-1194], "R"), ([-1210, -1211], "R"),
  ([-1222, -1223, -1224, -1225], "R"), ([-2010], "R"), ([-2013], "-"), ([-2014, -2015], "R"), ([-2016], "-"),
  ([-2021], "U"), ([-2022], "R"), ([-2026], "-"), ([-2035, -2036, -2042], "-"), ([-2038], "R"), ([-2039], "-"),
  ([-2043], "-"), ([-9999, 0, 1], "-"),
]

private let rows = documented.flatMap { row in row.codes.map { ($0, row.order) } }

@Suite struct VerdictTableTests {
  private func placement(_ status: Int, _ code: Int64?, _ text: String = "text") -> RequestVerdict {
    VerdictTable.placement(status: status, error: code.map { VenueErrorBody(code: $0, message: text) })
  }

  private func cancel(_ status: Int, _ code: Int64?, _ text: String = "text") -> RequestVerdict {
    VerdictTable.cancel(status: status, error: code.map { VenueErrorBody(code: $0, message: text) })
  }

  @Test(arguments: rows)
  func `knows every documented error of a placement`(code: Int64, order: Character) {
    #expect(placement(400, code) == (order == "R" ? .refused : .unknown), "\(code)")
    #expect(placement(500, code) == .unknown)
    #expect(placement(200, code) == .unknown)
    #expect(placement(302, code) == .unknown)
  }

  @Test(arguments: rows)
  func `judges a cancel by the same table`(code: Int64, order: Character) {
    #expect(cancel(400, code) == (order == "R" ? .refused : .unknown), "\(code)")
    #expect(cancel(503, code) == .unknown)
  }

  @Test func `takes no more codes for a refusal than are documented as one`() {
    let refused = Set(rows.filter { $0.1 == "R" }.map(\.0) + [-2011])
    #expect(VerdictTable.refusing == refused)
  }

  @Test(arguments: [
    (200, RequestVerdict.accepted), (201, .accepted), (400, .unknown), (401, .unknown), (403, .refused),
    (404, .unknown), (409, .unknown), (410, .unknown), (418, .refused), (429, .refused), (500, .unknown),
    (502, .unknown), (503, .unknown), (504, .unknown), (302, .unknown), (101, .unknown), (0, .unknown),
  ])
  func `judges an answer without a body by its status`(status: Int, verdict: RequestVerdict) {
    #expect(placement(status, nil) == verdict)
    #expect(cancel(status, nil) == verdict)
  }

  @Test func `takes a duplicate for our own first attempt, maybe`() {
    #expect(placement(400, -2010, "Duplicate order sent.") == .unknown)
    #expect(placement(400, -2010, "Account has insufficient balance for requested action.") == .refused)
  }

  @Test(arguments: [
    "Market is closed.", "Order was not canceled due to cancel restrictions.",
    "This account may not place or cancel orders.",
  ])
  func `knows the refusals of a cancel that leave the order open`(text: String) {
    #expect(cancel(400, -2011, text) == .refused)
  }

  @Test(arguments: ["Unknown order sent.", "Cancel order is invalid. Check origClOrdId and orderId.", "Something new"])
  func `takes a cancel that the engine refuses for an order that is not open`(text: String) {
    #expect(cancel(400, -2011, text) == .notOpen)
    #expect(placement(400, -2011, text) == .refused)
  }

  @Test func `tells what is not found and what is out of time`() {
    #expect(VerdictTable.isNotFound(VenueErrorBody(code: -2013, message: "Order does not exist.")))
    #expect(!VerdictTable.isNotFound(nil))
    #expect(VerdictTable.isWrongTime(VenueErrorBody(code: -1021, message: "")))
    #expect(!VerdictTable.isWrongTime(VenueErrorBody(code: -1022, message: "")))
  }
}
