"""scikit-learn's lasso and ridge with cross-validation, on rows in memory whenever asked.

    paths.py FEATURES ROWS FOLDS lasso JOBS TOL auto|True   100 penalties down to a thousandth
    paths.py FEATURES ROWS FOLDS ridge ALPHA,...            each fold and penalty from the rows

ROWS is a file of doubles, the label last in each row; FOLDS one of bytes, the fold of each row. Answers
are the penalty, intercept and coefficients, as the other sides print them.
"""
import gc
import sys
import time

import numpy
import sklearn
from sklearn.linear_model import LassoCV, RidgeCV
from sklearn.model_selection import PredefinedSplit
from threadpoolctl import threadpool_info


def description():
    libraries = {
        f"{pool['internal_api']} {pool['version']}, {pool['num_threads']} threads"
        for pool in threadpool_info()
        if pool["user_api"] == "blas"
    }
    blas = ", ".join(sorted(libraries)) or "reference BLAS"
    return f"scikit-learn {sklearn.__version__}, numpy {numpy.__version__}, {blas}"


def model(folds, kind, *settings):
    cv = PredefinedSplit(folds)
    if kind == "ridge":
        alphas = [float(alpha) for alpha in settings[0].split(",")]
        return RidgeCV(alphas=alphas, cv=cv, scoring="neg_mean_squared_error")
    jobs, tol, precompute = settings
    return LassoCV(
        eps=1e-3,
        n_alphas=100,
        cv=cv,
        n_jobs=int(jobs),
        tol=float(tol),
        precompute=precompute == "True" or precompute,
        selection="cyclic",
    )


def main(arguments):
    features, rows, folds, *settings = arguments
    table = numpy.fromfile(rows, dtype="<f8").reshape(-1, int(features) + 1)
    x, y = numpy.asfortranarray(table[:, :-1]), table[:, -1].copy()
    del table
    folds = numpy.fromfile(folds, dtype=numpy.int8)
    print("@bench", description(), flush=True)
    for _ in sys.stdin:
        gc.collect()
        start = time.perf_counter()
        fit = model(folds, *settings).fit(x, y)
        seconds = time.perf_counter() - start
        print("@bench", seconds, fit.alpha_, fit.intercept_, *fit.coef_, flush=True)


main(sys.argv[1:])
