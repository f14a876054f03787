"""White's standard errors by the formula itself, in exact rational arithmetic.

    python3 generate_robust.py DATA_DIRECTORY > robust__cases.json
"""
import csv, json, math, sys
from fractions import Fraction as F

def table(name):
    with open(f"{sys.argv[1]}/{name}.csv") as f:
        rows = list(csv.reader(f))
    return rows[0], rows[1:]

def inverse(a):
    n = len(a)
    m = [row[:] + [F(int(i == j)) for j in range(n)] for i, row in enumerate(a)]
    for i in range(n):
        p = next(r for r in range(i, n) if m[r][i] != 0)
        m[i], m[p] = m[p], m[i]
        d = m[i][i]
        m[i] = [v / d for v in m[i]]
        for r in range(n):
            if r != i and m[r][i] != 0:
                f = m[r][i]
                m[r] = [x - f * y for x, y in zip(m[r], m[i])]
    return [row[n:] for row in m]

def root(q):
    """The square root of a fraction, rounded once from many digits."""
    scale = 10 ** 60
    return float(F(math.isqrt(q.numerator * scale * scale // q.denominator), scale))

def sandwich(X, y, w):
    n, p = len(X), len(X[0])
    gram = [[sum(w[i] * X[i][a] * X[i][b] for i in range(n)) for b in range(p)] for a in range(p)]
    B = inverse(gram)
    s = [sum(w[i] * X[i][a] * y[i] for i in range(n)) for a in range(p)]
    beta = [sum(B[a][b] * s[b] for b in range(p)) for a in range(p)]
    e = [y[i] - sum(X[i][a] * beta[a] for a in range(p)) for i in range(n)]
    h = [w[i] * sum(X[i][a] * B[a][b] * X[i][b] for a in range(p) for b in range(p)) for i in range(n)]
    result = {"coefficients": [float(b) for b in beta], "full_leverage": sum(1 for v in h if v == 1)}
    for kind in ("HC0", "HC1", "HC2", "HC3"):
        u = []
        for i in range(n):
            v = (w[i] * e[i]) ** 2
            if kind == "HC1":
                v *= F(n, n - p)
            if kind in ("HC2", "HC3"):
                v = F(0) if h[i] == 1 else v / (1 - h[i]) ** (1 if kind == "HC2" else 2)
            u.append(v)
        M = [[sum(u[i] * X[i][a] * X[i][b] for i in range(n)) for b in range(p)] for a in range(p)]
        errors = []
        for a in range(p):
            v = sum(B[a][b] * M[b][c] * B[c][a] for b in range(p) for c in range(p))
            errors.append(root(v))
        result[kind] = errors
    return result

def case(name, dataset, target, columns, weight=None, intercept=True, extra=(), powers=None, categorical=(), add=()):
    header, rows = table(dataset)
    rows = rows + [list(r) for r in add]
    at = {h: i for i, h in enumerate(header)}
    num = lambda row, c: F(float(row[at[c]]))
    names, X = [], [[] for _ in rows]
    if intercept:
        names.append("(Intercept)")
        for x in X:
            x.append(F(1))
    for c in columns:
        if c in categorical:
            for level in sorted({r[at[c]] for r in rows})[1:]:
                names.append(f"{c}={level}")
                for x, r in zip(X, rows):
                    x.append(F(int(r[at[c]] == level)))
        else:
            for k in range(1, (powers or {}).get(c, 1) + 1):
                names.append(c if k == 1 else f"{c}^{k}")
                for x, r in zip(X, rows):
                    x.append(num(r, c) ** k)
    y = [num(r, target) for r in rows]
    w = [num(r, weight) if weight else F(1) for r in rows]
    used = [target] + ([weight] if weight else []) + list(columns)
    out = {
        "name": name, "dataset": dataset, "label": target, "weight": weight, "intercept": intercept,
        "features": list(columns), "categorical": list(categorical), "powers": powers or {},
        "aliased": list(extra),
        "columns": used, "lines": [",".join(r[at[c]] for c in used) for r in rows],
        "names": names, "results": sandwich(X, y, w)}
    return out

swiss = ["Agriculture", "Examination", "Education", "Catholic", "Infant.Mortality"]
cases = [
    case("plain", "swiss", "Fertility", swiss),
    case("weights", "swiss", "Fertility", ["Agriculture", "Catholic", "Infant.Mortality"], weight="Education"),
    case("dependent", "mtcars", "mpg", ["wt", "hp"], extra=["twice", "five"]),
    case("no intercept", "cars", "dist", ["speed"], intercept=False),
    case("categories", "warpbreaks", "breaks", ["wool", "tension"], categorical=["wool", "tension"]),
    case("powers", "cars", "dist", ["speed"], powers={"speed": 3}),
    case("leverage one", "warpbreaks", "breaks", ["wool", "tension"], categorical=["wool", "tension"],
         add=[["C", "L", "100"]]),
]
print(json.dumps({
    "origin": "generate_robust.py beside this file, Python " + sys.version.split()[0]
        + ": (XᵀωX)⁻¹ Σu²xxᵀ (XᵀωX)⁻¹ with u = ωe, HC1 times n/(n-p), HC2 over 1-h, HC3 over (1-h)², "
        + "in fractions of the doubles of the data, each root rounded once; "
        + "a row of leverage 1 counts nothing in HC2 and HC3",
    "cases": cases}, ensure_ascii=False, indent=1))
