// BinanceExchange
