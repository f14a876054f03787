"""pandas and scikit-learn as readers of files.

    reading.py --version                       the reader of each format, a line each
    reading.py csv|libsvm|parquet FILE warm    reads whenever asked, as the other sides do
    reading.py csv|libsvm|parquet FILE cold    reads once
"""
import gc
import sys
import time


def reader_of(form):
    """What reads the format, after a dash where it is absent."""
    try:
        import pandas

        if form == "csv":
            return f"pandas {pandas.__version__} read_csv (C engine)"
        if form == "libsvm":
            import sklearn

            return f"scikit-learn {sklearn.__version__} load_svmlight_file"
        import pyarrow

        return f"pandas {pandas.__version__} read_parquet (pyarrow {pyarrow.__version__})"
    except ImportError as problem:
        return f"-{problem.name}"


def read(form, name):
    """The number of rows, once all of them are in memory."""
    if form == "libsvm":
        from sklearn.datasets import load_svmlight_file

        return load_svmlight_file(name)[0].shape[0]
    import pandas

    if form == "csv":
        return len(pandas.read_csv(name, engine="c"))
    return len(pandas.read_parquet(name, engine="pyarrow"))


def main(arguments):
    if arguments == ["--version"]:
        for form in ("csv", "libsvm", "parquet"):
            print("@bench", reader_of(form))
        return
    form, name, mode = arguments
    if mode == "cold":
        print("@bench 0", read(form, name))
        return
    print("@bench 1 thread", flush=True)
    for _ in sys.stdin:
        gc.collect()
        start = time.perf_counter()
        rows = read(form, name)
        print("@bench", time.perf_counter() - start, rows, flush=True)


main(sys.argv[1:])
