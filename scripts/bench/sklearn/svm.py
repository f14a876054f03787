"""scikit-learn's support vector machines, which are LIBSVM and LIBLINEAR, trained from a LIBSVM file.

    svm.py FILE rbf|squared-hinge

prints the seconds of reading and fitting, and the objective as Suffice prints it: the dual one with a
kernel, the least sum of ½|w|² and the losses without.
"""
import sys
import time

import numpy
import sklearn
from sklearn.datasets import load_svmlight_file
from sklearn.metrics.pairwise import rbf_kernel
from sklearn.svm import SVC, LinearSVC

GAMMA = 0.0081


def main(path, kind):
    start = time.perf_counter()
    x, y = load_svmlight_file(path)
    if kind == "rbf":
        machine = SVC(kernel="rbf", gamma=GAMMA, C=1, tol=1e-3, cache_size=1000).fit(x, y)
        seconds = time.perf_counter() - start
        vectors, a = machine.support_vectors_, machine.dual_coef_.toarray()[0]
        square = sum(
            a[i : i + 1000] @ (rbf_kernel(vectors[i : i + 1000], vectors, gamma=GAMMA) @ a)
            for i in range(0, len(a), 1000)
        )
        objective = numpy.abs(a).sum() - square / 2
    else:
        machine = LinearSVC(loss="squared_hinge", dual=False, C=1, tol=1e-4).fit(x, y)
        seconds = time.perf_counter() - start
        sign = numpy.where(y == machine.classes_[1], 1, -1)
        slack = numpy.maximum(0, 1 - sign * machine.decision_function(x))
        w = machine.coef_[0]
        objective = (w @ w) / 2 + (slack * slack).sum()
    print(f"scikit-learn {sklearn.__version__} seconds {seconds} objective {objective}")


main(*sys.argv[1:])
