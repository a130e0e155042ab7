# SPDX-License-Identifier: Apache-2.0
"""How long TA-Lib takes per candle.

  ta_lib_speed.py CANDLES CASES.txt

CANDLES are six columns (open time, open, high, low, close, volume) of little-endian doubles, one after the other. A line
of the cases is a function, the columns that it takes, and its arguments: `SMA close 20`, `OBV close,volume -`. Prints
for each line the nanoseconds per candle, of the fastest of five runs.
"""

import sys
import time

import numpy
import talib
from talib import abstract

COLUMNS = ["time", "open", "high", "low", "close", "volume"]


def main(candles, cases):
    table = numpy.fromfile(candles, dtype="<f8").reshape(len(COLUMNS), -1)
    columns = dict(zip(COLUMNS, table, strict=True))
    with open(cases, encoding="utf-8") as file:
        for line in file:
            name, inputs, arguments = line.split()
            function = getattr(talib, name)
            defaults = abstract.Function(name).parameters.values()
            words = [] if arguments == "-" else arguments.split(",")
            values = [type(default)(float(word)) for default, word in zip(defaults, words, strict=False)]
            series = [columns[column] for column in inputs.split(",")]
            fastest = min(elapsed(function, series, values) for _ in range(5))
            print(fastest / table.shape[1], flush=True)


def elapsed(function, series, values):
    start = time.perf_counter_ns()
    function(*series, *values)
    return time.perf_counter_ns() - start


main(*sys.argv[1:])
