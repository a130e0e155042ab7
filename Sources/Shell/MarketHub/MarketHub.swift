// MarketHub
