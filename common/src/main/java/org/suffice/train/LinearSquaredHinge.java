package org.suffice.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.suffice.kernel.Kernel;
import org.suffice.pass.Blocks;
import org.suffice.solve.IterationListener;
import org.suffice.solve.Minimiser;
import org.suffice.solve.Newton;
import org.suffice.solve.Solution;
import org.suffice.solve.SolverState;
import org.suffice.solve.SquaredHingeObjective;
import org.suffice.solve.SupportVectorFit;
import org.suffice.solve.TrustRegion;
import org.suffice.statistic.SlackRows;

/**
 * Linear machines with squared hinge loss, solved for w and b, which is not penalised. With up to
 * {@link SolverChoice#NEWTON} parameters by Newton's method: a pass over the rows for each step,
 * some ten in all, since the objective is a quadratic as long as the same rows have slack (Keerthi
 * and DeCoste, "A modified finite Newton method for fast solution of large scale linear SVMs", JMLR
 * 6, 2005). With more by a trust region Newton method (Lin, Weng and Keerthi 2008, as LIBLINEAR's
 * primal solver): a pass for each step of conjugate gradients, and no matrix.
 *
 * @param shift what was subtracted of the rows, d values, and rho is to make up for; null for
 *     nothing. Since b is free, the optimum is that of the rows as they were, but its digits are
 *     not lost in those of a large offset.
 */
record LinearSquaredHinge(
    SupportVectorMachine trainer,
    double[] classFactors,
    double[] classWeights,
    long[] classRows,
    double[] shift,
    SupportVectorMachine.Listener listener) {
  /**
   * The multipliers of a dual solution follow from w only where w is the optimum: Newton's steps
   * are taken until the gap between the two objectives is far below what the tolerance means
   * elsewhere. They converge quadratically, so that this costs two or three of them.
   */
  private static final double TIGHTER = 1e-5;

  /** Share of the objective below which a gap is not held against a fit. */
  private static final double LEAST_GAP = 1e-6;

  /** Solves every pair of classes, one after the other. */
  SupportVectorFit fit(Blocks rows, int d) {
    int c = classRows.length;
    List<SupportVectorFit.Pair> pairs = new ArrayList<>();
    double[] weights = new double[Math.multiplyExact(c * (c - 1) / 2, d)];
    double[] constants = new double[c * (c - 1) / 2];
    int iterations = 0;
    double objective = 0;
    double norm = 0;
    Solution.Termination worst = Solution.Termination.CONVERGED;
    for (int a = 0; a < c; a++) {
      for (int b = a + 1; b < c; b++) {
        int positive = c == 2 ? b : a;
        int negative = c == 2 ? a : b;
        double[] costs = {cost(positive), cost(negative)};
        // Σα is the same on both sides, and no more than the lighter one allows.
        double scale =
            2 * Math.min(costs[0] * classWeights[positive], costs[1] * classWeights[negative]);
        SquaredHingeObjective problem =
            new SquaredHingeObjective(rows, d, positive, negative, costs, scale);
        SolverState state = new SolverState(new double[problem.size()]);
        Minimiser.Minimum found = solve(problem, state, TIGHTER * trainer.tolerance());
        SupportVectorFit.Pair pair = pair(problem, found, positive, negative, d);
        if (isEnd(found) && !isClosed(pair)) {
          found = solve(problem, state, 0); // as far as doubles reach
          pair = pair(problem, found, positive, negative, d);
        }
        double[] theta = found.theta();
        System.arraycopy(theta, 0, weights, pairs.size() * d, d);
        constants[pairs.size()] = theta[d];
        pairs.add(pair);
        iterations += found.solution().iterations();
        objective += pair.objective();
        norm = Math.max(norm, pair.violation());
        if (!isEnd(found)) {
          worst = found.solution().termination();
        } else if (!isClosed(pair)) {
          worst = Solution.Termination.STALLED;
        }
      }
    }
    long[] perClass = supportVectors(rows, d, pairs, weights, constants);
    return new SupportVectorFit(
        Kernel.LINEAR,
        trainer.c(),
        true,
        classRows,
        null,
        new int[0],
        new double[0],
        weights,
        Arrays.stream(perClass).sum(),
        perClass,
        pairs,
        List.of(),
        new Solution(worst, iterations, objective, norm));
  }

  /**
   * Those of each class: a row may be one of several machines, and is counted once.
   *
   * @param constants b of each machine, for the rows as they are here, shifted
   */
  private long[] supportVectors(
      Blocks rows, int d, List<SupportVectorFit.Pair> pairs, double[] weights, double[] constants) {
    int c = classRows.length;
    if (c == 2) {
      long[] counts = new long[c];
      counts[pairs.get(0).positive()] = pairs.get(0).supportVectors()[0];
      counts[pairs.get(0).negative()] = pairs.get(0).supportVectors()[1];
      return counts;
    }
    int[][] classes = new int[pairs.size()][];
    double[][] each = new double[pairs.size()][];
    for (int p = 0; p < pairs.size(); p++) {
      classes[p] = new int[] {pairs.get(p).positive(), pairs.get(p).negative()};
      each[p] = Arrays.copyOfRange(weights, p * d, (p + 1) * d);
    }
    return rows.pass(new SlackRows(c, classes, each, constants)).counts();
  }

  /**
   * Whether the solver says that it is at the end. A Hessian that is singular to rounding is one: C
   * is then so large that the penalty, which says how collinear columns share their weight, is lost
   * beside it; decisions are what they should be.
   */
  private static boolean isEnd(Minimiser.Minimum found) {
    Solution.Termination end = found.solution().termination();
    return end == Solution.Termination.CONVERGED || end == Solution.Termination.SINGULAR;
  }

  /**
   * Whether the gap proves it. A small gradient alone does not where C is large and the classes are
   * apart: slacks shrink as C grows, until they are lost in the rounding of decisions.
   */
  private boolean isClosed(SupportVectorFit.Pair pair) {
    double primal = pair.objective() + pair.dualityGap();
    return Math.abs(pair.dualityGap()) <= Math.max(LEAST_GAP, trainer.tolerance()) * primal;
  }

  private double cost(int k) {
    return trainer.c() * (classFactors == null ? 1 : classFactors[k]);
  }

  private Minimiser.Minimum solve(
      SquaredHingeObjective problem, SolverState state, double tolerance) {
    IterationListener each =
        (at, value, gradientNorm) ->
            listener.tell(
                String.format(
                    Locale.ROOT,
                    "iteration %d: objective %.10g, gradient norm %.2e",
                    at.iteration(),
                    value,
                    gradientNorm));
    int limit = trainer.maxIterations();
    Minimiser solver =
        problem.size() <= SolverChoice.NEWTON
            ? new Newton(tolerance, limit)
            : new TrustRegion(tolerance, limit);
    return solver.minimise(problem, state, each);
  }

  private SupportVectorFit.Pair pair(
      SquaredHingeObjective problem, Minimiser.Minimum found, int positive, int negative, int d) {
    double[] theta = found.theta();
    SquaredHingeObjective.Multipliers alpha = problem.multipliers(theta);
    double squaredNorm = 0;
    double rho = -theta[d];
    for (int j = 0; j < d; j++) {
      squaredNorm += theta[j] * theta[j];
      rho += shift == null ? 0 : theta[j] * shift[j];
    }
    // Σα − ½‖w‖² − Σα²/(4C): of the dual problem at the multipliers that w gives
    double dual = alpha.sum() - squaredNorm / 2 - alpha.loss();
    return new SupportVectorFit.Pair(
        positive,
        negative,
        rho,
        new long[] {alpha.positive(), alpha.negative()},
        0,
        dual,
        squaredNorm / 2 + alpha.loss() - dual,
        found.solution().gradientNorm() / problem.scale(),
        squaredNorm,
        null);
  }
}
