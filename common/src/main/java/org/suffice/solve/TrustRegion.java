package org.suffice.solve;

import java.util.Arrays;
import org.suffice.solve.Objective.Evaluation;

/**
 * Trust region Newton method: Lin, Weng and Keerthi, "Trust region Newton method for large-scale
 * logistic regression", JMLR 9 (2008), algorithm 1, with the preconditioned conjugate gradients of
 * Hsia, Chiang and Lin, "Preconditioned conjugate gradient methods in truncated Newton frameworks",
 * ACML 2018. It needs the Hessian only times vectors, one pass each, and holds no m×m matrix.
 */
public final class TrustRegion extends IterativeMinimiser {
  private static final String RADIUS = "radius";

  // η₀, η₁, η₂ and σ₁, σ₂, σ₃ of the paper's section 2.1
  private static final double ACCEPTABLE = 1e-4;
  private static final double POOR = 0.25;
  private static final double GOOD = 0.75;
  private static final double SHRINK_MOST = 0.25;
  private static final double SHRINK = 0.5;
  private static final double GROW = 4;

  private final Preconditioner preconditioner;

  /** A solver without preconditioner. */
  public TrustRegion(double tolerance, int maxIterations) {
    this(tolerance, maxIterations, Preconditioner.IDENTITY);
  }

  /**
   * A solver.
   *
   * @param tolerance share of {@link Objective#scale} that no derivative may exceed at the end
   * @param maxIterations iterations made at most, those of a stored state counted
   * @param preconditioner of the conjugate gradients
   */
  public TrustRegion(double tolerance, int maxIterations, Preconditioner preconditioner) {
    super(tolerance, maxIterations, AbsolutePenalty.NONE);
    this.preconditioner = preconditioner;
  }

  @Override
  public String name() {
    return "trust-region";
  }

  @Override
  Step step(Objective objective, SolverState state, Evaluation at) {
    double[] theta = state.theta();
    double[] stored = state.arrays().get(RADIUS);
    double norm = norm(at.gradient());
    double radius = stored == null ? norm : stored[0];
    while (true) {
      TruncatedNewtonStep inner =
          TruncatedNewtonStep.search(objective, theta, at.gradient(), preconditioner, radius);
      double promised = inner.promised(at.gradient());
      double[] next = Vectors.plus(theta, 1, inner.step());
      boolean moves = promised > 0 && !Arrays.equals(next, theta);
      Evaluation trial = moves ? evaluate(objective, next) : null;
      double gained = trial == null ? Double.NEGATIVE_INFINITY : at.value() - trial.value();
      if (stored == null) {
        radius = Math.min(radius, inner.length());
      }
      boolean drowned = promised <= noise(at.value());
      double adapted = drowned ? radius : radius(radius, inner, at, promised, gained);
      if (isBetter(at, norm, promised, trial, gained)) {
        state.arrays().put(RADIUS, new double[] {adapted});
        return Step.to(next, trial);
      }
      if (!moves || drowned) {
        return Step.none(inner.cutShort() ? Double.NaN : promised, at.value());
      }
      radius = adapted;
    }
  }

  private boolean isBetter(
      Evaluation at, double norm, double promised, Evaluation trial, double gained) {
    if (trial == null) {
      return false;
    }
    double noise = noise(at.value());
    return promised > noise && gained > ACCEPTABLE * promised
        || gained >= -noise && norm(trial.gradient()) < norm;
  }

  /** √(gᵀM⁻¹g), the norm in which conjugate gradients shrink it. */
  private double norm(double[] gradient) {
    double[] z = new double[gradient.length];
    preconditioner.apply(gradient, z);
    return Math.sqrt(Vectors.dot(gradient, z));
  }

  /** The radius of the next step: the paper's eq. 10, by interpolation along the step. */
  private static double radius(
      double radius, TruncatedNewtonStep inner, Evaluation at, double promised, double gained) {
    double length = inner.length();
    double slope = Vectors.dot(at.gradient(), inner.step());
    double above = -gained - slope; // what the value rises above its tangent
    double alpha = GROW;
    if (gained == Double.NEGATIVE_INFINITY) {
      alpha = SHRINK_MOST;
    } else if (above > 0) {
      alpha = Math.max(SHRINK_MOST, -0.5 * slope / above);
    }
    if (gained < ACCEPTABLE * promised) {
      return Math.min(alpha * length, SHRINK * radius);
    }
    if (gained < POOR * promised) {
      return Math.max(SHRINK_MOST * radius, Math.min(alpha * length, SHRINK * radius));
    }
    if (gained < GOOD * promised) {
      return Math.max(SHRINK_MOST * radius, Math.min(alpha * length, GROW * radius));
    }
    return inner.atBoundary()
        ? GROW * radius
        : Math.max(radius, Math.min(alpha * length, GROW * radius));
  }
}
