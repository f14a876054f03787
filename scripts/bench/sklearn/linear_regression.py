"""scikit-learn's LinearRegression on a CSV file read by pandas: one fit, then the end.

    linear_regression.py --version     what there is, in one line
    linear_regression.py FILE          intercept and coefficients, as the other sides print them
"""
import sys

import pandas
import sklearn
from sklearn.linear_model import LinearRegression
from threadpoolctl import threadpool_info


def main(argument):
    if argument == "--version":
        libraries = {
            f"{pool['internal_api']} {pool['version']}, {pool['num_threads']} threads"
            for pool in threadpool_info()
            if pool["user_api"] == "blas"
        }
        blas = ", ".join(sorted(libraries)) or "reference BLAS"
        print(f"@bench scikit-learn {sklearn.__version__}, pandas {pandas.__version__}, {blas}")
        return
    table = pandas.read_csv(argument)
    model = LinearRegression().fit(table.drop(columns="y").to_numpy(), table["y"].to_numpy())
    print("@bench 0", model.intercept_, *model.coef_)


main(sys.argv[1])
