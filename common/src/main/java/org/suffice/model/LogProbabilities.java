package org.suffice.model;

import java.io.Serializable;
import org.suffice.block.Block;
import org.suffice.statistic.ClassScorer;

/**
 * What metrics ask of models that know the logarithms of the probabilities of classes.
 *
 * @param numClasses c
 * @param source what computes them
 */
record LogProbabilities(int numClasses, Source source) implements ClassScorer {
  private static final long serialVersionUID = 1L;

  /** Computes for every row n×(1+c) numbers: the likeliest class, then the logarithm of each. */
  @FunctionalInterface
  interface Source extends Serializable {
    /**
     * Computes them.
     *
     * @param block not modified
     * @param out overwritten
     */
    void compute(Block block, double[] out);
  }

  @Override
  public Scores scores() {
    return Scores.LOG_PROBABILITIES;
  }

  @Override
  public void score(Block block, double[] out) {
    source.compute(block, out);
  }

  /** The position of the first largest of {@code count} values. */
  static int largest(double[] values, int offset, int count) {
    int best = 0;
    for (int k = 1; k < count; k++) {
      if (values[offset + k] > values[offset + best]) {
        best = k;
      }
    }
    return best;
  }

  /**
   * Subtracts the logarithm of the sum of exponentials, in place. The logarithm of a class that is
   * nearly sure is as good as any: −log1p of what the others add up to.
   *
   * @param best the position of a largest value
   */
  static void normalise(double[] values, int offset, int count, int best) {
    double top = values[offset + best];
    double others = 0;
    for (int k = 0; k < count; k++) {
      values[offset + k] -= top;
      others += k == best ? 0 : Math.exp(values[offset + k]);
    }
    double logSum = Math.log1p(others);
    for (int k = 0; k < count; k++) {
      values[offset + k] -= logSum;
    }
  }

  /**
   * Logarithms to probabilities, in place.
   *
   * @param out rows×(1+c), the first number of each row left as it is
   */
  static void exponentiate(double[] out, int rows, int c) {
    for (int i = 0; i < rows; i++) {
      for (int k = 1; k <= c; k++) {
        out[i * (1 + c) + k] = Math.exp(out[i * (1 + c) + k]);
      }
    }
  }
}
