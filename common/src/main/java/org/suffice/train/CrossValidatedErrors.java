package org.suffice.train;

import java.util.Arrays;

/**
 * The errors of a cross-validation along penalties from the strongest to the weakest.
 *
 * @param means over folds, NaN without folds
 * @param standardErrors of those means: the standard deviation of the folds over √K
 */
record CrossValidatedErrors(double[] means, double[] standardErrors) {
  /**
   * The errors of folds, each counted alike.
   *
   * @param errors of each fold the mean squared error of each penalty
   */
  static CrossValidatedErrors of(double[][] errors, int penalties) {
    int folds = errors.length;
    double[] means = new double[penalties];
    double[] standardErrors = new double[penalties];
    Arrays.fill(means, Double.NaN);
    Arrays.fill(standardErrors, Double.NaN);
    for (int i = 0; i < penalties && folds > 0; i++) {
      double sum = 0;
      for (double[] fold : errors) {
        sum += fold[i];
      }
      means[i] = sum / folds;
      double squares = 0;
      for (double[] fold : errors) {
        squares += (fold[i] - means[i]) * (fold[i] - means[i]);
      }
      standardErrors[i] = Math.sqrt(squares / (folds - 1) / folds);
    }
    return new CrossValidatedErrors(means, standardErrors);
  }

  double mean(int penalty) {
    return means[penalty];
  }

  double standardError(int penalty) {
    return standardErrors[penalty];
  }

  /** The first, hence the strongest, of the penalties with the least error. */
  int least() {
    int least = 0;
    for (int i = 1; i < means.length; i++) {
      if (means[i] < means[least]) {
        least = i;
      }
    }
    return least;
  }

  /** The strongest penalty whose error is within one standard error of the least. */
  int simplest() {
    int least = least();
    int i = 0;
    while (means[i] > means[least] + standardErrors[least]) {
      i++;
    }
    return i;
  }
}
