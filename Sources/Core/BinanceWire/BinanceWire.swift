// BinanceWire
