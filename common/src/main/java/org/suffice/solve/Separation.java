package org.suffice.solve;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.suffice.statistic.LogisticPoint;
import org.suffice.statistic.SeparationStatistic;

/**
 * A direction of the parameters along which the likelihood of a logistic regression grows for ever,
 * so that it has no maximum: no row is pulled away from its class, and some are pulled to it
 * (Albert and Anderson, "On the existence of maximum likelihood estimates in logistic regression
 * models", Biometrika 71, 1984: complete separation when all are, else quasi-complete).
 *
 * @param complete whether every row is pulled to its class
 * @param columns what the direction consists of, the largest part first, in units of deviations
 * @param rows how many rows of each class are pulled to it
 */
public record Separation(boolean complete, int[] columns, long[] rows) {
  /**
   * Below this share of the largest margin a margin is rounding: of a direction that Newton's steps
   * approach, the parts along which there is an optimum have died out to less.
   */
  private static final double SLACK = 1e-5;

  /** Fitted probabilities beyond this have come to 1 for no other reason than separation. */
  private static final double SURE = 12;

  /** Columns whose part of the direction is less than this share of the largest are not named. */
  private static final double PART = 0.02;

  /**
   * Looks for a separation where a solver without penalty has stopped.
   *
   * @return null where there is none
   */
  public static Separation of(LogisticObjective objective, Minimiser.Minimum minimum) {
    boolean converged = minimum.solution().termination() == Solution.Termination.CONVERGED;
    if (converged && objective.largestPredictor() < SURE) {
      return null;
    }
    for (double[] direction : directions(objective, minimum)) {
      SeparationStatistic margins = objective.margins(direction, Double.POSITIVE_INFINITY);
      double most = margins.most();
      if (most > 0 && margins.least() >= -SLACK * most) {
        long[] rows = objective.margins(direction, SLACK * most).above();
        boolean complete = margins.least() > SLACK * most;
        return new Separation(complete, columns(objective.layout(), direction), rows);
      }
    }
    return null;
  }

  /**
   * Where it may lie: the next step of Newton, along which the predictors of separated rows grow by
   * one while everything else has converged; and the parameters themselves, which have come far.
   */
  private static List<double[]> directions(LogisticObjective objective, Minimiser.Minimum minimum) {
    List<double[]> directions = new ArrayList<>();
    Objective.Evaluation last = minimum.last();
    if (last.hessian() != null) {
      RidgedFactor factor = RidgedFactor.of(objective.size(), last.hessian());
      if (factor != null) {
        directions.add(factor.newtonDirection(last.gradient()));
      }
    }
    directions.add(minimum.theta());
    return directions;
  }

  private static int[] columns(LogisticPoint layout, double[] direction) {
    int q = layout.numCoefficients();
    double[] parts = new double[layout.numColumns()];
    for (int j = 0; j < parts.length; j++) {
      for (int i = j; i < direction.length; i += q) {
        parts[j] = Math.max(parts[j], Math.abs(direction[i]));
      }
    }
    double largest = IntStream.range(0, parts.length).mapToDouble(j -> parts[j]).max().orElse(0);
    return IntStream.range(0, parts.length)
        .filter(j -> parts[j] > 0 && parts[j] >= PART * largest)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer j) -> -parts[j]))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
