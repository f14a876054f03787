"""scikit-learn's discriminant analyses, of rows in memory, whenever asked.

    discriminants.py FEATURES ROWS lda SOLVER none|auto fit|score
    discriminants.py FEATURES ROWS qda - none fit|score

ROWS is a file of doubles, the position of the class last in each row. Only the fit, or predict_proba of
all rows, is timed; the answer is the means of the classes and the probabilities of the first 200 rows.
"""
import gc
import sys
import time

import numpy
import sklearn
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis, QuadraticDiscriminantAnalysis
from threadpoolctl import threadpool_info

SAMPLE = 200


def description():
    libraries = {
        f"{pool['internal_api']} {pool['version']}, {pool['num_threads']} threads"
        for pool in threadpool_info()
        if pool["user_api"] == "blas"
    }
    blas = ", ".join(sorted(libraries)) or "reference BLAS"
    return f"scikit-learn {sklearn.__version__}, numpy {numpy.__version__}, {blas}"


def model(kind, solver, shrinkage):
    if kind == "qda":
        return QuadraticDiscriminantAnalysis()
    return LinearDiscriminantAnalysis(solver=solver, shrinkage=None if shrinkage == "none" else shrinkage)


def probabilities(fit, solver, x, n):
    """Of rows; the covariance of lsqr and eigen is divided by n, which is undone: by n - c."""
    if solver not in ("lsqr", "eigen"):
        return fit.predict_proba(x)
    priors = numpy.log(fit.priors_)
    scores = priors + (fit.decision_function(x) - priors) * (n - len(priors)) / n
    scores = numpy.exp(scores - scores.max(axis=1, keepdims=True))
    return scores / scores.sum(axis=1, keepdims=True)


def main(arguments):
    features, rows, kind, solver, shrinkage, what = arguments
    table = numpy.fromfile(rows, dtype="<f8").reshape(-1, int(features) + 1)
    x, y = numpy.ascontiguousarray(table[:, :-1]), table[:, -1].astype(int)
    del table
    print("@bench", description(), flush=True)
    fit = None if what == "fit" else model(kind, solver, shrinkage).fit(x, y)
    for _ in sys.stdin:
        gc.collect()
        start = time.perf_counter()
        if what == "fit":
            fit = model(kind, solver, shrinkage).fit(x, y)
        else:
            fit.predict_proba(x)
        seconds = time.perf_counter() - start
        sample = probabilities(fit, solver, x[:SAMPLE], len(y))
        print("@bench", seconds, *fit.means_.ravel(), *sample.ravel(), flush=True)


main(sys.argv[1:])
