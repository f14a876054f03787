package org.suffice.neighbour;

import org.suffice.linalg.Blas;

/**
 * Compares every row with every query by a matrix product, for p = 2: ‖x−z‖² = ‖x‖² + ‖z‖² − 2xᵀz.
 * The product only finds what may be near. It is computed in single precision, twice as fast, with
 * a bound of its error (Higham, "Accuracy and Stability of Numerical Algorithms", 2nd ed., eq. 3.5:
 * a sum of d products errs by at most γ_d Σ|x_j z_j|, whatever the order); every row that the bound
 * leaves in doubt is computed anew from the values themselves. Queries whose bound is large beside
 * the distance sought, for instance because one column is far from zero, are compared in double
 * precision.
 *
 * <p>Rows and queries are moved by the mean of the rows and scaled by a power of two, which keeps
 * the bound small and single precision in range.
 */
final class ProductIndex implements Index {
  /** Queries of one product: with the rows of a block, a result that stays in cache. */
  private static final int TILE = 128;

  /** Unit roundoffs. */
  private static final double SINGLE = 0x1p-24;

  private static final double DOUBLE = 0x1p-53;

  /** More of a margin than this, as a share of the squared distance sought, is a large one. */
  private static final double LARGE_MARGIN = 0.1;

  /** Beyond this squares would leave the range of a double. */
  private static final double MOST_NORM = 1e280;

  private final Minkowski metric;
  private final Rows rows;
  private final int n;
  private final int d;
  private final double[] centre;
  private final double scale;
  private final double largestNorm;

  /** n×(d+1): the moved and scaled row, then the square of its norm. */
  private final float[] single;

  /** The same in double precision, made when first needed. */
  private volatile double[] twice;

  private ProductIndex(Minkowski metric, Rows rows, double[] centre, double scale) {
    this.metric = metric;
    this.rows = rows;
    this.n = rows.size();
    this.d = rows.features();
    this.centre = centre;
    this.scale = scale;
    this.single = new float[Math.multiplyExact(n, d + 1)];
    double largest = 0;
    double[] moved = new double[d + 1];
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, move(rows.values(), i, moved, 0, true));
      for (int j = 0; j <= d; j++) {
        single[i * (d + 1) + j] = (float) moved[j];
      }
    }
    this.largestNorm = Math.sqrt(largest);
  }

  /** The index, or null where values are so large that their differences are not numbers. */
  static ProductIndex of(Minkowski metric, Rows rows) {
    int d = rows.features();
    double[] centre = new double[d];
    for (int i = 0; i < rows.size(); i++) {
      for (int j = 0; j < d; j++) {
        centre[j] += rows.values()[i * d + j] / rows.size();
      }
    }
    double largest = 0;
    for (int i = 0; i < rows.size(); i++) {
      for (int j = 0; j < d; j++) {
        largest = Math.max(largest, Math.abs(rows.values()[i * d + j] - centre[j]));
      }
    }
    int exponent = largest == 0 ? 0 : Math.getExponent(largest);
    if (!Double.isFinite(largest) || Math.abs(exponent) > 500) {
      return null;
    }
    return new ProductIndex(metric, rows, centre, Math.scalb(1.0, -exponent));
  }

  /**
   * Moves and scales a row.
   *
   * @param out d+1 places: those of a row z are z and ‖z‖², those of a query x are −2x and 1
   * @return the square of the norm
   */
  private double move(double[] values, int row, double[] out, int at, boolean isRow) {
    double norm = 0;
    for (int j = 0; j < d; j++) {
      double value = (values[row * d + j] - centre[j]) * scale;
      norm += value * value;
      out[at + j] = isRow ? value : -2 * value;
    }
    out[at + d] = isRow ? norm : 1;
    return norm;
  }

  @Override
  public void search(Queries queries, int from, int to, Candidates found) {
    Scratch scratch = new Scratch();
    for (int first = from; first < to; first += TILE) {
      int count = Math.min(TILE, to - first);
      scratch.move(queries, first, count);
      if (scratch.mostAreWeak(first, count, found)) {
        scratch.searchTwice(queries, first, count, found);
      } else {
        scratch.searchSingle(queries, first, count, found);
      }
    }
  }

  /**
   * How far a product may be off: γ of d+1 products, rounding of both factors and of the norm, ‖z‖
   * being that of any row; and what underflow may take.
   */
  private double margin(double norm, double unit) {
    double size = 2 * Math.sqrt(norm) * largestNorm + largestNorm * largestNorm;
    return 1.01 * (d + 8) * unit * size + (unit == SINGLE ? (d + 2) * 0x1p-120 : 0);
  }

  /** What a product of a row within the radius does not exceed, but for the margin. */
  private double limit(double radius, double norm) {
    double distance = radius * scale;
    double rounding = (d + 32) * 0x1p-50;
    return distance * distance * (1 + rounding) - norm * (1 - rounding);
  }

  private double[] twice() {
    double[] made = twice;
    if (made == null) {
      made = new double[n * (d + 1)];
      for (int i = 0; i < n; i++) {
        move(rows.values(), i, made, i * (d + 1), true);
      }
      twice = made;
    }
    return made;
  }

  /** What one thread needs. */
  private final class Scratch {
    private final double[] moved = new double[TILE * (d + 1)];
    private final double[] norms = new double[TILE];
    private float[] singles;
    private float[] singleProducts;
    private double[] products;

    private void move(Queries queries, int first, int count) {
      for (int i = 0; i < count; i++) {
        norms[i] = ProductIndex.this.move(queries.values(), first + i, moved, i * (d + 1), false);
      }
    }

    private boolean mostAreWeak(int first, int count, Candidates found) {
      int weak = 0;
      for (int i = 0; i < count; i++) {
        double distance = found.radius(first + i) * scale;
        if (margin(norms[i], SINGLE) > LARGE_MARGIN * distance * distance) {
          weak++;
        }
      }
      return 4 * weak > count;
    }

    private void searchSingle(Queries queries, int first, int count, Candidates found) {
      if (singles == null) {
        singles = new float[TILE * (d + 1)];
        singleProducts = new float[TILE * n];
      }
      for (int i = 0; i < count * (d + 1); i++) {
        singles[i] = (float) moved[i];
      }
      Blas.products(count, n, d + 1, singles, single, singleProducts);
      for (int i = 0; i < count; i++) {
        int q = first + i;
        double margin = margin(norms[i], SINGLE);
        // Products of single precision are numbers for such norms, with room to spare.
        boolean inRange = norms[i] < 1e30;
        int end = (i + 1) * n;
        float limit = inRange ? single(limit(found.radius(q), norms[i]) + margin) : 0;
        for (int at = i * n; at < end; at++) {
          at = inRange ? next(singleProducts, at, end, limit) : at;
          if (at < end && take(queries, q, at - i * n, found)) {
            limit = single(limit(found.radius(q), norms[i]) + margin);
          }
        }
      }
    }

    private void searchTwice(Queries queries, int first, int count, Candidates found) {
      if (products == null) {
        products = new double[TILE * n];
      }
      Blas.rowProducts(count, d + 1, moved, n, twice(), d + 1, products);
      for (int i = 0; i < count; i++) {
        int q = first + i;
        double margin = margin(norms[i], DOUBLE);
        boolean inRange = norms[i] < MOST_NORM;
        int end = (i + 1) * n;
        double limit = limit(found.radius(q), norms[i]) + margin;
        for (int at = i * n; at < end; at++) {
          at = inRange ? next(products, at, end, limit) : at;
          if (at < end && take(queries, q, at - i * n, found)) {
            limit = limit(found.radius(q), norms[i]) + margin;
          }
        }
      }
    }
  }

  /** The next product within the limit, or the end. Short, so that it is compiled well. */
  private static int next(float[] products, int from, int end, float limit) {
    int at = from;
    while (at < end && !(products[at] <= limit)) {
      at++;
    }
    return at;
  }

  private static int next(double[] products, int from, int end, double limit) {
    int at = from;
    while (at < end && !(products[at] <= limit)) {
      at++;
    }
    return at;
  }

  /** The next number above, in single precision. */
  private static float single(double limit) {
    return Math.nextUp((float) limit);
  }

  /** Computes a distance and offers the row. */
  private boolean take(Queries queries, int q, int row, Candidates found) {
    if (!rows.allows(queries, q, row)) {
      return false;
    }
    double distance = metric.distance(queries.values(), q * d, rows.values(), row * d, d);
    return found.offer(q, distance, rows.ids()[row], rows.payload(), row * rows.payloadWidth());
  }
}
