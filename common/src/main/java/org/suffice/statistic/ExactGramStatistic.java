package org.suffice.statistic;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.math.BigInteger;
import java.util.Arrays;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.block.SparseBlock;
import org.suffice.linalg.DoubleDouble;
import org.suffice.linalg.ExactProducts;
import org.suffice.read.DerivedSlots;
import org.suffice.read.RowAccount;

/**
 * The Gram matrix of Z = [1 X y], exactly: the sufficient statistic of least squares without a
 * single rounding ({@code precision=exact}). The same rows give the same statistic to the last bit,
 * however they are cut, ordered and merged, and whatever BLAS multiplies; statistics can be added
 * and subtracted.
 */
public final class ExactGramStatistic implements Statistic<ExactGramStatistic> {
  private static final long serialVersionUID = 1L;

  private final int numFeatures;
  private final DerivedSlots derived;
  private final int[] derivedSlots;
  private final ExactProducts products;
  private long rows;
  private final ExactProducts logWeights;
  private final RowAccount account = new RowAccount();

  private transient ExactGramBlock adder;
  private transient ExactGramWorkspace workspace;

  /** An empty statistic of d features and one label. */
  public ExactGramStatistic(int numFeatures) {
    this(numFeatures, DerivedSlots.NONE);
  }

  /**
   * An empty statistic of d features and one label.
   *
   * @param derived the features that are products of others; they are formed anew from the plain
   *     ones, as two doubles
   */
  public ExactGramStatistic(int numFeatures, DerivedSlots derived) {
    this(numFeatures, derived, new ExactProducts(numFeatures + 2), new ExactProducts(1));
  }

  private ExactGramStatistic(
      int numFeatures, DerivedSlots derived, ExactProducts products, ExactProducts logWeights) {
    this.numFeatures = numFeatures;
    this.derived = derived;
    this.derivedSlots = derived.slots();
    this.products = products;
    this.logWeights = logWeights;
  }

  /** A statistic as it was stored. */
  public static ExactGramStatistic of(
      int numFeatures,
      DerivedSlots derived,
      ExactProducts products,
      ExactProducts logWeights,
      long rows,
      RowAccount account) {
    ExactGramStatistic result = new ExactGramStatistic(numFeatures, derived, products, logWeights);
    result.rows = rows;
    result.account.merge(account);
    return result;
  }

  /**
   * The same rows with features at other places; the features that come in between are zero.
   *
   * @param derivedThere the derived ones of the new features, see the constructor
   * @param target for each feature its new place; -1 leaves it out
   */
  public ExactGramStatistic rearranged(int newFeatures, DerivedSlots derivedThere, int[] target) {
    int[] places = new int[numFeatures + 2];
    for (int j = 0; j < numFeatures; j++) {
      places[j + 1] = target[j] < 0 ? -1 : target[j] + 1;
    }
    places[numFeatures + 1] = newFeatures + 1;
    ExactGramStatistic result =
        of(
            newFeatures,
            derivedThere,
            products().rearranged(newFeatures + 2, places),
            new ExactProducts(1),
            rows,
            account);
    result.logWeights.add(logWeights);
    return result;
  }

  /**
   * Takes away rows that were added, to the last bit as if they had never been.
   *
   * @return this
   */
  public ExactGramStatistic subtract(ExactGramStatistic other) {
    if (other == this || other.numFeatures != numFeatures) {
      throw new IllegalArgumentException(
          "Gram subtraction: expected another with d="
              + numFeatures
              + ", found d="
              + other.numFeatures);
    }
    requireSameDerived(other);
    products().subtract(other.products());
    logWeights.subtract(other.logWeights);
    rows -= other.rows;
    account.subtract(other.account);
    return this;
  }

  @Override
  public ExactGramStatistic fresh() {
    return new ExactGramStatistic(numFeatures, derived);
  }

  @Override
  public ExactGramStatistic freshBeside(ExactGramStatistic neighbour) {
    ExactGramStatistic result = fresh();
    result.workspace = neighbour.ensureWorkspace();
    return result;
  }

  private ExactGramWorkspace ensureWorkspace() {
    if (workspace == null) {
      workspace = new ExactGramWorkspace(numFeatures + 2);
    }
    return workspace;
  }

  @Override
  public long sizeInBytes() {
    return 8 * GramStatistic.bytes(numFeatures);
  }

  @Override
  public void add(Block block) {
    add(block, block.weights());
  }

  /**
   * Adds the rows of a block with other weights than its own; those of weight 0 count as rows.
   *
   * @param weights n values of 0 or more
   */
  void addWeighted(Block block, double[] weights) {
    add(block, weights);
  }

  private void add(Block block, double[] weights) {
    if (block.numFeatures() != numFeatures) {
      throw new IllegalArgumentException(
          "Gram: expected d=" + numFeatures + ", found d=" + block.numFeatures());
    }
    account.merge(block.account());
    if (adder == null || weights != null && !adder.isWeighted()) {
      settle();
      adder = new ExactGramBlock(products, weights != null, ensureWorkspace());
    }
    int n = block.numRows();
    int step = ExactGramBlock.MAX_ROWS;
    for (int from = 0; from < n; from += step) {
      int to = Math.min(n, from + step);
      double[] z = workspace.rows(to - from);
      copyRows(block, from, to, z);
      double[] low = derivedSlots.length > 0 ? deriveInPlace(to - from, z) : null;
      if (adder.isWeighted()) {
        addWeighted(weights, from, to, z, low);
      } else {
        adder.add(to - from, z, low);
      }
    }
    logWeights.normalise();
    rows += n;
  }

  /** Completes the sums and lets go of what only adding needs. */
  @Override
  public void finish() {
    settle();
    adder = null;
    workspace = null;
  }

  /** Completes the sums. */
  private void settle() {
    if (adder != null) {
      adder.settle();
    }
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    settle();
    out.defaultWriteObject();
  }

  private void copyRows(Block block, int from, int to, double[] z) {
    int d = numFeatures;
    int p = d + 2;
    double[] labels = block.labels();
    if (block instanceof SparseBlock) {
      Arrays.fill(z, 0, (to - from) * p, 0);
    }
    for (int i = from; i < to; i++) {
      int row = (i - from) * p;
      z[row] = 1;
      if (block instanceof DenseBlock dense) {
        System.arraycopy(dense.values(), i * d, z, row + 1, d);
      } else {
        SparseBlock sparse = (SparseBlock) block;
        for (int e = sparse.rowStarts()[i]; e < sparse.rowStarts()[i + 1]; e++) {
          z[row + 1 + sparse.indices()[e]] = sparse.values()[e];
        }
      }
      z[row + 1 + d] = labels[i];
    }
  }

  /**
   * Forms derived features.
   *
   * @param z n×p, overwritten where features are derived
   * @return what they have beyond the doubles that stand there
   */
  private double[] deriveInPlace(int n, double[] z) {
    int p = numFeatures + 2;
    double[] low = workspace.low(n);
    Arrays.fill(low, 0, n * p, 0);
    int[] left = Arrays.stream(derivedSlots).map(derived::left).toArray();
    int[] right = Arrays.stream(derivedSlots).map(derived::right).toArray();
    for (int i = 0; i < n; i++) {
      int row = i * p + 1;
      for (int s = 0; s < left.length; s++) {
        int slot = row + derivedSlots[s];
        double x = z[row + right[s]];
        double factor = z[row + left[s]];
        double product = factor * x;
        double error = Math.fma(factor, x, -product) + low[row + left[s]] * x;
        z[slot] = product + error;
        low[slot] = error - (z[slot] - product);
      }
    }
    return low;
  }

  private void addWeighted(double[] weights, int from, int to, double[] z, double[] low) {
    int p = numFeatures + 2;
    double[] weighted = workspace.weighted(to - from);
    double[] weightedLow = workspace.weightedLow(to - from);
    for (int i = from; i < to; i++) {
      double w = weights == null ? 1 : weights[i];
      addLog(w);
      for (int e = (i - from) * p; e < (i - from + 1) * p; e++) {
        double product = w * z[e];
        double error = Math.fma(w, z[e], -product);
        if (low != null) {
          error += w * low[e];
          double sum = product + error;
          error -= sum - product;
          product = sum;
        }
        weighted[e] = product;
        weightedLow[e] = error;
      }
    }
    adder.addWeighted(to - from, z, low, weighted, weightedLow);
  }

  /** An exact sum too: rounding it as it grows would depend on the order of the rows. */
  private void addLog(double weight) {
    double log = weight == 0 ? 0 : StrictMath.log(weight);
    if (log != 0) {
      long[] digits = new long[5];
      int unit = WideProducts.digits(log, digits);
      for (int k = 0; k < digits.length; k++) {
        logWeights.row(unit + k, 0)[0] += digits[k];
      }
    }
  }

  /** Σ log ω, rounded once. */
  public double sumLogWeights() {
    int unit = logWeights.lowestWindow();
    return DoubleDouble.ratio(
            logWeights.value(0, 0, unit), BigInteger.ONE, ExactProducts.BITS * unit)
        .value();
  }

  @Override
  public ExactGramStatistic merge(ExactGramStatistic other) {
    if (other == this) {
      throw new IllegalArgumentException("Gram merged with itself");
    }
    if (other.numFeatures != numFeatures) {
      throw new IllegalArgumentException(
          "Gram merge: expected d=" + numFeatures + ", found d=" + other.numFeatures);
    }
    requireSameDerived(other);
    account.merge(other.account);
    products().add(other.products());
    rows += other.rows;
    logWeights.add(other.logWeights);
    return this;
  }

  private void requireSameDerived(ExactGramStatistic other) {
    if (!derived.equals(other.derived)) {
      throw new IllegalArgumentException(
          "Gram: expected products " + derived + ", found " + other.derived);
    }
  }

  @Override
  public RowAccount account() {
    return account;
  }

  /** The number d of features. */
  public int numFeatures() {
    return numFeatures;
  }

  /** The features that are products of others. */
  public DerivedSlots derived() {
    return derived;
  }

  /** The number of rows of positive weight. */
  public long rows() {
    return rows;
  }

  /** Σ log ω, exactly: a matrix of one cell. */
  public ExactProducts logWeights() {
    return logWeights;
  }

  /** Zᵀ·diag(ω)·Z of Z = [1 X y], exactly. */
  public ExactProducts products() {
    settle();
    return products;
  }
}
