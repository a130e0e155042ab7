// ExchangeModel
