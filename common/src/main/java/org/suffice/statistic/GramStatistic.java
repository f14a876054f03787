package org.suffice.statistic;

import java.util.Arrays;
import org.suffice.Failure;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.block.SparseBlock;
import org.suffice.linalg.Blas;
import org.suffice.read.RowAccount;

/**
 * Count, means and centred cross products of Z = [X y]: the sufficient statistic of least squares,
 * in plain doubles ({@code precision=fast}).
 *
 * <p>Every block is centred at its own means, multiplied by one dsyrk, and joined to what is there
 * by the update of Chan, Golub and LeVeque, "Algorithms for computing the sample variance", The
 * American Statistician 37 (1983), eq. 2.1, so that digits are not lost to large means as they are
 * by Σx² − n·mean².
 */
public final class GramStatistic implements Statistic<GramStatistic>, Moments {
  private static final long serialVersionUID = 1L;

  /** Rows centred and multiplied at a time: the scratch copy then stays in a core's cache. */
  private static final long SCRATCH_DOUBLES = 1 << 17;

  /** Sparse blocks with at least this share of entries go the dense way, which is then faster. */
  private static final double DENSE_SHARE = 0.1;

  private final int numFeatures;
  private final int size;
  private long rows;
  private double sumWeights;
  private double sumLogWeights;

  /** Weighted means of the p = d+1 columns of Z. */
  private final double[] means;

  /** Σ ω (z − mean)(z − mean)ᵀ, p×p; the triangle j ≤ i of row i is kept. */
  private final double[] products;

  private final RowAccount account = new RowAccount();

  private transient double[] scratch;
  private transient double[] blockMeans;
  private transient double[] shift;

  /** An empty statistic of d features and one label. */
  public GramStatistic(int numFeatures) {
    this.numFeatures = numFeatures;
    this.size = numFeatures + 1;
    this.means = new double[size];
    this.products = new double[Math.multiplyExact(size, size)];
  }

  /** The bytes of one instance with d features. */
  public static long bytes(long numFeatures) {
    return 8 * (numFeatures + 1) * (numFeatures + 1);
  }

  @Override
  public GramStatistic fresh() {
    return new GramStatistic(numFeatures);
  }

  @Override
  public long sizeInBytes() {
    return bytes(numFeatures);
  }

  @Override
  public void add(Block block) {
    if (block.numFeatures() != numFeatures) {
      throw new IllegalArgumentException(
          "Gram: expected d=" + numFeatures + ", found d=" + block.numFeatures());
    }
    account.merge(block.account());
    if (scratch == null) {
      blockMeans = new double[size];
      shift = new double[size];
      scratch = new double[0];
    }
    int n = block.numRows();
    if (n == 0) {
      return;
    }
    if (block instanceof SparseBlock sparse
        && sparse.numEntries() < DENSE_SHARE * n * numFeatures) {
      addSparse(sparse);
    } else {
      int step = (int) Math.max(64, Math.min(n, SCRATCH_DOUBLES / size));
      for (int from = 0; from < n; from += step) {
        addDense(block, from, Math.min(n, from + step));
      }
    }
    rows += n;
    if (block.weights() != null) {
      for (int i = 0; i < n; i++) {
        sumLogWeights += Math.log(block.weights()[i]);
      }
    }
  }

  /** Rows [from, to), copied to scratch as [x y], centred, scaled by √ω, multiplied. */
  private void addDense(Block block, int from, int to) {
    int n = to - from;
    int p = size;
    if (scratch.length < n * p) {
      scratch = new double[n * p];
    }
    copyRows(block, from, to);
    double[] z = scratch;
    double[] weights = block.weights();
    // Sums of differences to the first row: exact zeros for a column that is constant.
    System.arraycopy(z, 0, shift, 0, p);
    Arrays.fill(blockMeans, 0);
    double blockWeight = 0;
    for (int i = 0; i < n; i++) {
      double w = weights == null ? 1 : weights[from + i];
      blockWeight += w;
      addScaledDifference(z, i * p, w);
    }
    for (int j = 0; j < p; j++) {
      blockMeans[j] = shift[j] + blockMeans[j] / blockWeight;
    }
    for (int i = 0; i < n; i++) {
      int row = i * p;
      if (weights == null) {
        for (int j = 0; j < p; j++) {
          z[row + j] -= blockMeans[j];
        }
      } else {
        double root = Math.sqrt(weights[from + i]);
        for (int j = 0; j < p; j++) {
          z[row + j] = root * (z[row + j] - blockMeans[j]);
        }
      }
    }
    // products (p×p, triangle) += ZᵀZ,  Z is n×p row-major
    Blas.addGram(n, p, z, products);
    join(blockWeight, blockMeans);
  }

  private void addScaledDifference(double[] z, int row, double w) {
    double[] sums = blockMeans;
    double[] first = shift;
    if (w == 1) {
      for (int j = 0; j < first.length; j++) {
        sums[j] += z[row + j] - first[j];
      }
    } else {
      for (int j = 0; j < first.length; j++) {
        sums[j] += w * (z[row + j] - first[j]);
      }
    }
  }

  private void copyRows(Block block, int from, int to) {
    int d = numFeatures;
    int p = size;
    double[] labels = block.labels();
    if (block instanceof DenseBlock dense) {
      double[] values = dense.values();
      for (int i = from; i < to; i++) {
        System.arraycopy(values, i * d, scratch, (i - from) * p, d);
        scratch[(i - from) * p + d] = labels[i];
      }
    } else {
      SparseBlock sparse = (SparseBlock) block;
      int[] starts = sparse.rowStarts();
      Arrays.fill(scratch, 0, (to - from) * p, 0);
      for (int i = from; i < to; i++) {
        int row = (i - from) * p;
        for (int e = starts[i]; e < starts[i + 1]; e++) {
          scratch[row + sparse.indices()[e]] = sparse.values()[e];
        }
        scratch[row + d] = labels[i];
      }
    }
  }

  /**
   * Cross products of the entries that are there, then centred as a whole. A column with a share f
   * of absent values has a spread of at least f(1−f) of its squares, and the subtraction costs few
   * digits; the label and the columns present in every row are shifted by their first value
   * beforehand.
   */
  private void addSparse(SparseBlock block) {
    int n = block.numRows();
    int p = size;
    int d = numFeatures;
    int[] starts = block.rowStarts();
    int[] indices = block.indices();
    double[] values = block.values();
    double[] weights = block.weights();
    double firstLabel = block.labels()[0];
    double blockWeight = 0;
    shiftOfFullColumns(block);
    Arrays.fill(blockMeans, 0);
    for (int i = 0; i < n; i++) {
      double w = weights == null ? 1 : weights[i];
      double y = block.labels()[i] - firstLabel;
      blockWeight += w;
      for (int a = starts[i]; a < starts[i + 1]; a++) {
        double wx = w * (values[a] - shift[indices[a]]);
        blockMeans[indices[a]] += wx;
        int row = indices[a] * p;
        for (int b = starts[i]; b <= a; b++) {
          products[row + indices[b]] += wx * (values[b] - shift[indices[b]]);
        }
        products[d * p + indices[a]] += wx * y;
      }
      blockMeans[d] += w * y;
      products[d * p + d] += w * y * y;
    }
    for (int j = 0; j < p; j++) {
      blockMeans[j] /= blockWeight;
    }
    for (int i = 0; i < p; i++) {
      double scaled = blockWeight * blockMeans[i];
      if (scaled != 0) {
        for (int j = 0; j <= i; j++) {
          products[i * p + j] -= scaled * blockMeans[j];
        }
      }
    }
    for (int j = 0; j < d; j++) {
      blockMeans[j] += shift[j];
    }
    blockMeans[d] += firstLabel;
    join(blockWeight, blockMeans);
  }

  /** The first value of each column that is present in every row; 0 for the others. */
  private void shiftOfFullColumns(SparseBlock block) {
    int[] starts = block.rowStarts();
    int[] indices = block.indices();
    int[] counts = new int[size];
    for (int e = starts[0]; e < starts[block.numRows()]; e++) {
      counts[indices[e]]++;
    }
    Arrays.fill(shift, 0);
    for (int e = starts[0]; e < starts[1]; e++) {
      if (counts[indices[e]] == block.numRows()) {
        shift[indices[e]] = block.values()[e];
      }
    }
  }

  /**
   * Adds the spread between two sets of means, and moves the means. Chan et al. (1983), eq. 2.1.
   */
  private void join(double otherWeight, double[] otherMeans) {
    if (sumWeights == 0) {
      sumWeights = otherWeight;
      System.arraycopy(otherMeans, 0, means, 0, size);
      return;
    }
    double total = sumWeights + otherWeight;
    double factor = sumWeights / total * otherWeight;
    double share = otherWeight / total;
    int p = size;
    for (int i = 0; i < p; i++) {
      double scaled = factor * (otherMeans[i] - means[i]);
      if (scaled != 0) {
        for (int j = 0; j <= i; j++) {
          products[i * p + j] += scaled * (otherMeans[j] - means[j]);
        }
      }
    }
    for (int i = 0; i < p; i++) {
      means[i] += share * (otherMeans[i] - means[i]);
    }
    sumWeights = total;
  }

  @Override
  public GramStatistic merge(GramStatistic other) {
    if (other == this) {
      throw new IllegalArgumentException("Gram merged with itself");
    }
    if (other.numFeatures != numFeatures) {
      throw new IllegalArgumentException(
          "Gram merge: expected d=" + numFeatures + ", found d=" + other.numFeatures);
    }
    account.merge(other.account);
    if (other.rows == 0) {
      return this;
    }
    int p = size;
    for (int i = 0; i < p; i++) {
      for (int j = 0; j <= i; j++) {
        products[i * p + j] += other.products[i * p + j];
      }
    }
    join(other.sumWeights, other.means);
    rows += other.rows;
    sumLogWeights += other.sumLogWeights;
    return this;
  }

  @Override
  public RowAccount account() {
    return account;
  }

  /**
   * The statistic of some columns of the same rows, with means in the place of missing values:
   * where a value is missing its column is 0 and its indicator 1, and with μ the mean of the values
   * that are there, x + μ·m is a linear map of the columns, hence exact in the cross products.
   *
   * @param from the features to keep
   * @param indicators for each of them the column that is 1 where it is missing, or -1
   */
  public GramStatistic select(int[] from, int[] indicators) {
    return select(from, indicators, new int[] {numFeatures}, null);
  }

  /**
   * The same for any columns as labels.
   *
   * @param labels the columns that come after those to keep, at least one
   * @param fill for each of those to keep what stands for a missing value; null for the mean of the
   *     values that are there
   */
  public GramStatistic select(int[] from, int[] indicators, int[] labels, double[] fill) {
    int d = from.length;
    int p = d + labels.length;
    GramStatistic result = new GramStatistic(p - 1);
    int[] column = Arrays.copyOf(from, p);
    System.arraycopy(labels, 0, column, d, labels.length);
    int[] flag = new int[p];
    double[] put = new double[p];
    for (int j = 0; j < p; j++) {
      flag[j] = j < d && indicators[j] >= 0 && means[indicators[j]] > 0 ? indicators[j] : -1;
      result.means[j] = means[column[j]];
      if (flag[j] >= 0 && fill == null) {
        put[j] = means[flag[j]] == 1 ? 0 : means[column[j]] / (1 - means[flag[j]]);
        result.means[j] = put[j];
      } else if (flag[j] >= 0) {
        put[j] = fill[j];
        result.means[j] += put[j] * means[flag[j]];
      }
    }
    for (int i = 0; i < p; i++) {
      for (int j = 0; j <= i; j++) {
        double product = centredProduct(column[i], column[j]);
        if (flag[i] >= 0) {
          product += put[i] * centredProduct(flag[i], column[j]);
        }
        if (flag[j] >= 0) {
          product += put[j] * centredProduct(column[i], flag[j]);
        }
        if (flag[i] >= 0 && flag[j] >= 0) {
          product += put[i] * put[j] * centredProduct(flag[i], flag[j]);
        }
        result.products[i * p + j] = product;
      }
    }
    result.rows = rows;
    result.sumWeights = sumWeights;
    result.sumLogWeights = sumLogWeights;
    result.account.merge(account);
    return result;
  }

  /** The number d of features. */
  public int numFeatures() {
    return numFeatures;
  }

  @Override
  public long rows() {
    return rows;
  }

  /** Σω. */
  public double sumWeights() {
    return sumWeights;
  }

  /** Σ log ω. */
  public double sumLogWeights() {
    return sumLogWeights;
  }

  @Override
  public double totalWeight() {
    return sumWeights;
  }

  @Override
  public double centredValue(int i, int j) {
    return centredProduct(i, j);
  }

  @Override
  public double standardDeviation(int column) {
    return Math.sqrt(centredProduct(column, column) / (rows - 1));
  }

  @Override
  public double rawValue(int i, int j) {
    return product(i, j);
  }

  @Override
  public double mean(int column) {
    return means[column];
  }

  /** Σ ω (zᵢ − meanᵢ)(zⱼ − meanⱼ) of two columns of Z = [X y]. */
  public double centredProduct(int i, int j) {
    return i >= j ? products[i * size + j] : products[j * size + i];
  }

  /** Σ ω zᵢ zⱼ of two columns of Z = [X y], for fits without intercept. */
  public double product(int i, int j) {
    return centredProduct(i, j) + sumWeights * means[i] * means[j];
  }

  /**
   * Checks that no square overflowed.
   *
   * @param names of the p columns, for the message
   */
  public void requireFinite(java.util.List<String> names) {
    for (int j = 0; j < size; j++) {
      double square = products[j * size + j];
      if (!Double.isFinite(square) || !Double.isFinite(means[j])) {
        throw Failure.data(
            "the squares of column '"
                + names.get(j)
                + "' exceed the range of a double: divide the column by a power of ten");
      }
    }
  }
}
