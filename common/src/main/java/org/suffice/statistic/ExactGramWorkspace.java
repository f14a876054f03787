package org.suffice.statistic;

/**
 * Memory that is used while a block is added to an exact Gram statistic, and the plan by which its
 * columns are cut into digits. Statistics that are added to in turns by one thread, such as those
 * of classes, share one: a plan then settles once for all of them, and what is worked on stays in a
 * core's cache.
 */
final class ExactGramWorkspace {
  private final int size;
  private final DigitCutter left;
  private DigitCutter right;
  private double[] product = new double[0];
  private double[] rows = new double[0];
  private double[] low = new double[0];
  private double[] weighted = new double[0];
  private double[] weightedLow = new double[0];

  /**
   * For rows of Z.
   *
   * @param size p, the values of a row
   */
  ExactGramWorkspace(int size) {
    this.size = size;
    left = new DigitCutter(size);
  }

  /** Cuts the rows. */
  DigitCutter left() {
    return left;
  }

  /** Cuts the rows times their weights. */
  DigitCutter right() {
    if (right == null) {
      right = new DigitCutter(size);
    }
    return right;
  }

  /** For a product of digits. */
  double[] product(int length) {
    product = reserve(product, length);
    return product;
  }

  /** For n rows. */
  double[] rows(int n) {
    rows = reserve(rows, n * size);
    return rows;
  }

  /** For what n rows have beyond doubles. */
  double[] low(int n) {
    low = reserve(low, n * size);
    return low;
  }

  /** For n rows times their weights. */
  double[] weighted(int n) {
    weighted = reserve(weighted, n * size);
    return weighted;
  }

  /** For what n rows times their weights have beyond doubles. */
  double[] weightedLow(int n) {
    weightedLow = reserve(weightedLow, n * size);
    return weightedLow;
  }

  private static double[] reserve(double[] array, int length) {
    return array.length < length ? new double[length] : array;
  }
}
