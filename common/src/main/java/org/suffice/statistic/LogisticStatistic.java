package org.suffice.statistic;

import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.block.SparseBlock;
import org.suffice.read.RowAccount;

/**
 * The log loss of a logistic regression over rows, Σ ω (log Σ_s exp η_s − η_y) with η_r = x̃ᵀw_r +
 * b_r, and what a solver asks beside it: the gradient Σ ω (p_r − y_r) x̃, and Hessian blocks Σ ω
 * p_r (δ_rs − p_s) x̃x̃ᵀ or their product with a vector (Böhning, "Multinomial logistic regression
 * algorithm", Ann. Inst. Statist. Math. 44, 1992, §2).
 *
 * <p>Note 004 §1 divides its gradient by the number of features and note 000 §5 writes Σ x(1 −
 * p_r)y_r, in which the rows of other classes do not push: neither is the derivative of the loss.
 *
 * <p>Rows are multiplied as they are, and the sums are brought to the coordinates of the point at
 * the end, unless second derivatives are asked for or a mean is so much larger than the spread that
 * digits would be lost: then a copy of some rows in those coordinates is made, in a core's cache.
 */
public final class LogisticStatistic implements Statistic<LogisticStatistic> {
  private static final long serialVersionUID = 1L;

  /** What is summed beside the loss. */
  public enum Mode {
    /** Nothing. */
    LOSS,
    /** Losses at points of a line. */
    ALONG,
    /** First derivatives. */
    GRADIENT,
    /** First and second derivatives. */
    HESSIAN,
    /** The second derivatives times a vector. */
    HESSIAN_TIMES,
    /** Products of columns: of one function, and of no loss. */
    CROSS_PRODUCTS;

    boolean hasDerivatives() {
      return this != LOSS && this != ALONG;
    }
  }

  /** Sparse blocks with at least this share of entries go the dense way, which is then faster. */
  private static final double DENSE_SHARE = 0.05;

  /** The same of second derivatives, whose work is of the second order in that share. */
  private static final double DENSE_SHARE_OF_HESSIAN = 0.2;

  /** A mean of so many spreads costs four digits where sums are shifted afterwards. */
  private static final double LARGE_SHIFT = 1e4;

  private final LogisticPoint point;
  private final Mode mode;
  private final double[] direction;
  private final double[] steps;

  private final boolean farFromZero;
  private final LogisticSums sums;
  private final RowAccount account = new RowAccount();
  private transient LogisticCopies copies;
  private transient LogisticDenseRows dense;
  private transient LogisticSparseRows sparse;

  private LogisticStatistic(LogisticPoint point, Mode mode, double[] direction, double[] steps) {
    this.point = point;
    this.mode = mode;
    this.direction = direction;
    this.steps = steps;
    this.farFromZero = isFarFromZero(point);
    this.sums = new LogisticSums(mode == Mode.ALONG ? steps.length : 1);
  }

  /** An empty statistic of the loss and its derivatives at a point. */
  public static LogisticStatistic at(LogisticPoint point, boolean hessian) {
    return new LogisticStatistic(point, hessian ? Mode.HESSIAN : Mode.GRADIENT, null, null);
  }

  /** An empty statistic of the loss at a point. */
  public static LogisticStatistic loss(LogisticPoint point) {
    return new LogisticStatistic(point, Mode.LOSS, null, null);
  }

  /** An empty statistic of losses at θ + t·direction for each step t. */
  public static LogisticStatistic along(LogisticPoint point, double[] direction, double[] steps) {
    return new LogisticStatistic(point, Mode.ALONG, direction, steps);
  }

  /** An empty statistic of the Hessian at a point times a vector. */
  public static LogisticStatistic hessianTimes(LogisticPoint point, double[] vector) {
    return new LogisticStatistic(point, Mode.HESSIAN_TIMES, vector, null);
  }

  /**
   * An empty statistic of Σ ω x̃x̃ᵀ, to be asked for as its Hessian, q×q.
   *
   * @param layout whose columns they are, classes weighted; its functions count as one
   */
  public static LogisticStatistic crossProducts(LogisticPoint layout) {
    LogisticPoint one =
        new LogisticPoint(
            2,
            layout.numColumns(),
            layout.intercept(),
            true,
            layout.shift(),
            layout.scale(),
            layout.classWeights(),
            new double[layout.numCoefficients()]);
    return new LogisticStatistic(one, Mode.CROSS_PRODUCTS, null, null);
  }

  /** Whether sums are of products of two columns. */
  private boolean isOfSecondOrder() {
    return mode == Mode.HESSIAN || mode == Mode.CROSS_PRODUCTS;
  }

  @Override
  public LogisticStatistic fresh() {
    return new LogisticStatistic(point, mode, direction, steps);
  }

  @Override
  public long sizeInBytes() {
    long parameters = (long) point.numFunctions() * (point.numColumns() + 1);
    return 8 * (isOfSecondOrder() ? parameters * parameters + parameters : 2 * parameters);
  }

  @Override
  public void add(Block block) {
    if (block.numFeatures() != point.numColumns()) {
      throw new IllegalArgumentException(
          "log loss: expected d=" + point.numColumns() + ", found d=" + block.numFeatures());
    }
    account.merge(block.account());
    int n = block.numRows();
    if (n == 0) {
      return;
    }
    boolean copied = (isOfSecondOrder() || farFromZero) && isDense(block);
    if (copied) {
      copies = copies == null ? new LogisticCopies(point, mode, direction, steps, sums) : copies;
      copies.add(block);
    } else if (block instanceof DenseBlock) {
      dense = dense == null ? new LogisticDenseRows(point, mode, direction, steps, sums) : dense;
      dense.add(block);
    } else {
      sparse =
          sparse == null ? new LogisticSparseRows(point, mode, direction, steps, sums) : sparse;
      sparse.add(block);
    }
  }

  private boolean isDense(Block block) {
    double share = isOfSecondOrder() && !farFromZero ? DENSE_SHARE_OF_HESSIAN : DENSE_SHARE;
    return block instanceof DenseBlock
        || ((SparseBlock) block).numEntries() >= share * block.numRows() * point.numColumns();
  }

  /** Whether a mean is so much larger than its spread that sums of rows as they are lose digits. */
  private static boolean isFarFromZero(LogisticPoint point) {
    boolean far = false;
    for (int j = 0; j < point.numColumns(); j++) {
      far |= Math.abs(point.shift()[j]) > LARGE_SHIFT * Math.abs(point.scale()[j]);
    }
    return far;
  }

  @Override
  public void finish() {
    copies = null;
    dense = null;
    sparse = null;
  }

  @Override
  public LogisticStatistic merge(LogisticStatistic other) {
    if (other == this) {
      throw new IllegalArgumentException("log loss merged with itself");
    }
    if (other.mode != mode
        || other.sums.losses().length != sums.losses().length
        || other.point.theta().length != point.theta().length
        || other.point.numColumns() != point.numColumns()) {
      throw new IllegalArgumentException(
          "log loss: expected "
              + mode
              + " of "
              + shape()
              + ", found "
              + other.mode
              + " of "
              + other.shape());
    }
    account.merge(other.account);
    sums.merge(other.sums);
    return this;
  }

  private String shape() {
    return point.numFunctions() + "×" + point.numCoefficients() + " parameters";
  }

  @Override
  public RowAccount account() {
    return account;
  }

  /** The loss at the point. */
  public double loss() {
    return sums.losses()[0];
  }

  /** The losses at the steps. */
  public double[] lossesAlong() {
    return sums.losses();
  }

  /** The largest |η| of any row and function: of 40 the probability is 1 in doubles. */
  public double largestPredictor() {
    return sums.largestPredictor();
  }

  /** The gradient, or the product of the Hessian with the vector: K×q like θ. */
  public double[] gradient() {
    return sums.gradient(point);
  }

  /** The Hessian, Kq×Kq like θ, both triangles. */
  public double[] hessian() {
    return sums.hessian(point);
  }
}
