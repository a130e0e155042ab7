// RiskRules
