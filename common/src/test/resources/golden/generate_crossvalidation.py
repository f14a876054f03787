"""Cross-validated errors of scikit-learn, folds given by a column.

    python3 generate_crossvalidation.py DATA_DIRECTORY > crossvalidation__sklearn.json
"""
import csv, json, sys, warnings
import numpy as np, sklearn
from sklearn.linear_model import LassoCV, ElasticNetCV, Ridge, LinearRegression
from sklearn.model_selection import PredefinedSplit, GridSearchCV

with open(f"{sys.argv[1]}/UScrime.csv") as f:
    rows = list(csv.reader(f))
header, rows = rows[0], rows[1:]
data = np.array(rows, dtype=float)
X, y = data[:, :-1], data[:, -1]
X = (X - X.mean(0)) / X.std(0)
fold = np.arange(len(y)) * 7 % 5
fold[::11] = 0  # unequal folds
split = PredefinedSplit(fold)
alphas = [300.0, 100.0, 30.0, 10.0, 3.0, 1.0, 0.3]
out = {"origin": f"generate_crossvalidation.py beside this file: scikit-learn {sklearn.__version__}, "
                 f"numpy {np.__version__}, Python {sys.version.split()[0]}; columns as z scores, rounded to doubles",
       "columns": ["y", "fold"] + [h.replace(".", "_") for h in header[:-1]],
       "lines": [",".join([repr(float(t)), "fold " + str(k)] + [repr(float(v)) for v in x]) for x, t, k in zip(X, y, fold)],
       "alphas": alphas}

def put(name, mse):
    mse = np.asarray(mse)
    out[name] = {"mse": mse.tolist(), "mean": mse.mean(-1).tolist(),
                 "standard_error": (mse.std(-1, ddof=1) / np.sqrt(mse.shape[-1])).tolist()}

lasso = LassoCV(alphas=alphas, cv=split, tol=1e-14, max_iter=10_000_000).fit(X, y)
assert list(lasso.alphas_) == alphas
put("lasso", lasso.mse_path_); out["lasso"]["alpha"] = lasso.alpha_
out["lasso"]["coefficients"] = lasso.coef_.tolist(); out["lasso"]["intercept"] = lasso.intercept_
net = ElasticNetCV(l1_ratio=0.3, alphas=alphas, cv=split, tol=1e-14, max_iter=10_000_000).fit(X, y)
put("elastic-net", net.mse_path_); out["elastic-net"]["alpha"] = net.alpha_
out["elastic-net"]["coefficients"] = net.coef_.tolist(); out["elastic-net"]["intercept"] = net.intercept_

def grid(model, parameters):
    g = GridSearchCV(model, parameters, cv=split, scoring="neg_mean_squared_error").fit(X, y)
    k = split.get_n_splits()
    return g, [[-g.cv_results_[f"split{f}_test_score"][i] for f in range(k)]
               for i in range(len(g.cv_results_["params"]))]

g, mse = grid(Ridge(), {"alpha": alphas})
put("ridge", mse); out["ridge"]["alpha"] = g.best_params_["alpha"]
out["ridge"]["coefficients"] = g.best_estimator_.coef_.tolist(); out["ridge"]["intercept"] = float(g.best_estimator_.intercept_)
g, mse = grid(LinearRegression(), {})
put("none", mse); out["none"]["alpha"] = 0.0
out["none"]["coefficients"] = g.best_estimator_.coef_.tolist(); out["none"]["intercept"] = float(g.best_estimator_.intercept_)
print(json.dumps(out, indent=1))
