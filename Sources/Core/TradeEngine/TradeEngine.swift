// TradeEngine
