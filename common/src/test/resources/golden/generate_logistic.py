"""Logistic regressions of scikit-learn with a penalty, on the wine and iris data that it brings.

    python3 generate_logistic.py > logistic__sklearn.json
"""
import json, sys, warnings
import numpy as np, sklearn
from sklearn.datasets import load_iris, load_wine
from sklearn.linear_model import LogisticRegression

warnings.filterwarnings("error", message=".*converge.*")
iris = load_iris()
wine = load_wine()
Z = (wine.data - wine.data.mean(0)) / wine.data.std(0)
two = (Z[wine.target < 2][:, [0, 2, 6, 9]].round(6), wine.target[wine.target < 2])
three = (iris.data[::2], iris.target[::2])
cases = []
for (X, y), penalty, C, ratio, intercept, balanced in [
        (two, "RIDGE", 0.7, 0, True, False), (two, "LASSO", 0.2, 1, True, False),
        (two, "ELASTIC_NET", 0.3, 0.4, True, True), (two, "LASSO", 0.5, 1, False, False),
        (three, "RIDGE", 2.0, 0, True, True), (three, "LASSO", 0.3, 1, True, False),
        (three, "ELASTIC_NET", 1.5, 0.5, True, False), (three, "ELASTIC_NET", 0.8, 0.5, False, False)]:
    name = {"RIDGE": "l2", "LASSO": "l1", "ELASTIC_NET": "elasticnet"}[penalty]
    m = LogisticRegression(penalty=name, C=C, l1_ratio=ratio if name == "elasticnet" else None, solver="saga",
                           fit_intercept=intercept, class_weight="balanced" if balanced else None,
                           tol=1e-12, max_iter=2_000_000, random_state=0).fit(X, y)
    b = m.intercept_ - m.intercept_.mean() if len(m.intercept_) > 1 else m.intercept_
    cases.append({"penalty": penalty, "C": C, "l1_ratio": ratio, "intercept": intercept, "balanced": balanced,
                  "x": X.tolist(), "y": y.tolist(), "coefficients": m.coef_.tolist(), "constants": b.tolist()})
json.dump({"origin": f"generate_logistic.py beside this file: scikit-learn {sklearn.__version__}, "
                     f"numpy {np.__version__}, Python {sys.version.split()[0]}", "cases": cases}, sys.stdout)
print()
