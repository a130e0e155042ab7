// SPDX-License-Identifier: Apache-2.0

// Performance: what closed trades have come to. A ledger takes them one by one; its summary has Freqtrade's figures.
