package org.suffice.solve;

import java.util.Arrays;
import org.suffice.linalg.CompensatedSums;
import org.suffice.solve.Objective.Evaluation;
import org.suffice.solve.Solution.Termination;

/**
 * Newton's method for a smooth convex function plus Σ l1ⱼ|θⱼ|: the quadratic of value, gradient and
 * Hessian, with the absolute values, is minimised by {@link CoordinateDescent} from where the last
 * iteration ended, and its minimum is the next point, or a point on the way there. Friedman,
 * Hastie, Tibshirani, "Regularization paths for generalized linear models via coordinate descent",
 * J. Stat. Softw. 33 (2010), §3; Lee, Sun, Saunders, "Proximal Newton-type methods for minimizing
 * composite functions", SIAM J. Optim. 24 (2014), algorithm 1. What is 0 in the minimum of the
 * quadratic is exactly 0.
 */
public final class ProximalNewton extends IterativeMinimiser {
  /**
   * A solver.
   *
   * @param tolerance share of {@link Objective#scale} by which no derivative may miss the
   *     conditions of Karush, Kuhn and Tucker at the end
   * @param maxIterations iterations made at most, those of a stored state counted
   * @param l1 weights of |θⱼ|, m values ≥ 0, 0 for a parameter that is not penalised
   */
  public ProximalNewton(double tolerance, int maxIterations, double[] l1) {
    super(tolerance, maxIterations, AbsolutePenalty.of(l1));
  }

  @Override
  public String name() {
    return "proximal-newton";
  }

  @Override
  boolean needsHessian() {
    return true;
  }

  @Override
  Step step(Objective objective, SolverState state, Evaluation at) {
    double[] theta = state.theta();
    double[] products = products(theta, at);
    if (!Vectors.finite(products)) {
      return Step.end(Termination.STALLED);
    }
    PenalisedFit fit = minimumOfModel(theta, at.hessian(), products, objective.scale());
    double[] full = fit.coefficients();
    double value = value(theta, at);
    double slope = penalty.slope(theta, full, at.gradient());
    if (Arrays.equals(full, theta)) {
      return none(fit, -slope, value);
    }
    Evaluation trial = evaluate(objective, full);
    if (trial != null && isBetter(theta, at, slope, full, trial)) {
      return Step.to(full, trial);
    }
    if (-slope > 2 * noise(value)) {
      double[] direction = Vectors.plus(full, -1, theta);
      double t = StepHalving.search(objective, penalty, theta, direction, value, slope);
      double[] shorter = Vectors.plus(theta, t, direction);
      trial = t == 0 ? null : evaluate(objective, shorter);
      if (trial != null) {
        return Step.to(shorter, trial);
      }
    }
    return none(fit, -slope, value);
  }

  private static Step none(PenalisedFit fit, double promised, double value) {
    boolean solved = fit.solution().termination() == Termination.CONVERGED;
    return solved ? Step.none(promised / 2, value) : Step.end(Termination.STALLED);
  }

  /** s = Hθ − g, each entry rounded but once. */
  private static double[] products(double[] theta, Evaluation at) {
    int m = theta.length;
    double[] s = Vectors.times(-1, at.gradient());
    double[] lost = new double[m];
    for (int j = 0; j < m; j++) {
      if (theta[j] != 0) {
        CompensatedSums.subtract(-theta[j], at.hessian(), j * m, s, lost, m);
      }
    }
    return Vectors.plus(s, 1, lost);
  }

  /**
   * The minimum of gᵀ(w−θ) + ½(w−θ)ᵀH(w−θ) + Σ l1|w|, which is a lasso with cross products S = H, s
   * = Hθ − g.
   */
  private PenalisedFit minimumOfModel(double[] theta, double[] hessian, double[] s, double scale) {
    int m = theta.length;
    double square = 0; // at least sᵀH⁻¹s/m: about what the square of a label would have to be
    for (int j = 0; j < m; j++) {
      double curvature = hessian[j * m + j];
      square += curvature > 0 ? s[j] * s[j] / curvature : 0;
    }
    Quadratic model = new Quadratic(m, hessian, s, Math.min(square, Double.MAX_VALUE), scale, 1);
    return new CoordinateDescent(model).solve(penalty.weights(), new double[m], false, theta);
  }

  /**
   * Whether the full step lowers the value as promised; or does not raise it beyond rounding while
   * the conditions of Karush, Kuhn and Tucker are missed by less.
   */
  private boolean isBetter(
      double[] theta, Evaluation at, double slope, double[] next, Evaluation trial) {
    double before = value(theta, at);
    double after = value(next, trial);
    double noise = noise(before);
    if (-slope > noise && after <= before + SUFFICIENT * slope) {
      return true;
    }
    return after <= before + noise
        && penalty.gradientNorm(next, trial.gradient())
            < penalty.gradientNorm(theta, at.gradient());
  }
}
