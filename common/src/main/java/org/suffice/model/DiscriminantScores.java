package org.suffice.model;

import java.io.Serializable;
import java.util.Arrays;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.block.SparseBlock;
import org.suffice.linalg.Blas;
import org.suffice.solve.DiscriminantFit;

/**
 * The arithmetic of discriminants for the rows of a block, by level-3 BLAS.
 *
 * <p>Rows go to BLAS in chunks whose number of rows is made up to a multiple of 16 by rows of
 * zeros. A library forms every entry of a product by the same sequence of operations where it
 * computes whole tiles; only at ragged edges does it use other code. So the numbers of a row do not
 * depend on the rows beside it.
 */
final class DiscriminantScores implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Rows of a chunk: with a hundred columns they stay in a core's cache. */
  private static final int CHUNK = 256;

  private static final int TILE = 16;

  private final boolean linear;
  private final int c;
  private final int d;
  private final int r;
  private final int[] columns;

  /** The place of each slot among the columns, or -1. */
  private final int[] places;

  private final double[] centre;
  private final double[] means;
  private final double[] whitening;
  private final double[] logDeterminants;
  private final double[] intercepts;
  private final double[] priors;
  private final double[] weights;

  /** d×(c+r): coefficients of the discriminants, then directions; and what is added. */
  private final double[] map;

  private final double[] constants;

  DiscriminantScores(DiscriminantFit fit, int[] columns, int numFeatures) {
    linear = fit.kind() == DiscriminantFit.Kind.LDA;
    c = fit.numClasses();
    d = fit.numColumns();
    r = fit.numDiscriminants();
    this.columns = columns;
    places = new int[numFeatures];
    Arrays.fill(places, -1);
    for (int j = 0; j < d; j++) {
      places[columns[j]] = j;
    }
    centre = fit.centre();
    means = fit.means();
    whitening = fit.whitening();
    logDeterminants = fit.logDeterminants();
    intercepts = fit.intercepts();
    priors = fit.priors();
    weights = fit.weights();
    map = new double[linear ? d * (c + r) : 0];
    constants = new double[linear ? c + r : 0];
    for (int j = 0; linear && j < d; j++) {
      for (int k = 0; k < c; k++) {
        map[j * (c + r) + k] = fit.coefficients()[k * d + j];
      }
      for (int v = 0; v < r; v++) {
        double direction = fit.scaling()[j * r + v];
        map[j * (c + r) + c + v] = direction;
        constants[c + v] -= (fit.origin()[j] - centre[j]) * direction;
      }
    }
    System.arraycopy(intercepts, 0, constants, 0, linear ? c : 0);
  }

  int numFeatures() {
    return places.length;
  }

  int numClasses() {
    return c;
  }

  int numDiscriminants() {
    return r;
  }

  /** What is done with the c discriminants of a row, and with its coordinates behind them. */
  interface Sink {
    /**
     * Takes a row.
     *
     * @param scores from {@code offset} on c discriminants δ, up to a constant of the row, then the
     *     coordinates; may be overwritten
     */
    void row(int row, double[] scores, int offset);
  }

  /** Computes the discriminants of every row. */
  void score(Block block, Sink sink) {
    requireWidth(block);
    Work work = new Work();
    for (int from = 0; from < block.numRows(); from += CHUNK) {
      int n = Math.min(CHUNK, block.numRows() - from);
      if (linear) {
        work.gather(block, from, n, centre, 0);
        // scores (n×(c+r)) = X·map,  X is n×d
        Blas.product(work.padded, d, c + r, work.x, map, work.scores);
        for (int i = 0; i < n; i++) {
          for (int k = 0; k < c + r; k++) {
            work.scores[i * (c + r) + k] += constants[k];
          }
          sink.row(from + i, work.scores, i * (c + r));
        }
      } else {
        work.distances(block, from, n);
        for (int i = 0; i < n; i++) {
          for (int k = 0; k < c; k++) {
            work.scores[i * c + k] = intercepts[k] - work.scores[i * c + k] / 2;
          }
          sink.row(from + i, work.scores, i * c);
        }
      }
    }
  }

  private void requireWidth(Block block) {
    if (block.numFeatures() < places.length) {
      throw new IllegalArgumentException(
          "expected d=" + places.length + ", found d=" + block.numFeatures());
    }
  }

  /**
   * Computes for every row the discriminants of the fit without that row, in closed form: leaving a
   * row out changes a scatter matrix by a matrix of rank one (Sherman and Morrison, Ann. Math.
   * Statist. 21, 1950). The labels of the block are positions of classes.
   *
   * @param refitPriors whether priors are the shares of the other rows
   */
  void scoreLeftOut(Block block, boolean refitPriors, Sink sink) {
    requireWidth(block);
    double total = Arrays.stream(weights).sum();
    Work work = new Work();
    double[] delta = new double[c];
    double[] classes = linear ? work.whitenedMeans() : null;
    for (int from = 0; from < block.numRows(); from += CHUNK) {
      int n = Math.min(CHUNK, block.numRows() - from);
      if (linear) {
        work.gather(block, from, n, centre, 0);
        Blas.multiplyTriangleInPlace(work.padded, d, whitening, 0, work.x);
      } else {
        work.distances(block, from, n);
      }
      for (int i = 0; i < n; i++) {
        int k = (int) block.labels()[from + i];
        double w = block.weights() == null ? 1 : block.weights()[from + i];
        if (linear) {
          linearLeftOut(work.x, i * d, classes, k, w, total, delta);
        } else {
          quadraticLeftOut(work.scores, i * c, k, w, delta);
        }
        for (int j = 0; j < c; j++) {
          double prior = refitPriors ? (weights[j] - (j == k ? w : 0)) / (total - w) : priors[j];
          delta[j] = prior > 0 ? delta[j] + Math.log(prior) : Double.NEGATIVE_INFINITY;
        }
        sink.row(from + i, delta, 0);
      }
    }
  }

  /** z and the classes' means are whitened: S⁻¹ is the identity over ν = n−c. */
  private void linearLeftOut(
      double[] z, int at, double[] classes, int k, double w, double total, double[] delta) {
    boolean alone = !(weights[k] > w);
    double freedom = total - c;
    double left = freedom - w + (alone ? 1 : 0);
    double own = 0;
    for (int i = 0; i < d; i++) {
      double difference = z[at + i] - classes[k * d + i];
      own += difference * difference;
    }
    double factor = alone ? 0 : w * weights[k] / (weights[k] - w);
    double rest = 1 - factor * own / freedom;
    for (int j = 0; j < c; j++) {
      double square = 0;
      double cross = 0;
      for (int i = 0; i < d; i++) {
        double difference = z[at + i] - classes[j * d + i];
        square += difference * difference;
        cross += difference * (z[at + i] - classes[k * d + i]);
      }
      double distance = square / freedom + factor * cross / freedom * (cross / freedom) / rest;
      if (j == k) {
        double moved = weights[k] / (weights[k] - w);
        distance = alone ? Double.POSITIVE_INFINITY : moved * moved * distance;
      }
      delta[j] = rest > 0 ? -left * distance / 2 : Double.NaN;
    }
  }

  private void quadraticLeftOut(double[] distances, int at, int k, double w, double[] delta) {
    for (int j = 0; j < c; j++) {
      delta[j] = -(logDeterminants[j] + distances[at + j]) / 2;
    }
    double freedom = weights[k] - 1;
    double left = freedom - w;
    double factor = w * weights[k] / (weights[k] - w);
    double own = distances[at + k] / freedom;
    double rest = 1 - factor * own;
    if (!(left > 0 && rest > 0)) {
      delta[k] = Double.NEGATIVE_INFINITY; // without this row its class has no covariance
      return;
    }
    double moved = weights[k] / (weights[k] - w);
    double logDeterminant = logDeterminants[k] + Math.log(rest) + d * Math.log(freedom / left);
    delta[k] = -(logDeterminant + left * moved * moved * own / rest) / 2;
  }

  /** Discriminants to probabilities, in place; the position of the largest. */
  static int posterior(double[] scores, int offset, int c) {
    int best = LogProbabilities.largest(scores, offset, c);
    double largest = scores[offset + best];
    double sum = 0;
    for (int k = 0; k < c; k++) {
      scores[offset + k] = Math.exp(scores[offset + k] - largest);
      sum += scores[offset + k];
    }
    for (int k = 0; k < c; k++) {
      scores[offset + k] /= sum;
    }
    return best;
  }

  /**
   * Discriminants to the logarithms of probabilities, in place; the position of the largest. Those
   * of a row that is sure of its class are as good as any: −log1p of what the others add up to.
   * Unlike {@link LogProbabilities#normalise} it takes the same exponential on every machine.
   */
  static int logPosterior(double[] scores, int offset, int c) {
    int best = LogProbabilities.largest(scores, offset, c);
    double largest = scores[offset + best];
    double others = 0;
    for (int k = 0; k < c; k++) {
      scores[offset + k] -= largest;
      others += k == best ? 0 : StrictMath.exp(scores[offset + k]);
    }
    double logSum = StrictMath.log1p(others);
    for (int k = 0; k < c; k++) {
      scores[offset + k] -= logSum;
    }
    return best;
  }

  /** ‖x‖² by four sums that do not wait for each other. */
  private static double square(double[] x, int from, int n) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int j = from;
    for (; j + 3 < from + n; j += 4) {
      a += x[j] * x[j];
      b += x[j + 1] * x[j + 1];
      c += x[j + 2] * x[j + 2];
      d += x[j + 3] * x[j + 3];
    }
    for (; j < from + n; j++) {
      a += x[j] * x[j];
    }
    return (a + b) + (c + d);
  }

  /** Memory for a chunk. */
  private final class Work {
    private final double[] x = new double[CHUNK * d];
    private final double[] scores = new double[CHUNK * (c + r)];
    private int padded;

    /** Rows [from, from+n) of the columns, less what is at an offset of an array. */
    void gather(Block block, int from, int n, double[] less, int offset) {
      padded = (n + TILE - 1) / TILE * TILE;
      Arrays.fill(x, n * d, padded * d, 0);
      if (block instanceof DenseBlock dense) {
        int width = block.numFeatures();
        double[] values = dense.values();
        for (int i = 0; i < n; i++) {
          int row = (from + i) * width;
          for (int j = 0; j < d; j++) {
            x[i * d + j] = values[row + columns[j]] - less[offset + j];
          }
        }
        return;
      }
      SparseBlock sparse = (SparseBlock) block;
      int[] starts = sparse.rowStarts();
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < d; j++) {
          x[i * d + j] = -less[offset + j];
        }
        for (int e = starts[from + i]; e < starts[from + i + 1]; e++) {
          int slot = sparse.indices()[e];
          int j = slot < places.length ? places[slot] : -1;
          if (j >= 0) {
            x[i * d + j] = sparse.values()[e] - less[offset + j];
          }
        }
      }
    }

    /** scores (n×c) = squared distances of rows from the classes, each by its own covariance. */
    void distances(Block block, int from, int n) {
      for (int k = 0; k < c; k++) {
        gather(block, from, n, means, k * d);
        // Z (n×d) = (X − μ)·L⁻ᵀ
        Blas.multiplyTriangleInPlace(padded, d, whitening, k * d * d, x);
        for (int i = 0; i < n; i++) {
          scores[i * c + k] = square(x, i * d, d);
        }
      }
    }

    /** L⁻¹(μ − centre) of each class, c×d. */
    double[] whitenedMeans() {
      double[] z = new double[(c + TILE - 1) / TILE * TILE * d];
      for (int k = 0; k < c; k++) {
        for (int j = 0; j < d; j++) {
          z[k * d + j] = means[k * d + j] - centre[j];
        }
      }
      Blas.multiplyTriangleInPlace(z.length / d, d, whitening, 0, z);
      return z;
    }
  }
}
