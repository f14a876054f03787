package org.suffice.model;

import java.io.Serializable;

/**
 * How the d features of a row are changed before distances are taken: the mean stands for a missing
 * value, and features may be standardised.
 */
final class ReferenceScaling implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] means;
  private final double[] deviations;

  /**
   * A change of d features.
   *
   * @param means of each feature
   * @param deviations what each is divided by, after its mean is subtracted; null for features as
   *     they are. A feature without spread is not divided.
   */
  ReferenceScaling(double[] means, double[] deviations) {
    this.means = means.clone();
    this.deviations = deviations == null ? null : deviations.clone();
  }

  /** Changes the d features that begin at a place. */
  void applyInPlace(double[] values, int at) {
    for (int j = 0; j < means.length; j++) {
      double x = values[at + j];
      x = Double.isNaN(x) ? means[j] : x;
      if (deviations != null) {
        x = (x - means[j]) / (deviations[j] > 0 ? deviations[j] : 1);
      }
      values[at + j] = x;
    }
  }
}
