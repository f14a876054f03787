package org.suffice.statistic;

import java.util.Arrays;
import org.suffice.block.Block;
import org.suffice.loss.Softmax;
import org.suffice.loss.SoftmaxRows;
import org.suffice.statistic.LogisticStatistic.Mode;

/**
 * Adds rows to the sums of a logistic regression, one way or another, in arrays that are used again
 * for every block.
 */
abstract class LogisticWork {
  final LogisticPoint point;
  final Mode mode;
  final double[] direction;
  final LogisticSums sums;

  /** K, d and q. */
  final int functions;

  final int columns;
  final int coefficients;

  /** m×K linear predictors, then what rows are multiplied with. */
  double[] eta = new double[0];

  /** m×K of the direction. */
  double[] slope = new double[0];

  /** m×K probabilities, and room for rows that are multiplied by them. */
  double[] scaled = new double[0];

  private final double[] steps;
  private final double[] line;
  private final SoftmaxRows softmax = new SoftmaxRows();

  /**
   * Work.
   *
   * @param direction of the line, or the vector of the product; null where there is none
   * @param steps on that line; null where there are none
   * @param sums updated
   */
  LogisticWork(
      LogisticPoint point, Mode mode, double[] direction, double[] steps, LogisticSums sums) {
    this.point = point;
    this.mode = mode;
    this.direction = direction;
    this.steps = steps;
    this.sums = sums;
    functions = point.numFunctions();
    columns = point.numColumns();
    coefficients = point.numCoefficients();
    line = new double[functions + 2];
  }

  /** Adds the rows of a block of d columns. */
  abstract void add(Block block);

  /** Room for what every row has for every function. */
  final void reserve(int rows) {
    eta = LogisticSums.atLeast(eta, rows * functions);
    if (direction != null) {
      slope = LogisticSums.atLeast(slope, rows * functions);
    }
  }

  /** So many ones, in the place of probabilities. */
  final void scaleByOne(int rows) {
    scaled = LogisticSums.atLeast(scaled, rows);
    Arrays.fill(scaled, 1);
  }

  /**
   * Adds the losses of rows, and turns their η into what the rows are multiplied with: ω(p − y), or
   * ω p(δ − Σpδ) for the product of the Hessian with a vector, δ being the slopes.
   *
   * @param from the first row, whose η is the first
   */
  final void addLosses(Block block, int from, int m) {
    if (mode == Mode.ALONG) {
      for (int i = 0; i < m; i++) {
        addLossesAlong(block, from + i, i * functions);
      }
      return;
    }
    sums.observe(eta, m * functions);
    softmax.powers(m, functions, point.reference(), block.labels(), from, eta);
    for (int i = 0; i < m; i++) {
      addLoss(block, from + i, i);
    }
  }

  private void addLossesAlong(Block block, int row, int at) {
    int label = (int) block.labels()[row];
    double weight = weight(block, row);
    boolean reference = point.reference();
    for (int t = 0; t < steps.length; t++) {
      double loss = Softmax.loss(eta, slope, at, steps[t], functions, reference, label, line);
      sums.addLoss(t, weight * loss);
    }
  }

  private void addLoss(Block block, int row, int index) {
    int k = functions;
    int at = index * k;
    int label = (int) block.labels()[row];
    double weight = weight(block, row);
    boolean reference = point.reference();
    sums.addLoss(0, weight * softmax.probabilities(index, label, eta));
    if (mode == Mode.HESSIAN) {
      System.arraycopy(eta, at, scaled, at, k);
      if (k == 1) { // p(1 − p), both factors to their last digits
        scaled[at] = softmax.others() * softmax.own();
      }
    }
    if (mode == Mode.HESSIAN_TIMES) {
      double mean = 0;
      for (int r = 0; r < k; r++) {
        mean += eta[at + r] * slope[at + r];
      }
      for (int r = 0; r < k; r++) {
        eta[at + r] *= weight * (slope[at + r] - mean);
      }
      return;
    }
    int own = reference ? label - 1 : label;
    if (own >= 0) {
      eta[at + own] = -softmax.others();
    }
    for (int r = 0; r < k; r++) {
      eta[at + r] *= weight;
    }
  }

  /** The weight of a row, that of its class included. */
  final double weight(Block block, int row) {
    double weight = block.weights() == null ? 1 : block.weights()[row];
    return point.classWeights() == null
        ? weight
        : weight * point.classWeights()[(int) block.labels()[row]];
  }
}
