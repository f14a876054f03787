package org.suffice.train;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.suffice.solve.LogisticObjective;
import org.suffice.solve.Penalty;

/**
 * What a penalty adds to the likelihood of one problem, in the coordinates in which a solver sees
 * its columns. The parameter of column j times its unit is the coefficient that is penalised.
 */
final class LogisticPenalty {
  /** ρ of a ridge path's first λ, at which a lasso of that share would have no coefficients. */
  private static final double LEAST_RATIO = 0.001;

  /** The last λ of a path as a share of the first, and that with fewer rows than columns. */
  private static final double FLOOR = 1e-4;

  private static final double FLOOR_OF_FEW_ROWS = 1e-2;

  private final PenaltyPlan plan;
  private final double[] factors;
  private final LogisticProblem problem;
  private final double[] units;

  /**
   * A penalty.
   *
   * @param factors for each column how much more it is penalised than others; 0 for not at all
   * @param problem of these columns
   * @param standardize whether coefficients are those of z scores
   */
  LogisticPenalty(
      PenaltyPlan plan, double[] factors, LogisticProblem problem, boolean standardize) {
    this.plan = plan;
    this.factors = factors;
    this.problem = problem;
    boolean deviations = standardize || plan.standardize();
    units = new double[factors.length];
    for (int j = 0; j < units.length; j++) {
      double own = deviations && problem.deviations()[j] > 0 ? problem.deviations()[j] : 1;
      units[j] = own / problem.layout().scale()[j];
    }
  }

  /** The penalty of a given λ in this project's convention. */
  Penalty.Strength ours(double given) {
    return plan.penalty().toSuffice(given, problem.sumWeights(), 1);
  }

  /** A λ of this project's convention in the one that is given. */
  private double given(double lambda) {
    return plan.penalty().given(lambda, problem.sumWeights(), 1);
  }

  /** The columns that the penalty does not hold. */
  int[] free() {
    return IntStream.range(0, factors.length).filter(j -> factors[j] == 0).toArray();
  }

  /** Whether λ are to be found from {@link #largest}. */
  boolean isPathOfItsOwn() {
    return plan.lambdas().length == 0;
  }

  /** The λ that are given, in the convention they are given in, descending. */
  double[] given() {
    return Arrays.stream(plan.lambdas())
        .boxed()
        .sorted(Comparator.comparingDouble((Double each) -> -ours(each).lambda()))
        .mapToDouble(Double::doubleValue)
        .distinct()
        .toArray();
  }

  /** λ from the largest downwards, in the convention in which others would be given. */
  double[] pathFrom(double largest, long rows) {
    double floor = plan.pathFloor();
    if (Double.isNaN(floor)) {
      floor = rows < factors.length ? FLOOR_OF_FEW_ROWS : FLOOR;
      if (plan.penalty().type() == Penalty.Type.RIDGE) {
        floor *= floor; // the first λ is a thousand times that of a lasso
      }
    }
    double[] path = new double[plan.pathCount()];
    for (int i = 0; i < path.length; i++) {
      double share = path.length == 1 ? 0 : (double) i / (path.length - 1);
      path[i] = given(largest * StrictMath.pow(floor, share));
    }
    return path;
  }

  /**
   * λ_max = 2 max|g_j|/(ρ f_j): the least at which no penalised coefficient differs from 0.
   *
   * @param gradient where all of these are 0
   */
  double largest(double[] gradient) {
    double ratio = Math.max(LEAST_RATIO, ours(1).l1Ratio());
    int q = problem.layout().numCoefficients();
    double largest = 0;
    for (int i = 0; i < gradient.length; i++) {
      int j = i % q;
      if (j < factors.length && factors[j] > 0) {
        largest = Math.max(largest, Math.abs(gradient[i]) / (units[j] * factors[j]));
      }
    }
    return largest == 0 ? 1 : 2 * largest / ratio;
  }

  /** The likelihood with the part of the penalty that is of squares. */
  LogisticObjective objective(Penalty.Strength strength) {
    return strength.lambda() == 0
        ? problem.objective()
        : problem.objective(squares(strength), held());
  }

  /** The likelihood alone where all penalised coefficients are 0. */
  LogisticObjective objectiveOfNone() {
    return problem.objective(new double[factors.length + 1], held());
  }

  /** For each parameter of a function the weight of half its square; the constant is free. */
  private double[] squares(Penalty.Strength strength) {
    double[] squares = new double[factors.length + 1];
    for (int j = 0; j < units.length; j++) {
      squares[j] = strength.lambda() * (1 - strength.l1Ratio()) * factors[j] * units[j] * units[j];
    }
    return squares;
  }

  /** What the squares add at a point. */
  double ofSquares(double[] theta, Penalty.Strength strength) {
    double[] squares = squares(strength);
    int q = problem.layout().numCoefficients();
    double sum = 0;
    for (int t = 0; t < theta.length; t++) {
      sum += squares[t % q] * theta[t] * theta[t];
    }
    return sum / 2;
  }

  /** For each parameter of a function whether the penalty holds it. */
  private boolean[] held() {
    boolean[] held = new boolean[factors.length + 1];
    for (int j = 0; j < factors.length; j++) {
      held[j] = factors[j] > 0;
    }
    return held;
  }

  /** Weights of |θ| for every parameter; null where there are none. */
  double[] absolutes(Penalty.Strength strength) {
    if (strength.l1Ratio() == 0 || strength.lambda() == 0) {
      return null;
    }
    int q = problem.layout().numCoefficients();
    double[] weights = new double[problem.layout().theta().length];
    for (int i = 0; i < weights.length; i++) {
      int j = i % q;
      weights[i] =
          j < factors.length
              ? strength.lambda() * strength.l1Ratio() / 2 * factors[j] * units[j]
              : 0;
    }
    return weights;
  }
}
