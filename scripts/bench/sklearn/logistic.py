"""scikit-learn's LogisticRegression(solver="lbfgs") on rows in memory whenever asked.

    logistic.py dense|sparse FEATURES FILE LAMBDA TOL

FILE is what the harness writes for Python: of dense rows doubles, the label last in each; of sparse ones
the numbers of rows and entries, the labels, the ends of rows and the entries, index and value, all doubles.
Answers are iterations, passes (0: not counted), and for each function its constant and coefficients.
"""
import gc
import sys
import time

import numpy
import scipy.sparse
import sklearn
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_info


def description():
    libraries = {
        f"{pool['internal_api']} {pool['version']}, {pool['num_threads']} threads"
        for pool in threadpool_info()
        if pool["user_api"] == "blas"
    }
    blas = ", ".join(sorted(libraries)) or "reference BLAS"
    return f"scikit-learn {sklearn.__version__}, numpy {numpy.__version__}, {blas}"


def read(kind, features, file):
    numbers = numpy.fromfile(file, dtype="<f8")
    if kind == "dense":
        table = numbers.reshape(-1, features + 1)
        return numpy.ascontiguousarray(table[:, :-1]), table[:, -1].copy()
    rows = int(numbers[0])
    labels = numbers[2 : 2 + rows].copy()
    ends = numpy.concatenate(([0], numbers[2 + rows : 2 + 2 * rows])).astype(numpy.int32)
    entries = numbers[2 + 2 * rows :].reshape(-1, 2)
    matrix = (entries[:, 1].copy(), entries[:, 0].astype(numpy.int32), ends)
    return scipy.sparse.csr_matrix(matrix, shape=(rows, features)), labels


def main(arguments):
    kind, features, file, penalty, tol = arguments
    x, y = read(kind, int(features), file)
    square = {"C": 1 / float(penalty)} if float(penalty) else {"penalty": "none"}
    print("@bench", description(), flush=True)
    for _ in sys.stdin:
        gc.collect()
        start = time.perf_counter()
        fit = LogisticRegression(solver="lbfgs", tol=float(tol), max_iter=1000, **square).fit(x, y)
        seconds = time.perf_counter() - start
        parameters = numpy.column_stack((fit.intercept_, fit.coef_)).ravel()
        print("@bench", seconds, fit.n_iter_[0], 0, *parameters, flush=True)


main(sys.argv[1:])
