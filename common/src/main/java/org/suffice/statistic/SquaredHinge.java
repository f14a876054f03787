package org.suffice.statistic;

import java.util.Arrays;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.block.SparseBlock;
import org.suffice.linalg.Blas;
import org.suffice.read.RowAccount;

/**
 * Σ C_i max(0, 1 − y_i(wᵀx_i + b))² over the rows of two classes, and what a Newton method asks of
 * it (Keerthi and DeCoste, "A modified finite Newton method for fast solution of large scale linear
 * SVMs", JMLR 6, 2005).
 */
public final class SquaredHinge implements Statistic<SquaredHinge> {
  private static final long serialVersionUID = 1L;

  /** What is summed. */
  public enum Kind {
    /** The value and its gradient. */
    GRADIENT,
    /** The value, its gradient and its Hessian (generalised: the loss bends at a margin of 1). */
    HESSIAN,
    /** The Hessian times the direction. */
    HESSIAN_TIMES,
    /** Values at steps along the direction. */
    ALONG,
    /** Multipliers α_i = 2 C_i max(0, …): their sum, that of α²/(4C), and how many there are. */
    MULTIPLIERS
  }

  /**
   * Where the sum is taken.
   *
   * @param positive the class of y = +1
   * @param negative that of y = −1; rows of others take no part
   * @param costs C of either class, times the weight of a row
   * @param theta w and after it b, d+1 values
   * @param direction d+1 values, where the kind asks for one
   * @param steps along it
   */
  public record Point(
      int positive,
      int negative,
      double[] costs,
      double[] theta,
      double[] direction,
      double[] steps)
      implements java.io.Serializable {}

  private final Kind kind;
  private final Point point;
  private final double[] sums;

  /** (d+1)×(d+1), the triangle j ≤ i of row i; null for other kinds. */
  private final double[] hessian;

  private final RowAccount account = new RowAccount();
  private transient double[] margins;
  private transient double[] slopes;
  private transient double[] scaled;
  private transient double[] w;
  private transient double[] v;

  /** An empty sum; the point is shared. */
  public SquaredHinge(Kind kind, Point point) {
    this.kind = kind;
    this.point = point;
    int d = point.theta().length - 1;
    sums =
        new double
            [switch (kind) {
              case GRADIENT, HESSIAN -> d + 2;
              case HESSIAN_TIMES -> d + 1;
              case ALONG -> point.steps().length;
              case MULTIPLIERS -> 4;
            }];
    hessian = kind == Kind.HESSIAN ? new double[Math.multiplyExact(d + 1, d + 1)] : null;
  }

  @Override
  public SquaredHinge fresh() {
    return new SquaredHinge(kind, point);
  }

  @Override
  public long sizeInBytes() {
    return 8L * (sums.length + (hessian == null ? 0 : hessian.length));
  }

  @Override
  public void add(Block block) {
    account.merge(block.account());
    int n = block.numRows();
    int d = point.theta().length - 1;
    if (block.numFeatures() != d) {
      throw new IllegalArgumentException(
          "squared hinge: expected d=" + d + ", found d=" + block.numFeatures());
    }
    if (margins == null || margins.length < n) {
      margins = new double[n];
      slopes = new double[n];
    }
    if (w == null) {
      w = Arrays.copyOf(point.theta(), d);
      v = point.direction() == null ? null : Arrays.copyOf(point.direction(), d);
    }
    products(block, w, point.theta()[d], margins);
    if (v != null) {
      products(block, v, point.direction()[d], slopes);
    }
    switch (kind) {
      case GRADIENT -> addGradient(block);
      case HESSIAN -> {
        addHessian(block);
        addGradient(block);
      }
      case HESSIAN_TIMES -> addHessianTimes(block);
      case ALONG -> addAlong(block);
      case MULTIPLIERS -> addMultipliers(block);
    }
  }

  /** +1, −1, or 0 for a row of another class. */
  private int sign(Block block, int i) {
    double label = block.labels()[i];
    return label == point.positive() ? 1 : label == point.negative() ? -1 : 0;
  }

  private double cost(Block block, int i, int y) {
    double weight = block.weights() == null ? 1 : block.weights()[i];
    return weight * point.costs()[y > 0 ? 0 : 1];
  }

  private void addGradient(Block block) {
    int d = point.theta().length - 1;
    for (int i = 0; i < block.numRows(); i++) {
      int y = sign(block, i);
      double slack = y == 0 ? 0 : 1 - y * margins[i];
      double factor = 0;
      if (!(slack <= 0)) { // NaN shows
        double cost = cost(block, i, y);
        sums[d + 1] += cost * slack * slack;
        factor = -2 * cost * slack * y;
      }
      margins[i] = factor;
    }
    addRows(block);
  }

  /** Σ 2C [x;1][x;1]ᵀ over the rows whose slack is above 0: the triangle j ≤ i of row i. */
  private void addHessian(Block block) {
    int n = block.numRows();
    int m = point.theta().length;
    if (block instanceof SparseBlock sparse) {
      for (int i = 0; i < n; i++) {
        double curvature = curvature(block, i);
        if (curvature != 0) {
          addOuterProduct(sparse, i, curvature);
        }
      }
      return;
    }
    int active = 0;
    if (scaled == null || scaled.length < n * m) {
      scaled = new double[Math.multiplyExact(n, m)];
    }
    double[] values = ((DenseBlock) block).values();
    for (int i = 0; i < n; i++) {
      double root = Math.sqrt(curvature(block, i));
      if (root != 0) {
        int to = active * m;
        int from = i * (m - 1);
        for (int j = 0; j < m - 1; j++) {
          scaled[to + j] = root * values[from + j];
        }
        scaled[to + m - 1] = root;
        active++;
      }
    }
    Blas.addGram(active, m, scaled, hessian);
  }

  /** 2C of a row whose slack is above 0; else 0. */
  private double curvature(Block block, int i) {
    int y = sign(block, i);
    return y != 0 && !(y * margins[i] >= 1) ? 2 * cost(block, i, y) : 0;
  }

  private void addOuterProduct(SparseBlock block, int i, double curvature) {
    int m = point.theta().length;
    int from = block.rowStarts()[i];
    int to = block.rowStarts()[i + 1];
    int[] indices = block.indices();
    double[] values = block.values();
    int last = (m - 1) * m;
    for (int a = from; a < to; a++) {
      int row = indices[a] * m;
      double value = curvature * values[a];
      for (int b = from; b <= a; b++) {
        hessian[row + indices[b]] += value * values[b];
      }
      hessian[last + indices[a]] += value;
    }
    hessian[last + m - 1] += curvature;
  }

  private void addHessianTimes(Block block) {
    for (int i = 0; i < block.numRows(); i++) {
      margins[i] = curvature(block, i) * slopes[i];
    }
    addRows(block);
  }

  private void addAlong(Block block) {
    for (int i = 0; i < block.numRows(); i++) {
      int y = sign(block, i);
      double cost = y == 0 ? 0 : cost(block, i, y);
      for (int s = 0; cost > 0 && s < sums.length; s++) {
        double slack = 1 - y * (margins[i] + point.steps()[s] * slopes[i]);
        sums[s] += slack <= 0 ? 0 : cost * slack * slack;
      }
    }
  }

  private void addMultipliers(Block block) {
    for (int i = 0; i < block.numRows(); i++) {
      int y = sign(block, i);
      double slack = y == 0 ? 0 : 1 - y * margins[i];
      if (!(slack <= 0)) {
        double cost = cost(block, i, y);
        sums[0] += 2 * cost * slack;
        sums[1] += cost * slack * slack;
        sums[y > 0 ? 2 : 3]++;
      }
    }
  }

  /** p_i = xᵢᵀu + u₀. */
  static void products(Block block, double[] u, double constant, double[] p) {
    int n = block.numRows();
    if (block instanceof DenseBlock dense) {
      Blas.rowProducts(n, u.length, dense.values(), 1, u, u.length, p);
      for (int i = 0; i < n; i++) {
        p[i] += constant;
      }
      return;
    }
    SparseBlock sparse = (SparseBlock) block;
    int[] starts = sparse.rowStarts();
    for (int i = 0; i < n; i++) {
      double sum = constant;
      for (int e = starts[i]; e < starts[i + 1]; e++) {
        sum += sparse.values()[e] * u[sparse.indices()[e]];
      }
      p[i] = sum;
    }
  }

  /** Adds Σ margins_i x_i, and Σ margins_i for the constant. */
  private void addRows(Block block) {
    int n = block.numRows();
    int d = point.theta().length - 1;
    for (int i = 0; i < n; i++) {
      sums[d] += margins[i];
    }
    if (block instanceof DenseBlock dense) {
      Blas.addCrossProduct(n, 1, margins, d, dense.values(), sums, d);
      return;
    }
    SparseBlock sparse = (SparseBlock) block;
    int[] starts = sparse.rowStarts();
    for (int i = 0; i < n; i++) {
      double factor = margins[i];
      for (int e = starts[i]; factor != 0 && e < starts[i + 1]; e++) {
        sums[sparse.indices()[e]] += factor * sparse.values()[e];
      }
    }
  }

  @Override
  public void finish() {
    margins = null;
    slopes = null;
    scaled = null;
    w = null;
    v = null;
  }

  @Override
  public SquaredHinge merge(SquaredHinge other) {
    if (other == this) {
      throw new IllegalArgumentException("squared hinge merged with itself");
    }
    if (other.kind != kind || other.sums.length != sums.length) {
      throw new IllegalArgumentException(
          "squared hinge: expected "
              + kind
              + " of "
              + sums.length
              + " sums, found "
              + other.kind
              + " of "
              + other.sums.length);
    }
    account.merge(other.account);
    for (int i = 0; i < sums.length; i++) {
      sums[i] += other.sums[i];
    }
    for (int i = 0; hessian != null && i < hessian.length; i++) {
      hessian[i] += other.hessian[i];
    }
    return this;
  }

  @Override
  public RowAccount account() {
    return account;
  }

  /** The sums: of a gradient d+1 derivatives and the value; else as the kind says. */
  public double[] sums() {
    return sums.clone();
  }

  /** (d+1)×(d+1) second derivatives, both triangles; null for other kinds. */
  public double[] hessian() {
    if (hessian == null) {
      return null;
    }
    int m = point.theta().length;
    double[] full = hessian.clone();
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < i; j++) {
        full[j * m + i] = full[i * m + j];
      }
    }
    return full;
  }
}
