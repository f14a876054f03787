package org.suffice.statistic;

import java.util.Arrays;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.block.SparseBlock;
import org.suffice.linalg.Blas;
import org.suffice.loss.Softmax;
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
    CROSS_PRODUCTS
  }

  /** Doubles copied at a time: they then stay in a core's cache. */
  private static final int SCRATCH_DOUBLES = 1 << 17;

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

  /** Compensated sums of losses, at the point or at each step: value, lost part. */
  private final double[] losses;

  /** K×q in the coordinates of the point. */
  private double[] gradient = new double[0];

  /** K×(d+1) in those of the rows, the last column that of a constant. */
  private double[] rawGradient = new double[0];

  /** Kq×Kq in the coordinates of the point, the triangle j ≤ i of row i. */
  private double[] hessian = new double[0];

  /** K(d+1)×K(d+1) in those of the rows. */
  private double[] rawHessian = new double[0];

  private double largestPredictor;
  private final RowAccount account = new RowAccount();
  private transient Work work;

  private LogisticStatistic(LogisticPoint point, Mode mode, double[] direction, double[] steps) {
    this.point = point;
    this.mode = mode;
    this.direction = direction;
    this.steps = steps;
    this.losses = new double[2 * (mode == Mode.ALONG ? steps.length : 1)];
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

  private boolean hasDerivatives() {
    return mode != Mode.LOSS && mode != Mode.ALONG;
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

  /** Arrays that only adding needs. */
  private final class Work {
    private final int functions = point.numFunctions();
    private final int d = point.numColumns();
    private final int q = point.numCoefficients();
    private final boolean shifted;
    private final double[] units;
    private final double[] rawTheta = point.raw(point.theta());
    private final double[] rawDirection = direction == null ? null : point.raw(direction);
    private final double[] line = new double[functions + 2];
    private final double[] shares = new double[2];
    private double[] eta = new double[0];
    private double[] slope = new double[0];
    private double[] rows = new double[0];
    private double[] scaled = new double[0];
    private double[] square = new double[0];

    Work() {
      boolean large = false;
      units = new double[d];
      Arrays.setAll(units, j -> 1 / point.scale()[j]);
      for (int j = 0; j < d; j++) {
        large |= Math.abs(point.shift()[j]) > LARGE_SHIFT * Math.abs(point.scale()[j]);
      }
      shifted = large;
    }
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
    if (work == null) {
      work = new Work();
    }
    if ((isOfSecondOrder() || work.shifted) && isDense(block)) {
      addCopies(block);
    } else if (block instanceof DenseBlock rows) {
      addDense(rows);
    } else {
      addSparse((SparseBlock) block);
    }
  }

  private boolean isDense(Block block) {
    double share = isOfSecondOrder() && !work.shifted ? DENSE_SHARE_OF_HESSIAN : DENSE_SHARE;
    return block instanceof DenseBlock
        || ((SparseBlock) block).numEntries() >= share * block.numRows() * work.d;
  }

  @Override
  public void finish() {
    work = null;
  }

  // ------------------------------------------------------------ rows as they are

  private void addDense(DenseBlock block) {
    int n = block.numRows();
    int k = work.functions;
    int d = work.d;
    work.eta = atLeast(work.eta, n * k);
    Blas.rowProducts(n, d, block.values(), k, work.rawTheta, d + 1, work.eta);
    addConstants(n, work.eta, work.rawTheta);
    if (direction != null) {
      work.slope = atLeast(work.slope, n * k);
      Blas.rowProducts(n, d, block.values(), k, work.rawDirection, d + 1, work.slope);
      addConstants(n, work.slope, work.rawDirection);
    }
    coefficients(block, 0, n);
    if (hasDerivatives()) {
      rawGradient = atLeast(rawGradient, k * (d + 1));
      Blas.addCrossProduct(n, k, work.eta, d, block.values(), rawGradient, d + 1);
      addSums(n, work.eta, rawGradient);
    }
  }

  private void addConstants(int n, double[] eta, double[] raw) {
    int k = work.functions;
    double[] constants = new double[k];
    Arrays.setAll(constants, r -> raw[r * (work.d + 1) + work.d]);
    for (int i = 0; i < n; i++) {
      for (int r = 0; r < k; r++) {
        eta[i * k + r] += constants[r];
      }
    }
  }

  /** The derivatives by the constants. */
  private void addSums(int n, double[] coefficients, double[] raw) {
    int k = work.functions;
    double[] sums = new double[k];
    for (int i = 0; i < n; i++) {
      for (int r = 0; r < k; r++) {
        sums[r] += coefficients[i * k + r];
      }
    }
    for (int r = 0; r < k; r++) {
      raw[r * (work.d + 1) + work.d] += sums[r];
    }
  }

  private void addSparse(SparseBlock block) {
    int n = block.numRows();
    int k = work.functions;
    if (mode == Mode.CROSS_PRODUCTS) {
      work.scaled = atLeast(work.scaled, n);
      Arrays.fill(work.scaled, 1);
      addSparseHessian(block, work.scaled);
      return;
    }
    work.eta = atLeast(work.eta, n * k);
    products(block, work.rawTheta, work.eta);
    if (direction != null) {
      work.slope = atLeast(work.slope, n * k);
      products(block, work.rawDirection, work.slope);
    }
    double[] probabilities = null;
    if (mode == Mode.HESSIAN) {
      work.scaled = atLeast(work.scaled, n * k);
      probabilities = work.scaled;
    }
    coefficients(block, 0, n);
    if (!hasDerivatives()) {
      return;
    }
    int stride = work.d + 1;
    rawGradient = atLeast(rawGradient, k * stride);
    int[] starts = block.rowStarts();
    for (int i = 0; i < n; i++) {
      for (int r = 0; r < k; r++) {
        double c = work.eta[i * k + r];
        if (c != 0) {
          int row = r * stride;
          for (int e = starts[i]; e < starts[i + 1]; e++) {
            rawGradient[row + block.indices()[e]] += c * block.values()[e];
          }
          rawGradient[row + work.d] += c;
        }
      }
    }
    if (probabilities != null) {
      addSparseHessian(block, probabilities);
    }
  }

  private void products(SparseBlock block, double[] raw, double[] eta) {
    int k = work.functions;
    int stride = work.d + 1;
    int[] starts = block.rowStarts();
    int[] indices = block.indices();
    double[] values = block.values();
    for (int i = 0; i < block.numRows(); i++) {
      for (int r = 0; r < k; r++) {
        int row = r * stride;
        double sum = raw[row + work.d];
        for (int e = starts[i]; e < starts[i + 1]; e++) {
          sum += values[e] * raw[row + indices[e]];
        }
        eta[i * k + r] = sum;
      }
    }
  }

  /** Σ ω p_r(δ_rs − p_s) [x;1][x;1]ᵀ, the triangle j ≤ i of row i. */
  private void addSparseHessian(SparseBlock block, double[] probabilities) {
    int k = work.functions;
    int size = k * (work.d + 1);
    rawHessian = atLeast(rawHessian, Math.multiplyExact(size, size));
    for (int i = 0; i < block.numRows(); i++) {
      double weight = weight(block, i);
      for (int r = 0; r < k; r++) {
        for (int s = 0; s <= r; s++) {
          double p = probabilities[i * k + r];
          double c = weight * (k == 1 ? p : p * ((r == s ? 1 : 0) - probabilities[i * k + s]));
          if (c != 0) {
            addOuterProduct(block, i, c, r, s, size);
          }
        }
      }
    }
  }

  /** c [x;1][x;1]ᵀ of a row, to the block of two functions. */
  private void addOuterProduct(SparseBlock block, int i, double c, int r, int s, int size) {
    int from = block.rowStarts()[i];
    int to = block.rowStarts()[i + 1];
    int[] indices = block.indices();
    double[] values = block.values();
    double[] sums = rawHessian;
    int d = work.d;
    int corner = r * (d + 1) * size + s * (d + 1);
    for (int a = from; a < to; a++) {
      int row = corner + indices[a] * size;
      double value = c * values[a];
      int last = r == s ? a + 1 : to;
      for (int b = from; b < last; b++) {
        sums[row + indices[b]] += value * values[b];
      }
      if (r != s) {
        sums[row + d] += value;
      }
    }
    int row = corner + d * size;
    for (int b = from; b < to; b++) {
      sums[row + indices[b]] += c * values[b];
    }
    sums[row + d] += c;
  }

  // ------------------------------------------------------------ rows in the point's coordinates

  /** Some rows at a time, shifted and scaled, with the 1 of the constant behind them. */
  private void addCopies(Block block) {
    int n = block.numRows();
    int k = work.functions;
    int q = work.q;
    boolean blocks = mode == Mode.HESSIAN && k > 1;
    int step = Math.max(64, Math.min(n, SCRATCH_DOUBLES / (blocks ? k * q : q)));
    for (int from = 0; from < n; from += step) {
      int m = Math.min(step, n - from);
      copyRows(block, from, m);
      if (mode == Mode.CROSS_PRODUCTS) {
        work.scaled = atLeast(work.scaled, m);
        Arrays.fill(work.scaled, 1);
        addHessian(block, from, m);
        continue;
      }
      work.eta = atLeast(work.eta, m * k);
      Blas.rowProducts(m, q, work.rows, k, point.theta(), q, work.eta);
      if (direction != null) {
        work.slope = atLeast(work.slope, m * k);
        Blas.rowProducts(m, q, work.rows, k, direction, q, work.slope);
      }
      if (mode == Mode.HESSIAN) {
        work.scaled = atLeast(work.scaled, Math.max(m * k, blocks ? m * k * q : 0));
      }
      coefficients(block, from, m);
      if (hasDerivatives()) {
        gradient = atLeast(gradient, k * q);
        Blas.addCrossProduct(m, k, work.eta, q, work.rows, gradient, q);
      }
      if (mode == Mode.HESSIAN) {
        addHessian(block, from, m);
      }
    }
  }

  private void copyRows(Block block, int from, int m) {
    int d = work.d;
    int q = work.q;
    work.rows = atLeast(work.rows, m * q);
    double[] z = work.rows;
    double[] shift = point.shift();
    double[] units = work.units;
    if (block instanceof DenseBlock dense) {
      double[] x = dense.values();
      for (int i = 0; i < m; i++) {
        int row = (from + i) * d;
        for (int j = 0; j < d; j++) {
          z[i * q + j] = (x[row + j] - shift[j]) * units[j];
        }
      }
    } else {
      SparseBlock sparse = (SparseBlock) block;
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < d; j++) {
          z[i * q + j] = -shift[j] * units[j];
        }
        for (int e = sparse.rowStarts()[from + i]; e < sparse.rowStarts()[from + i + 1]; e++) {
          int j = sparse.indices()[e];
          z[i * q + j] = (sparse.values()[e] - shift[j]) * units[j];
        }
      }
    }
    for (int i = 0; q > d && i < m; i++) {
      z[i * q + d] = 1;
    }
  }

  /**
   * The blocks are the difference of Gram matrices: Σ ω p_r x̃x̃ᵀ on the diagonal less Σ ω (p ⊗
   * x̃)(p ⊗ x̃)ᵀ, each one call of level 3. With one function both are one, ω p(1 − p).
   */
  private void addHessian(Block block, int from, int m) {
    int k = work.functions;
    int q = work.q;
    int size = k * q;
    hessian = atLeast(hessian, Math.multiplyExact(size, size));
    double[] z = work.rows;
    double[] p = Arrays.copyOf(work.scaled, m * k);
    if (k == 1) {
      for (int i = 0; i < m; i++) {
        double root = Math.sqrt(weight(block, from + i) * p[i]);
        for (int j = 0; j < q; j++) {
          z[i * q + j] *= root;
        }
      }
      Blas.addGram(m, q, z, hessian);
      return;
    }
    double[] u = work.scaled;
    for (int i = 0; i < m; i++) {
      double root = Math.sqrt(weight(block, from + i));
      for (int r = 0; r < k; r++) {
        double factor = root * p[i * k + r];
        for (int j = 0; j < q; j++) {
          u[i * size + r * q + j] = factor * z[i * q + j];
        }
      }
    }
    Blas.subtractGram(m, size, u, hessian);
    work.square = atLeast(work.square, q * q);
    for (int r = 0; r < k; r++) {
      for (int i = 0; i < m; i++) {
        double root = Math.sqrt(weight(block, from + i) * p[i * k + r]);
        for (int j = 0; j < q; j++) {
          u[i * q + j] = root * z[i * q + j];
        }
      }
      Blas.gram(m, q, u, q, work.square);
      for (int i = 0; i < q; i++) {
        int row = (r * q + i) * size + r * q;
        for (int j = 0; j <= i; j++) {
          hessian[row + j] += work.square[i * q + j];
        }
      }
    }
  }

  // ------------------------------------------------------------ the loss

  /**
   * Adds the losses of rows, and turns their η into what the rows are multiplied with: ω(p − y), or
   * ω p(δ − Σpδ) for the product of the Hessian with a vector, δ being the slopes.
   *
   * @param from the first row, whose η is the first
   */
  private void coefficients(Block block, int from, int m) {
    int k = work.functions;
    boolean reference = point.reference();
    double[] eta = work.eta;
    if (mode != Mode.ALONG) {
      largestPredictor = Math.max(largestPredictor, largest(eta, m * k));
    }
    for (int i = 0; i < m; i++) {
      int label = (int) block.labels()[from + i];
      double weight = weight(block, from + i);
      int at = i * k;
      if (mode == Mode.ALONG) {
        for (int t = 0; t < steps.length; t++) {
          addLoss(
              t,
              weight * Softmax.loss(eta, work.slope, at, steps[t], k, reference, label, work.line));
        }
        continue;
      }
      addLoss(0, weight * Softmax.probabilities(eta, at, k, reference, label, work.shares, 0));
      if (mode == Mode.HESSIAN) {
        System.arraycopy(eta, at, work.scaled, at, k);
        if (k == 1) { // p(1 − p), both factors to their last digits
          work.scaled[at] = work.shares[0] * work.shares[1];
        }
      }
      if (mode == Mode.HESSIAN_TIMES) {
        double mean = 0;
        for (int r = 0; r < k; r++) {
          mean += eta[at + r] * work.slope[at + r];
        }
        for (int r = 0; r < k; r++) {
          eta[at + r] *= weight * (work.slope[at + r] - mean);
        }
      } else {
        int own = reference ? label - 1 : label;
        if (own >= 0) {
          eta[at + own] = -work.shares[0];
        }
        for (int r = 0; r < k; r++) {
          eta[at + r] *= weight;
        }
      }
    }
  }

  private static double largest(double[] values, int count) {
    double largest = 0;
    for (int i = 0; i < count; i++) {
      double value = Math.abs(values[i]);
      largest = value > largest || Double.isNaN(value) ? value : largest;
    }
    return largest;
  }

  private double weight(Block block, int row) {
    double weight = block.weights() == null ? 1 : block.weights()[row];
    return point.classWeights() == null
        ? weight
        : weight * point.classWeights()[(int) block.labels()[row]];
  }

  /** Neumaier's sum: what is lost of each addition is kept beside it. */
  private void addLoss(int t, double loss) {
    double sum = losses[2 * t] + loss;
    losses[2 * t + 1] +=
        Math.abs(losses[2 * t]) >= Math.abs(loss)
            ? (losses[2 * t] - sum) + loss
            : (loss - sum) + losses[2 * t];
    losses[2 * t] = sum;
  }

  private static double[] atLeast(double[] array, int length) {
    return array.length >= length ? array : Arrays.copyOf(array, length);
  }

  // ------------------------------------------------------------ merging and results

  @Override
  public LogisticStatistic merge(LogisticStatistic other) {
    if (other == this) {
      throw new IllegalArgumentException("log loss merged with itself");
    }
    if (other.mode != mode
        || other.losses.length != losses.length
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
    for (int t = 0; 2 * t < losses.length; t++) {
      addLoss(t, other.losses[2 * t]);
      losses[2 * t + 1] += other.losses[2 * t + 1];
    }
    gradient = sum(gradient, other.gradient);
    rawGradient = sum(rawGradient, other.rawGradient);
    hessian = sum(hessian, other.hessian);
    rawHessian = sum(rawHessian, other.rawHessian);
    largestPredictor = Math.max(largestPredictor, other.largestPredictor);
    return this;
  }

  private String shape() {
    return point.numFunctions() + "×" + point.numCoefficients() + " parameters";
  }

  private static double[] sum(double[] mine, double[] other) {
    double[] all = atLeast(mine, other.length);
    for (int i = 0; i < other.length; i++) {
      all[i] += other[i];
    }
    return all;
  }

  @Override
  public RowAccount account() {
    return account;
  }

  /** The loss at the point. */
  public double loss() {
    return losses[0] + losses[1];
  }

  /** The losses at the steps. */
  public double[] lossesAlong() {
    double[] all = new double[losses.length / 2];
    Arrays.setAll(all, t -> losses[2 * t] + losses[2 * t + 1]);
    return all;
  }

  /** The largest |η| of any row and function: of 40 the probability is 1 in doubles. */
  public double largestPredictor() {
    return largestPredictor;
  }

  /** The gradient, or the product of the Hessian with the vector: K×q like θ. */
  public double[] gradient() {
    int k = point.numFunctions();
    int q = point.numCoefficients();
    int d = point.numColumns();
    double[] all = atLeast(gradient.clone(), k * q);
    for (int r = 0; r < k && rawGradient.length > 0; r++) {
      int row = r * (d + 1);
      double constant = rawGradient[row + d];
      for (int j = 0; j < d; j++) {
        all[r * q + j] += (rawGradient[row + j] - point.shift()[j] * constant) / point.scale()[j];
      }
      if (point.intercept()) {
        all[r * q + d] += constant;
      }
    }
    return all;
  }

  /** The Hessian, Kq×Kq like θ, both triangles. */
  public double[] hessian() {
    int size = point.numFunctions() * point.numCoefficients();
    double[] all = atLeast(hessian.clone(), Math.multiplyExact(size, size));
    if (rawHessian.length > 0) {
      addRawHessian(all, size);
    }
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < i; j++) {
        all[j * size + i] = all[i * size + j];
      }
    }
    return all;
  }

  /** Brings the sums of rows as they are to the coordinates of the point: a map from each side. */
  private void addRawHessian(double[] all, int size) {
    int q = point.numCoefficients();
    int d = point.numColumns();
    int stride = d + 1;
    int rawSize = point.numFunctions() * stride;
    for (int row = 0; row < size; row++) {
      int i = row % q;
      int rawRow = row / q * stride;
      for (int column = 0; column <= row; column++) {
        int j = column % q;
        int rawColumn = column / q * stride;
        double sum = raw(rawRow + i, rawColumn + j, rawSize);
        double shiftRow = i < d ? point.shift()[i] : 0;
        double shiftColumn = j < d ? point.shift()[j] : 0;
        sum -= shiftRow == 0 ? 0 : shiftRow * raw(rawRow + d, rawColumn + j, rawSize);
        sum -= shiftColumn == 0 ? 0 : shiftColumn * raw(rawRow + i, rawColumn + d, rawSize);
        if (shiftRow != 0 && shiftColumn != 0) {
          sum += shiftRow * shiftColumn * raw(rawRow + d, rawColumn + d, rawSize);
        }
        double scale = (i < d ? point.scale()[i] : 1) * (j < d ? point.scale()[j] : 1);
        all[row * size + column] += sum / scale;
      }
    }
  }

  private double raw(int i, int j, int size) {
    return i >= j ? rawHessian[i * size + j] : rawHessian[j * size + i];
  }
}
