// SPDX-License-Identifier: Apache-2.0

/// Answers as the venue shapes them, with fields that are not known here among them.
enum AnswerTexts {
  static let ack = """
    {"symbol":"BTCUSDT","orderId":28,"orderListId":-1,"clientOrderId":"6gCrw2kRUAF9CvJDGP16IP",\
    "transactTime":1507725176595}
    """

  static let full = """
    {"symbol":"BTCUSDT","orderId":28,"orderListId":-1,"clientOrderId":"c1","transactTime":1507725176595,\
    "price":"0.00000000","origQty":"10.00000000","executedQty":"6.00000000","origQuoteOrderQty":"0.000000",\
    "cummulativeQuoteQty":"23998.00000000","status":"EXPIRED","timeInForce":"GTC","type":"MARKET","side":"SELL",\
    "workingTime":1507725176595,"selfTradePreventionMode":"NONE","strategyId":7,"strategyType":1000000,\
    "expiryReason":"INSUFFICIENT_LIQUIDITY","new":[{"x":[1,2]}],"fills":[{"price":"4000.00000000","qty":"4.0",\
    "commission":"4.00000000","commissionAsset":"USDT","tradeId":56,"matchType":"NEW"},{"price":"3999.0","qty":"2.0",\
    "commission":"0.00019000","commissionAsset":"BNB","tradeId":57}]}
    """

  static let canceled = """
    {"symbol":"LTCBTC","origClientOrderId":"myOrder1","orderId":4,"orderListId":-1,\
    "clientOrderId":"cancelMyOrder1","transactTime":1684804350068,"price":"2.00000000","origQty":"1.00000000",\
    "executedQty":"0.00000000","cummulativeQuoteQty":"0.00000000","status":"CANCELED","timeInForce":"GTC",\
    "type":"LIMIT","side":"BUY","selfTradePreventionMode":"NONE"}
    """

  static let query = """
    {"symbol":"LTCBTC","orderId":1,"orderListId":4,"clientOrderId":"myOrder1","price":"0.1","origQty":"1.0",\
    "executedQty":"0.5","cummulativeQuoteQty":"0.05","status":"SLEEPING","timeInForce":"GTC","type":"LIMIT",\
    "side":"BUY","stopPrice":"0.0","icebergQty":"0.0","time":1499827319559,"updateTime":1499827319560,\
    "isWorking":true,"workingTime":1499827319559,"origQuoteOrderQty":"0.000000"}
    """

  static let trades = """
    [{"symbol":"BNBBTC","id":28457,"orderId":100234,"orderListId":-1,"price":"4.00000100","qty":"12.00000000",\
    "quoteQty":"48.000012","commission":"10.10000000","commissionAsset":"BNB","time":1499865549590,"isBuyer":true,\
    "isMaker":false,"isBestMatch":true}]
    """

  static let account = """
    {"makerCommission":15,"commissionRates":{"maker":"0.0015"},"canTrade":true,"canWithdraw":true,"canDeposit":true,\
    "brokered":false,"updateTime":123456789,"accountType":"SPOT","balances":[{"asset":"BTC","free":"4723846.89208129",\
    "locked":"0.00000000"},{"asset":"LTC","free":"4763368.68006011","locked":"0.50000000","new":1}],\
    "permissions":["SPOT"],"uid":354937868}
    """

  static let restrictions = """
    {"ipRestrict":false,"createTime":1698645219000,"enableReading":true,"enableWithdrawals":true,\
    "enableInternalTransfer":false,"permitsUniversalTransfer":false,"enableSpotAndMarginTrading":true,\
    "tradingAuthorityExpirationTime":1628985600000,"enableSomethingNew":true}
    """

  static let commission = """
    {"symbol":"BTCUSDT","standardCommission":{"maker":"0.00000010","taker":"0.00000020","buyer":"0.00000030",\
    "seller":"0.00000040"},"specialCommission":{"maker":"0.01000000","taker":"0.02000000","buyer":"0.03",\
    "seller":"0.04000000"},"taxCommission":{"maker":"0.00000010","taker":"0.00000020","buyer":"0.00000030",\
    "seller":"0.00000040"},"discount":{"enabledForAccount":true,"enabledForSymbol":true,"discountAsset":"BNB",\
    "discount":"0.75000000"}}
    """

  static let limits = """
    [{"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,"limit":50,"count":8},\
    {"rateLimitType":"ORDERS","interval":"DAY","intervalNum":1,"limit":160000,"count":9},\
    {"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":6000},\
    {"rateLimitType":"NEW","interval":"CENTURY","intervalNum":1,"limit":1}]
    """

  static let list = """
    {"orderListId":1,"contingencyType":"OCO","listStatusType":"EXEC_STARTED","listOrderStatus":"EXECUTING",\
    "listClientOrderId":"l","transactionTime":1710485608839,"symbol":"LTCBTC","orders":[{"symbol":"LTCBTC",\
    "orderId":10,"clientOrderId":"a"},{"symbol":"LTCBTC","orderId":11,"clientOrderId":"b"}],"orderReports":[\(full)]}
    """

  static let amended = """
    {"transactTime":1741926410255,"executionId":75,"amendedOrder":{"symbol":"BTCUSDT","orderId":33,\
    "orderListId":-1,"origClientOrderId":"5xrgbMyg6z36NzBn2pbT8H","clientOrderId":"PFaq6hIHxqFENGfdtn4J6Q",\
    "price":"6.00000000","qty":"5.00000000","executedQty":"0.00000000","preventedQty":"0.00000000",\
    "quoteOrderQty":"0.00000000","cumulativeQuoteQty":"0.00000000","status":"NEW","timeInForce":"GTC",\
    "type":"LIMIT","side":"SELL","workingTime":1741926410242,"selfTradePreventionMode":"NONE"}}
    """

  static let answer = """
    {"id":9,"status":200,"result":\(full),"rateLimits":[{"rateLimitType":"ORDERS","interval":"SECOND",\
    "intervalNum":10,"limit":50,"count":12},{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,\
    "limit":6000,"count":4}]}
    """

  static let banned = """
    {"id":9,"status":418,"error":{"code":-1003,"msg":"Way too much request weight used; IP banned.",\
    "data":{"serverTime":1659142907531,"retryAfter":1659146400000}},"rateLimits":[]}
    """

  static let execution = """
    {"subscriptionId":0,"event":{"e":"executionReport","E":1499405658658,"s":"ETHBTC",\
    "c":"mUvoqJxFIILMdfAW5iGSOW","S":"BUY","o":"LIMIT","f":"GTC","q":"1.00000000","p":"0.10264410","P":"0.00000000",\
    "F":"0.00000000","g":-1,"C":"","x":"TRADE","X":"PARTIALLY_FILLED","r":"NONE","i":4293153,"l":"0.25000000",\
    "z":"0.50000000","L":"0.10264410","n":"0.00025000","N":"ETH","T":1499405658657,"t":77,"I":8641984,"w":true,\
    "m":true,"M":true,"O":1499405658657,"Z":"0.05132205","Y":"0.02566102","Q":"0.00000000","W":1499405658657,\
    "V":"NONE","j":12,"J":1000000}}
    """

  static let canceledExecution = """
    {"e":"executionReport","E":1499405658658,"s":"ETHBTC","c":"theCancel","S":"SELL","o":"LIMIT","f":"GTC","q":"1.0",\
    "p":"0.1","P":"0.0","F":"0.0","g":-1,"C":"theOrder","x":"CANCELED","X":"CANCELED","r":"NONE","i":4293153,\
    "l":"0.0","z":"0.5","L":"0.0","n":"0","N":null,"T":1499405658657,"t":-1,"I":5,"w":false,"m":false,"M":false,\
    "O":1499405658657,"Z":"0.05","Y":"0.0","Q":"0.0","V":"NONE"}
    """

  static let position = """
    {"subscriptionId":1,"event":{"e":"outboundAccountPosition","E":1564034571105,"u":1564034571073,"B":[{"a":"ETH",\
    "f":"10000.000000","l":"0.5"}]}}
    """

  static let balance =
    #"{"e":"balanceUpdate","E":1573200697110,"a":"BTC","d":"-100.00000000","T":1573200697068}"#

  static let lock =
    #"{"e":"externalLockUpdate","E":1581557507324,"a":"NEO","d":"10.00000000","T":1581557507268}"#

  static let listStatus = """
    {"e":"listStatus","E":1564035303637,"s":"ETHBTC","g":2,"c":"OCO","l":"EXEC_STARTED","L":"EXECUTING","r":"NONE",\
    "C":"F4QN4G8DlFATFlIUQ0cjdD","T":1564035303625,"O":[{"s":"ETHBTC","i":17,"c":"AJYsMjErWJesZvqlJCTUgL"},\
    {"s":"ETHBTC","i":18,"c":"bfYPSQdLoqAJeNrOr9adzq"}]}
    """

  static let all = [
    ack, full, canceled, query, trades, account, restrictions, commission, limits, list, amended, answer, banned,
    execution, canceledExecution, position, balance, lock, listStatus,
  ]
}
