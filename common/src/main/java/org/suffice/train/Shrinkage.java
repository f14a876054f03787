package org.suffice.train;

import org.suffice.Failure;

/**
 * How covariances are drawn towards a multiple of the identity: (1−α)Σ + α·tr(Σ)/d·I.
 *
 * @param auto whether α is found for each class by Ledoit and Wolf, on columns divided by their
 *     standard deviations in the class
 * @param alpha otherwise
 */
public record Shrinkage(boolean auto, double alpha) {
  /** None. */
  public static final Shrinkage NONE = new Shrinkage(false, 0);

  /** Found from the data. */
  public static final Shrinkage AUTO = new Shrinkage(true, 0);

  /** Checks the range. */
  public Shrinkage {
    if (!(alpha >= 0 && alpha <= 1)) {
      throw Failure.usage("discriminant.shrinkage must lie between 0 and 1, found " + alpha);
    }
  }

  /** A fixed share. */
  public static Shrinkage of(double alpha) {
    return new Shrinkage(false, alpha);
  }

  /** Whether covariances stay as they are. */
  public boolean isNone() {
    return !auto && alpha == 0;
  }
}
