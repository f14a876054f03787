"""scikit-learn's and Faiss's search for neighbours, on rows in memory whenever asked.

    neighbors.py FEATURES ROWS QUERIES P K THREADS brute|kd_tree|faiss

ROWS is a file of doubles, the label last in each row; the last QUERIES of them are the queries. Answers
are how far the k-th neighbour of each query is.
"""
import gc
import sys
import time

import numpy


def searcher(kind, rows, p, k, threads):
    if kind == "faiss":
        import faiss

        faiss.omp_set_num_threads(threads)
        index = faiss.IndexFlatL2(rows.shape[1])
        index.add(rows.astype(numpy.float32))

        def search(queries):
            return numpy.sqrt(numpy.maximum(index.search(queries.astype(numpy.float32), k)[0], 0))

        return f"Faiss {faiss.__version__}, {threads} threads, single precision", search
    import sklearn
    from sklearn.neighbors import NearestNeighbors

    fit = NearestNeighbors(n_neighbors=k, algorithm=kind, p=p, n_jobs=threads).fit(rows)
    name = f"scikit-learn {sklearn.__version__}, {kind}, {threads} threads"
    return name, lambda queries: fit.kneighbors(queries)[0]


def main(arguments):
    features, rows, queries, p, k, threads, kind = arguments
    table = numpy.fromfile(rows, dtype="<f8").reshape(-1, int(features) + 1)[:, :-1]
    asked = numpy.ascontiguousarray(table[-int(queries) :])
    rows = numpy.ascontiguousarray(table[: -int(queries)])
    del table
    description, search = searcher(kind, rows, float(p), int(k), int(threads))
    print("@bench", description, flush=True)
    for _ in sys.stdin:
        gc.collect()
        start = time.perf_counter()
        distances = search(asked)
        seconds = time.perf_counter() - start
        print("@bench", seconds, *distances[:, -1], flush=True)


main(sys.argv[1:])
