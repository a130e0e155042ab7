// SPDX-License-Identifier: Apache-2.0

import Documents
import ExchangeModel
import TradingModel

/// What an account asks of the desk, by REST or by the WebSocket API.
struct DeskRequest: Sendable {
  let operation: PrivateOperation
  let parameters: RestParameters
  let account: VenueAccountID
  /// In what the answer has its times.
  let unit: VenueTimeUnit
  /// How long an order can't be found after it was placed, in milliseconds.
  var hiding: Int64 = 0

  var documents: OrderDocuments { OrderDocuments(unit: unit) }

  /// Carries it out.
  func answer(_ visit: inout DeskVisit) throws(RestRefusal) -> Node {
    switch operation {
    case .place: try place(&visit)
    case .test: try test(&visit)
    case .cancel: try cancel(&visit)
    case .cancelOpenOrders: try cancelOpenOrders(&visit)
    case .replace: try replace(&visit)
    case .amend: try amend(&visit)
    case .placeOCO, .placeOldOCO, .placeOTO, .placeOTOCO: try placeList(&visit)
    case .cancelList: try cancelList(&visit)
    case .order: try order(visit)
    case .openOrders: try openOrders(visit)
    case .allOrders: try allOrders(visit)
    case .amendments: try amendments(visit)
    case .list: try list(visit)
    case .allLists: try allLists(visit)
    case .openLists: try openLists(visit)
    case .trades: try trades(visit)
    case .preventedMatches: try preventedMatches(visit)
    case .account: try accountStatus(visit)
    case .commission: try commission(visit)
    case .orderCounts: try orderCounts(visit)
    case .filters: try filters(visit)
    }
  }
}
