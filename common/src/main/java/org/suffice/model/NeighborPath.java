package org.suffice.model;

import java.util.List;

/**
 * The errors from which k and p were chosen.
 *
 * @param folds of the cross-validation; 0 for leave-one-out
 * @param steps by p as given, and for each by k from small to large
 */
public record NeighborPath(int folds, List<Step> steps) {
  /** Nothing was compared. */
  public static final NeighborPath NONE = new NeighborPath(0, List.of());

  /**
   * The error of one choice on rows left out: the share of wrong classes, or the mean square.
   *
   * @param p infinite for the largest difference
   * @param cvStandardError of the mean over folds, or over rows
   */
  public record Step(int k, double p, double cvError, double cvStandardError) {}

  /** Copies the list. */
  public NeighborPath {
    steps = List.copyOf(steps);
  }

  /** The first of the choices with the least error. */
  public Step least() {
    Step least = steps.get(0);
    for (Step step : steps) {
      least = step.cvError() < least.cvError() ? step : least;
    }
    return least;
  }
}
