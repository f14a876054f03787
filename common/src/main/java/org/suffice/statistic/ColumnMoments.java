package org.suffice.statistic;

import java.util.Arrays;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.block.SparseBlock;
import org.suffice.read.RowAccount;

/**
 * Mean and spread of every slot of the rows, and how many rows each class has: what must be known
 * before an iterative fit begins. Linear in the number of slots, so that sparse rows may have
 * millions.
 *
 * <p>Each block's sums are taken about the block's own means and joined by the update of Chan,
 * Golub and LeVeque, "Algorithms for computing the sample variance", The American Statistician 37
 * (1983), eq. 2.1.
 */
public final class ColumnMoments implements Statistic<ColumnMoments> {
  private static final long serialVersionUID = 1L;

  private final int numFeatures;
  private final long[] classRows;
  private final double[] classWeights;
  private final double[] means;
  private final double[] squares;
  private final boolean[] underflow;
  private long rows;
  private double sumWeights;
  private final RowAccount account = new RowAccount();
  private transient double[] blockMeans;
  private transient double[] blockSquares;
  private transient double[] present;

  /**
   * An empty statistic.
   *
   * @param numFeatures the slots of a row
   * @param numClasses how many classes labels may stand for; 0 where labels are numbers
   */
  public ColumnMoments(int numFeatures, int numClasses) {
    this.numFeatures = numFeatures;
    means = new double[numFeatures];
    squares = new double[numFeatures];
    underflow = new boolean[numFeatures];
    classRows = new long[numClasses];
    classWeights = new double[numClasses];
  }

  @Override
  public ColumnMoments fresh() {
    return new ColumnMoments(numFeatures, classRows.length);
  }

  @Override
  public long sizeInBytes() {
    return 16L * (numFeatures + classRows.length);
  }

  @Override
  public void add(Block block) {
    if (block.numFeatures() != numFeatures) {
      throw new IllegalArgumentException(
          "moments: expected d=" + numFeatures + ", found d=" + block.numFeatures());
    }
    account.merge(block.account());
    int n = block.numRows();
    if (n == 0) {
      return;
    }
    if (blockMeans == null) {
      blockMeans = new double[numFeatures];
      blockSquares = new double[numFeatures];
    }
    double weight = countRows(block);
    rows += n;
    if (weight == 0) {
      return;
    }
    Arrays.fill(blockMeans, 0);
    Arrays.fill(blockSquares, 0);
    if (block instanceof DenseBlock dense) {
      addDense(dense, weight);
    } else {
      addSparse((SparseBlock) block, weight);
    }
    join(weight, blockMeans, blockSquares);
  }

  @Override
  public void finish() {
    blockMeans = null;
    blockSquares = null;
    present = null;
  }

  private double countRows(Block block) {
    double total = 0;
    for (int i = 0; i < block.numRows(); i++) {
      double w = block.weights() == null ? 1 : block.weights()[i];
      total += w;
      if (classRows.length > 0) {
        int k = (int) block.labels()[i];
        classRows[k]++;
        classWeights[k] += w;
      }
    }
    return total;
  }

  /**
   * Means as differences to the first row: exact for a constant column; then squares about them.
   */
  private void addDense(DenseBlock block, double weight) {
    int d = numFeatures;
    double[] x = block.values();
    double[] weights = block.weights();
    for (int i = 1; i < block.numRows(); i++) {
      double w = weights == null ? 1 : weights[i];
      int row = i * d;
      for (int j = 0; j < d; j++) {
        blockMeans[j] += w * (x[row + j] - x[j]);
      }
    }
    for (int j = 0; j < d; j++) {
      blockMeans[j] = x[j] + blockMeans[j] / weight;
    }
    for (int i = 0; i < block.numRows(); i++) {
      double w = weights == null ? 1 : weights[i];
      int row = i * d;
      for (int j = 0; j < d; j++) {
        double difference = x[row + j] - blockMeans[j];
        double square = w * difference * difference;
        underflow[j] |= isLost(difference, square) && w > 0;
        blockSquares[j] += square;
      }
    }
  }

  /** Whether values differ although their squared distance from a mean is 0 in doubles. */
  private boolean isLost(double difference, double square) {
    return difference != 0 && square == 0;
  }

  /** The same, the entries that are absent being zeros. */
  private void addSparse(SparseBlock block, double weight) {
    if (present == null) {
      present = new double[numFeatures];
    }
    Arrays.fill(present, 0);
    int[] starts = block.rowStarts();
    int[] indices = block.indices();
    double[] values = block.values();
    double[] weights = block.weights();
    for (int i = 0; i < block.numRows(); i++) {
      double w = weights == null ? 1 : weights[i];
      for (int e = starts[i]; e < starts[i + 1]; e++) {
        blockMeans[indices[e]] += w * values[e];
        present[indices[e]] += w;
      }
    }
    for (int j = 0; j < numFeatures; j++) {
      blockMeans[j] /= weight;
    }
    for (int i = 0; i < block.numRows(); i++) {
      double w = weights == null ? 1 : weights[i];
      for (int e = starts[i]; e < starts[i + 1]; e++) {
        double difference = values[e] - blockMeans[indices[e]];
        double square = w * difference * difference;
        underflow[indices[e]] |= isLost(difference, square) && w > 0;
        blockSquares[indices[e]] += square;
      }
    }
    for (int j = 0; j < numFeatures; j++) {
      blockSquares[j] += Math.max(0, weight - present[j]) * blockMeans[j] * blockMeans[j];
    }
  }

  private void join(double otherWeight, double[] otherMeans, double[] otherSquares) {
    double total = sumWeights + otherWeight;
    double share = otherWeight / total;
    double factor = sumWeights * share;
    for (int j = 0; j < numFeatures; j++) {
      double difference = otherMeans[j] - means[j];
      squares[j] += otherSquares[j] + factor * difference * difference;
      means[j] = sumWeights == 0 ? otherMeans[j] : means[j] + share * difference;
    }
    sumWeights = total;
  }

  @Override
  public ColumnMoments merge(ColumnMoments other) {
    if (other == this) {
      throw new IllegalArgumentException("moments merged with themselves");
    }
    if (other.numFeatures != numFeatures || other.classRows.length != classRows.length) {
      throw new IllegalArgumentException(
          "moments: expected d=" + numFeatures + ", found d=" + other.numFeatures);
    }
    account.merge(other.account);
    rows += other.rows;
    for (int j = 0; j < numFeatures; j++) {
      underflow[j] |= other.underflow[j];
    }
    if (other.sumWeights > 0) {
      join(other.sumWeights, other.means, other.squares);
    }
    for (int k = 0; k < classRows.length; k++) {
      classRows[k] += other.classRows[k];
      classWeights[k] += other.classWeights[k];
    }
    return this;
  }

  @Override
  public RowAccount account() {
    return account;
  }

  /** The number of rows. */
  public long rows() {
    return rows;
  }

  /** Σω. */
  public double sumWeights() {
    return sumWeights;
  }

  /** The weighted mean of a slot. */
  public double mean(int slot) {
    return means[slot];
  }

  /** Σω(x − mean)² of a slot. */
  public double squares(int slot) {
    return squares[slot];
  }

  /**
   * Whether a slot varies by so little that the squares of its distances are 0 in doubles, and
   * {@link #squares} with them.
   */
  public boolean isUnderflow(int slot) {
    return underflow[slot] && squares[slot] == 0;
  }

  /** The rows of each class. */
  public long[] classRows() {
    return classRows.clone();
  }

  /** Σω of the rows of each class. */
  public double[] classWeights() {
    return classWeights.clone();
  }
}
