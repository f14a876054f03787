package org.suffice.train;

import java.util.Arrays;
import java.util.function.Supplier;
import org.suffice.Failure;
import org.suffice.solve.GradientDescent;
import org.suffice.solve.Lbfgs;
import org.suffice.solve.Minimiser;
import org.suffice.solve.Newton;
import org.suffice.solve.Owlqn;
import org.suffice.solve.Preconditioner;
import org.suffice.solve.ProximalNewton;
import org.suffice.solve.TrustRegion;

/** Which solver a plan means. */
final class SolverChoice {
  /** Up to so many parameters a pass that forms the Hessian is worth the passes it saves. */
  static final int NEWTON = 600;

  /**
   * The same where there are several functions: a Hessian then has all pairs of them, while the
   * preconditioner of L-BFGS needs one block for all. With 510 parameters of 10 classes Newton took
   * 3.6 times as long.
   */
  private static final int NEWTON_OF_FUNCTIONS = 300;

  private static final int NEWTON_ITERATIONS = 100;
  private static final int OTHER_ITERATIONS = 1000;

  private SolverChoice() {}

  /**
   * The solver.
   *
   * @param functions K
   * @param parameters how many there are, of all functions together
   * @param l1 weights of their absolute values; null without
   * @param preconditioner for the solvers that take one; others do not ask
   */
  static Minimiser of(
      SolverPlan plan,
      int functions,
      int parameters,
      double[] l1,
      Supplier<Preconditioner> preconditioner) {
    boolean absolute = l1 != null && Arrays.stream(l1).anyMatch(weight -> weight > 0);
    String name = plan.name();
    if (name.equals("auto")) {
      boolean small = parameters <= (absolute || functions == 1 ? NEWTON : NEWTON_OF_FUNCTIONS);
      name = absolute ? (small ? "proximal-newton" : "owlqn") : small ? "newton" : "lbfgs";
    }
    double tolerance = plan.tolerance();
    boolean second = name.endsWith("newton");
    int limit =
        plan.maxIterations() > 0
            ? plan.maxIterations()
            : second ? NEWTON_ITERATIONS : OTHER_ITERATIONS;
    double[] weights = absolute ? l1 : new double[parameters];
    if (absolute && !name.equals("proximal-newton") && !name.equals("owlqn")) {
      throw Failure.usage(
          "solver.name="
              + name
              + " needs derivatives, which the absolute values of lasso and elastic-net lack; set"
              + " proximal-newton, owlqn or auto");
    }
    return switch (name) {
      case "newton" -> new Newton(tolerance, limit);
      case "trust-region" -> new TrustRegion(tolerance, limit, preconditioner.get());
      case "lbfgs" -> new Lbfgs(tolerance, limit, preconditioner.get());
      case "owlqn" -> new Owlqn(tolerance, limit, weights);
      case "proximal-newton" -> new ProximalNewton(tolerance, limit, weights);
      case "gradient-descent" -> new GradientDescent(plan.learningRate(), tolerance, limit);
      default -> throw Failure.usage("solver.name: there is no solver " + name);
    };
  }
}
