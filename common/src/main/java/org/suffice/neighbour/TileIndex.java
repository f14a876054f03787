package org.suffice.neighbour;

import java.util.Arrays;

/**
 * Compares every row with every query, for any p: rows lie transposed in tiles, so that the inner
 * loop runs over rows, whose sums do not depend on each other, and the compiler makes vector
 * instructions of it. Sums are added in the order of the features, hence are those of {@link
 * Minkowski}.
 *
 * <p>Where a power p is no product of few factors, another finds what may be near, and only that is
 * computed with it: the whole power q below, for ‖x‖_q ≤ d^(1/q−1/p) ‖x‖_p (Hölder), or of a large
 * p the largest difference, for ‖x‖_∞ ≤ ‖x‖_p.
 */
final class TileIndex implements Index {
  /** Rows of a tile: sums of one query stay in the first cache, the tile in the second. */
  static final int TILE = 512;

  private final Minkowski metric;
  private final Minkowski sieve;
  private final Rows rows;
  private final int d;

  /**
   * By tile and feature the values of the rows of the tile. Each is an array of its own: the
   * compiler makes vectors of loops only where all arrays have one index.
   */
  private final double[][] columns;

  TileIndex(Minkowski metric, Rows rows) {
    this.metric = metric;
    this.sieve = sieve(metric);
    this.rows = rows;
    this.d = rows.features();
    int count = (rows.size() + TILE - 1) / TILE;
    columns = new double[Math.multiplyExact(count, d)][];
    for (int tile = 0; tile < count; tile++) {
      int first = tile * TILE;
      int length = Math.min(TILE, rows.size() - first);
      for (int j = 0; j < d; j++) {
        double[] column = new double[length];
        for (int t = 0; t < length; t++) {
          column[t] = rows.values()[(first + t) * d + j];
        }
        columns[tile * d + j] = column;
      }
    }
  }

  private static Minkowski sieve(Minkowski metric) {
    if (metric.isMaximum() || metric.factors() > 0) {
      return metric;
    }
    Minkowski below = Minkowski.of(Math.floor(metric.p()));
    return below.factors() > 0 ? below : Minkowski.of(Double.POSITIVE_INFINITY);
  }

  @Override
  public void search(Queries queries, int from, int to, Candidates found) {
    double[] sums = new double[TILE];
    double[] powers = new double[TILE];
    for (int first = 0; first < rows.size(); first += TILE) {
      int count = Math.min(TILE, rows.size() - first);
      for (int q = from; q < to; q++) {
        Arrays.fill(sums, 0);
        sum(queries.values(), q * d, first / TILE * d, count, sums, powers);
        take(queries, q, first, count, sums, found);
      }
    }
  }

  /** The sum of every row of a tile, whose columns begin at {@code first}. */
  private void sum(double[] x, int query, int first, int count, double[] sums, double[] powers) {
    int j = 0;
    if (sieve.isMaximum()) {
      for (; j < d; j++) {
        takeMaximum(sums, x[query + j], columns[first + j], count);
      }
    } else if (sieve.factors() == 1) {
      for (; j + 3 < d; j += 4) {
        addAbsolute(
            sums,
            x[query + j],
            columns[first + j],
            x[query + j + 1],
            columns[first + j + 1],
            x[query + j + 2],
            columns[first + j + 2],
            x[query + j + 3],
            columns[first + j + 3],
            count);
      }
      for (; j < d; j++) {
        addAbsolute(sums, x[query + j], columns[first + j], count);
      }
    } else if (sieve.factors() == 2) {
      for (; j < d; j++) {
        addSquares(sums, x[query + j], columns[first + j], count);
      }
    } else {
      for (; j < d; j++) {
        differences(powers, x[query + j], columns[first + j], count);
        for (int f = 1; f < sieve.factors(); f++) {
          multiply(powers, x[query + j], columns[first + j], count);
        }
        add(sums, powers, count);
      }
    }
  }

  // Each loop is a method of its own: the compiler then makes vector instructions of it.

  private static void addAbsolute(
      double[] sums,
      double x0,
      double[] z0,
      double x1,
      double[] z1,
      double x2,
      double[] z2,
      double x3,
      double[] z3,
      int count) {
    for (int t = 0; t < count; t++) {
      sums[t] =
          sums[t]
              + Math.abs(x0 - z0[t])
              + Math.abs(x1 - z1[t])
              + Math.abs(x2 - z2[t])
              + Math.abs(x3 - z3[t]);
    }
  }

  private static void addAbsolute(double[] sums, double x, double[] z, int count) {
    for (int t = 0; t < count; t++) {
      sums[t] += Math.abs(x - z[t]);
    }
  }

  private static void addSquares(double[] sums, double x, double[] z, int count) {
    for (int t = 0; t < count; t++) {
      double difference = x - z[t];
      sums[t] += difference * difference;
    }
  }

  private static void takeMaximum(double[] sums, double x, double[] z, int count) {
    for (int t = 0; t < count; t++) {
      sums[t] = Math.max(sums[t], Math.abs(x - z[t]));
    }
  }

  private static void differences(double[] powers, double x, double[] z, int count) {
    for (int t = 0; t < count; t++) {
      powers[t] = Math.abs(x - z[t]);
    }
  }

  private static void multiply(double[] powers, double x, double[] z, int count) {
    for (int t = 0; t < count; t++) {
      powers[t] *= Math.abs(x - z[t]);
    }
  }

  private static void add(double[] sums, double[] powers, int count) {
    for (int t = 0; t < count; t++) {
      sums[t] += powers[t];
    }
  }

  private void take(Queries queries, int q, int first, int count, double[] sums, Candidates found) {
    double limit = sieve.largestSum(loosened(found.radius(q)), d);
    boolean exact = sieve == metric;
    for (int t = 0; t < count; t++) {
      if (sums[t] <= limit && rows.allows(queries, q, first + t)) {
        int row = first + t;
        double distance =
            exact
                ? metric.distance(sums[t], queries.values(), q * d, rows.values(), row * d, d)
                : metric.distance(queries.values(), q * d, rows.values(), row * d, d);
        if (found.offer(q, distance, rows.ids()[row], rows.payload(), row * rows.payloadWidth())) {
          limit = sieve.largestSum(loosened(found.radius(q)), d);
        }
      }
    }
  }

  /** The largest distance by the sieve of rows that may be as near as the radius. */
  private double loosened(double radius) {
    if (sieve == metric) {
      return radius;
    }
    double ratio = sieve.isMaximum() ? 1 : Math.pow(d, 1 / sieve.p() - 1 / metric.p());
    return radius * ratio * (1 + 1e-9); // with room for rounding
  }
}
