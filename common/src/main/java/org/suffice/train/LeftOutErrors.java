package org.suffice.train;

import org.suffice.Failure;
import org.suffice.block.Block;
import org.suffice.model.NeighborVotes;
import org.suffice.neighbour.Neighbours;
import org.suffice.neighbour.Queries;
import org.suffice.statistic.NeighborLayout;

/**
 * The errors of rows predicted by others, for every k: a wrong class counts 1, a number its squared
 * error, of several labels the mean of these. Of folds, the mean over folds; else over rows.
 */
final class LeftOutErrors {
  private final NeighborVotes votes;
  private final int first;
  private final int last;
  private final int folds;

  /** By fold (one for all without folds) and k: the weight, the mean, and Σω(e − mean)². */
  private final double[][] weights;

  private final double[][] means;
  private final double[][] squares;
  private final double[] out;
  private final double[] row;
  private long rows;
  private CrossValidatedErrors overFolds;

  /**
   * No rows yet.
   *
   * @param folds 0 for rows left out one by one
   */
  LeftOutErrors(NeighborVotes votes, int first, int last, int folds) {
    this.votes = votes;
    this.first = first;
    this.last = last;
    this.folds = folds;
    int groups = Math.max(1, folds);
    weights = new double[groups][last - first + 1];
    means = new double[groups][last - first + 1];
    squares = new double[groups][last - first + 1];
    out = new double[votes.width()];
    row = new double[votes.labels()];
  }

  int last() {
    return last;
  }

  /** Adds a row with the neighbours that are left to it. */
  void add(Neighbours near, NeighborLayout layout, Block block, int i, Queries queries, int query) {
    if (near.size() < last) {
      throw Failure.usage(
          "neighbours.k-max or .k is "
              + last
              + ", and beside a fold only "
              + near.size()
              + " rows are left: take fewer neighbours");
    }
    int fold = folds == 0 ? 0 : (int) queries.groups()[query];
    double weight = block.weights() == null ? 1 : block.weights()[i];
    row[0] = block.labels()[i];
    if (row.length > 1) {
      double[] values = new double[block.numFeatures()];
      block.copyRow(i, values);
      System.arraycopy(values, layout.features(), row, 1, row.length - 1);
    }
    for (int k = first; k <= last; k++) {
      votes.vote(near, k, out, 0);
      add(fold, k - first, error(), weight);
    }
    rows++;
  }

  private double error() {
    if (votes.numClasses() > 0) {
      return out[0] == row[0] ? 0 : 1;
    }
    double sum = 0;
    for (int t = 0; t < row.length; t++) {
      sum += (out[t] - row[t]) * (out[t] - row[t]);
    }
    if (!Double.isFinite(sum)) {
      throw Failure.data(
          "the squared errors of rows left out leave the range of a double: divide the label by a"
              + " power of ten");
    }
    return sum / row.length;
  }

  /** West, "Updating mean and variance estimates", CACM 22 (1979). */
  private void add(int fold, int k, double error, double weight) {
    weights[fold][k] += weight;
    double moved = weight / weights[fold][k] * (error - means[fold][k]);
    squares[fold][k] += weight * (error - means[fold][k]) * (error - means[fold][k] - moved);
    means[fold][k] += moved;
  }

  private CrossValidatedErrors overFolds() {
    if (overFolds == null) {
      double[][] filled =
          java.util.stream.IntStream.range(0, means.length)
              .filter(f -> weights[f][0] > 0)
              .mapToObj(f -> means[f])
              .toArray(double[][]::new);
      overFolds = CrossValidatedErrors.of(filled, last - first + 1);
    }
    return overFolds;
  }

  double mean(int k) {
    return folds > 0 ? overFolds().mean(k - first) : means[0][k - first];
  }

  /** Of the mean: the deviation of folds, or of rows, over the root of their number. */
  double standardError(int k) {
    if (folds > 0) {
      return overFolds().standardError(k - first);
    }
    int at = k - first;
    return Math.sqrt(squares[0][at] / weights[0][at] / Math.max(1, rows - 1));
  }
}
