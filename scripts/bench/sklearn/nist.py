"""scikit-learn's LinearRegression, numpy's mean and standard deviation, on CSV files whose last column is y.

    nist.py --version          what there is, in one line
    nist.py NAME FILE ...      lines "NAME coefficients|errors numbers"; scikit-learn has no errors of coefficients
"""
import sys

import numpy
import sklearn
from sklearn.linear_model import LinearRegression


def say(*words):
    print("@bench", *words)


def main(arguments):
    if arguments == ["--version"]:
        say(f"scikit-learn {sklearn.__version__}, numpy {numpy.__version__}")
        return
    for name, file in zip(arguments[::2], arguments[1::2]):
        table = numpy.loadtxt(file, delimiter=",", skiprows=1, ndmin=2)
        x, y = table[:, :-1], table[:, -1]
        if x.shape[1] == 0:
            say(name, "coefficients", repr(float(y.mean())))
            say(name, "errors", repr(float(y.std(ddof=1))))
        else:
            fit = LinearRegression().fit(x, y)
            say(name, "coefficients", *map(repr, [float(fit.intercept_), *fit.coef_.tolist()]))


main(sys.argv[1:])
