// SPDX-License-Identifier: Apache-2.0

// RiskRules: what a bot wants becomes an approved order or a refusal that names rule, limit and value. Nothing else
// can make an `ApprovedOrder`, and an exchange takes nothing else.
