# SPDX-License-Identifier: Apache-2.0
"""What TA-Lib says about the candles of a file.

  ta_lib_reference.py CANDLES.csv.gz CASES.txt FOLDER

Writes FOLDER/candles, six columns (open time, open, high, low, close, volume), and for line number N of the cases, from
0, FOLDER/N: the columns that the function answers. Columns stand one after the other, as little-endian doubles; what is
undefined is not a number. A case is a function, the columns it takes, and its arguments, in its order:

  STOCH high,low,close 14,3,0,3,0
  SMA close 20
  OBV close,volume -
"""

import gzip
import sys

import numpy
import talib
from talib import abstract

COLUMNS = ["time", "open", "high", "low", "close", "volume"]


def latest_index(find, values, period):
    """How many rows ago the extreme came; of equal ones the latest, where TA-Lib answers now one, now another."""
    rows = find(values, timeperiod=period)
    ages = numpy.full(len(values), numpy.nan)
    for row in range(period - 1, len(values)):
        window = values[rows[row] : row + 1]
        ages[row] = len(window) - 1 - numpy.flatnonzero(window == window[0])[-1]
    return ages


def each_window(function, inputs, period):
    """What TA-Lib says to each window alone: carried on over a whole series, its sums gather errors above 10^-9."""
    function = getattr(talib, function)
    rows = len(inputs[0])
    first = abstract.Function(function.__name__, int(period)).lookback
    result = numpy.full(rows, numpy.nan)
    for row in range(first, rows):
        result[row] = function(*(column[row - first : row + 1] for column in inputs), int(period))[-1]
    return result


def vwap_since(starts, high, low, close, volume):
    """TA-Lib's average begun anew at each of the rows; the typical price while nothing was traded, where it has 0."""
    result = numpy.full(len(close), numpy.nan)
    for start, end in zip(starts, [*starts[1:], len(close)], strict=False):
        part = slice(start, end)
        average = talib.VWAP(*(numpy.ascontiguousarray(column[part]) for column in (high, low, close, volume)))
        typical = talib.TYPPRICE(high[part].copy(), low[part].copy(), close[part].copy())
        result[part] = numpy.where(numpy.cumsum(volume[part]) == 0, typical, average)
    return result


def session_vwap(time, high, low, close, volume, minutes):
    sessions = time // (minutes * 60_000)
    starts = [0, *(numpy.flatnonzero(numpy.diff(sessions)) + 1)]
    return vwap_since(starts, high, low, close, volume)


def anchored_vwap(time, high, low, close, volume, anchor):
    return vwap_since([*numpy.flatnonzero(time >= anchor)[:1]], high, low, close, volume)


# What is TA-Lib's but for its form.
DERIVED = {
    "MAXAGE": lambda values, period: latest_index(talib.MAXINDEX, values, int(period)),
    "MINAGE": lambda values, period: latest_index(talib.MININDEX, values, int(period)),
    "CORREL_OF_EACH_WINDOW": lambda left, right, period: each_window("CORREL", [left, right], period),
    "BETA_OF_EACH_WINDOW": lambda left, right, period: each_window("BETA", [left, right], period),
    "ANGLE_OF_EACH_WINDOW": lambda values, period: each_window("LINEARREG_ANGLE", [values], period),
    "SESSION_VWAP": session_vwap,
    "ANCHORED_VWAP": anchored_vwap,
}


def answer(function, inputs, arguments):
    if function in DERIVED:
        return DERIVED[function](*inputs, *arguments)
    defaults = list(abstract.Function(function).parameters.values())
    typed = [type(default)(value) for default, value in zip(defaults, arguments, strict=False)]
    if len(typed) != len(arguments):
        raise ValueError(f"{function} takes {len(defaults)} arguments")
    return getattr(talib, function)(*inputs, *typed)


def write(columns, path):
    numpy.stack([numpy.asarray(column, dtype="<f8") for column in columns]).tofile(path)


def main(candles, cases, folder):
    with gzip.open(candles, "rt") as file:
        table = numpy.loadtxt(file, delimiter=",", skiprows=1).T
    columns = {name: numpy.ascontiguousarray(column) for name, column in zip(COLUMNS, table, strict=True)}
    write(columns.values(), f"{folder}/candles")
    with open(cases, encoding="utf-8") as file:
        for number, line in enumerate(file):
            function, inputs, arguments = line.split()
            values = [] if arguments == "-" else [float(word) for word in arguments.split(",")]
            result = answer(function, [columns[name] for name in inputs.split(",")], values)
            write(result if isinstance(result, (tuple, list)) else [result], f"{folder}/{number}")


main(*sys.argv[1:])
