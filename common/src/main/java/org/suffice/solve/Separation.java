package org.suffice.solve;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.suffice.statistic.LogisticPoint;
import org.suffice.statistic.SeparationStatistic;

/**
 * A direction of the parameters along which the likelihood of a logistic regression grows for ever,
 * so that it has no maximum: no row is pulled from its class to another, and some are pulled to it
 * (Albert and Anderson, "On the existence of maximum likelihood estimates in logistic regression
 * models", Biometrika 71, 1984: complete separation when all are, else quasi-complete).
 *
 * @param complete whether every row is pulled to its class from each other
 * @param columns what the direction consists of, the largest part first, in units of deviations
 * @param rows how many rows of each class are pulled to it from some other
 */
public record Separation(boolean complete, int[] columns, long[] rows) {
  /**
   * Below this share of the largest margin a margin is rounding: of a direction that Newton's steps
   * approach, the parts along which there is an optimum have died out to less.
   */
  private static final double SLACK = 1e-5;

  /** Up to so many parameters second derivatives are formed to look for a separation. */
  public static final int MOST_PARAMETERS = 4000;

  /** Up to so many parameters they are formed again and again. */
  private static final int FEW_PARAMETERS = 600;

  /**
   * Along a separation Newton's next step moves the predictors of its rows by about one, wherever a
   * solver has stopped. A step that moves none by more than this is none.
   */
  private static final double NEXT_STEP = 1e-3;

  /** What Newton's step moves along a separation is about one; this much is surely not rounding. */
  private static final double STEP = 0.1;

  /** Log-likelihood to be gained by Newton's step where only rows that are sure are moved. */
  private static final double LITTLE_TO_GAIN = 1e-6;

  /** Iterations of Newton's method made to see where the parameters go. */
  private static final int ITERATIONS = 30;

  /** Such that everything but separated rows has converged. */
  private static final double TOLERANCE = 1e-13;

  /** Without second derivatives predictors beyond this are looked at. */
  private static final double SURE = 12;

  /** Columns whose part of the direction is less than this share of the largest are not named. */
  private static final double PART = 0.02;

  /**
   * Looks for a separation where a solver without penalty has stopped. A small gradient says
   * nothing: it vanishes along a separation too, and the sooner the larger the data and the fewer
   * the rows that are separated.
   *
   * @param minimum where it stopped, converged or not
   * @param largest for each of the q coefficients of a function a bound of what is multiplied with
   *     it in any row
   * @return null where there is none
   */
  public static Separation of(
      LogisticObjective objective, Minimiser.Minimum minimum, double[] largest) {
    int size = objective.size();
    double[] theta = minimum.theta();
    double[] reached = theta;
    boolean flat = false;
    List<double[]> directions = new ArrayList<>();
    if (size <= MOST_PARAMETERS) {
      double[] step = nextStep(objective.evaluate(theta, true));
      if (step != null && isSmall(step, largest)) {
        return null;
      }
      if (size <= FEW_PARAMETERS) {
        Minimiser.Minimum later =
            new Newton(TOLERANCE, ITERATIONS)
                .minimise(objective, new SolverState(theta), IterationListener.NONE);
        reached = later.theta();
        Objective.Evaluation there = objective.evaluate(reached, true);
        step = nextStep(there);
        flat = step != null && Math.abs(dot(there.gradient(), step)) < LITTLE_TO_GAIN;
        if (step != null && isSmall(step, largest)) {
          return null;
        }
      }
      if (step != null) {
        directions.add(step);
      }
    } else {
      objective.evaluate(theta, false);
      boolean converged = minimum.solution().termination() == Solution.Termination.CONVERGED;
      if (converged && objective.largestPredictor() < SURE) {
        return null;
      }
    }
    directions.add(theta);
    for (double[] direction : directions) {
      Separation found = along(objective, direction, null);
      if (found != null) {
        return found;
      }
    }
    // Several directions, of which some are done with: the step along the next pulls away only rows
    // that are sure already, and takes less from them than they gained. At an optimum, which Newton
    // would have reached by now, there is no step at all.
    return flat ? along(objective, directions.get(0), reached) : null;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Newton's step; null where the Hessian does not say. */
  private static double[] nextStep(Objective.Evaluation at) {
    RidgedFactor factor = RidgedFactor.of(at.gradient().length, at.hessian());
    return factor == null ? null : factor.newtonDirection(at.gradient());
  }

  private static boolean isSmall(double[] step, double[] largest) {
    double sum = 0;
    for (int i = 0; i < step.length; i++) {
      sum += Math.abs(step[i]) * largest[i % largest.length];
    }
    return sum < NEXT_STEP;
  }

  private static Separation along(
      LogisticObjective objective, double[] direction, double[] reached) {
    SeparationStatistic margins = objective.margins(direction, reached, Double.POSITIVE_INFINITY);
    double most = margins.most();
    double least = reached == null ? 0 : STEP;
    if (!(most > least && margins.least() >= -SLACK * most)) {
      return null;
    }
    long[] rows = objective.margins(direction, reached, SLACK * most).above();
    boolean complete = reached == null && margins.least() > SLACK * most;
    return new Separation(complete, columns(objective.layout(), direction), rows);
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
