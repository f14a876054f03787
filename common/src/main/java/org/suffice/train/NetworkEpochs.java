package org.suffice.train;

import org.suffice.network.Network;
import org.suffice.pass.Blocks;
import org.suffice.pass.MiniBatches;
import org.suffice.solve.IterationListener;
import org.suffice.solve.Lbfgs;
import org.suffice.solve.Minimiser.Minimum;
import org.suffice.solve.NetworkObjective;
import org.suffice.solve.Objective.Evaluation;
import org.suffice.solve.Solution.Termination;
import org.suffice.solve.SolverState;
import org.suffice.statistic.GradientStatistic;

/** One time through the data: how a state gets to the next. */
@FunctionalInterface
interface NetworkEpochs {
  /**
   * Makes an epoch.
   *
   * @param state changed
   * @param rate η
   */
  Outcome make(EpochState state, double rate);

  /**
   * What came of it.
   *
   * @param loss J as {@link org.suffice.solve.NetworkFit.Epoch} says
   * @param moved whether there were steps
   * @param end why there is nothing more to do; null to go on
   */
  record Outcome(double loss, boolean moved, Termination end) {
    private static final Outcome DIVERGED = new Outcome(Double.NaN, true, Termination.DIVERGED);
  }

  /**
   * A step for each mini-batch.
   *
   * @param lambda λ
   * @param sumWeights Σω of all rows to train on
   */
  static NetworkEpochs ofMiniBatches(
      MiniBatches batches, Network network, double lambda, double sumWeights) {
    double decay = lambda / sumWeights;
    return (state, rate) -> {
      double[] parameters = state.parameters();
      GradientStatistic zero = new GradientStatistic(network, parameters);
      double penalty = lambda == 0 ? 0 : decay / 2 * network.squaredWeights(parameters);
      double loss = 0;
      double weight = 0;
      for (long b = 0; b < batches.cuts().batches(); b++) {
        GradientStatistic sums = batches.batch(zero, state.epochs(), b);
        if (!Double.isFinite(sums.loss())) {
          return Outcome.DIVERGED;
        }
        loss += sums.loss();
        weight += sums.sumWeights();
        NetworkStep.take(network, decay, sums, state.steps(), rate, parameters);
      }
      return finite(parameters)
          ? new Outcome(loss / weight + penalty, true, null)
          : Outcome.DIVERGED;
    };
  }

  /**
   * Steps of every partition on its own rows, and averages of where they end.
   *
   * @param rows to train on, as the network takes them
   * @param lambda λ
   * @param sumWeights Σω of all of them
   * @param batchSize rows of a mini-batch of a partition
   * @param localSteps between two averages, see {@link NetworkDescent#localSteps}
   * @param seed of the orders of the rows
   */
  static NetworkEpochs ofAverages(
      Blocks rows,
      Network network,
      double lambda,
      double sumWeights,
      int batchSize,
      int localSteps,
      long seed) {
    double decay = lambda / sumWeights;
    return (state, rate) -> {
      double[] parameters = state.parameters();
      double penalty = lambda == 0 ? 0 : decay / 2 * network.squaredWeights(parameters);
      double loss = 0;
      double weight = 0;
      long from = 0;
      LocalSteps steps;
      do {
        long to = localSteps == NetworkDescent.EPOCH ? Long.MAX_VALUE : from + localSteps;
        LocalSteps.Plan plan =
            new LocalSteps.Plan(rate, decay, batchSize, seed, state.epochs(), from, to);
        steps = rows.pass(new LocalSteps(network, parameters, state.steps(), plan));
        loss += steps.loss();
        weight += steps.sumWeights();
        if (!Double.isFinite(loss)) {
          return Outcome.DIVERGED;
        }
        steps.moveToMean(parameters, state.steps());
        from = to;
      } while (from < steps.mostBatches());
      return finite(parameters)
          ? new Outcome(loss / weight + penalty, true, null)
          : Outcome.DIVERGED;
    };
  }

  /** One step along the gradient of all rows. */
  static NetworkEpochs ofAllRows(NetworkObjective objective, double tolerance) {
    return (state, rate) -> {
      Evaluation at = objective.evaluate(state.parameters(), false);
      double norm = largest(at.gradient());
      if (!Double.isFinite(at.value()) || !Double.isFinite(norm)) {
        return Outcome.DIVERGED;
      }
      if (norm <= tolerance) {
        return new Outcome(at.value(), false, Termination.CONVERGED);
      }
      state.steps().step(state.parameters(), at.gradient(), rate);
      return finite(state.parameters()) ? new Outcome(at.value(), true, null) : Outcome.DIVERGED;
    };
  }

  /** An iteration of L-BFGS. */
  static NetworkEpochs ofLbfgs(NetworkObjective objective, double tolerance) {
    return (state, rate) -> {
      SolverState solver = state.solverState();
      double before = objective.evaluate(solver.theta(), false).value();
      int made = solver.iteration();
      Minimum minimum =
          new Lbfgs(tolerance, made + 1).minimise(objective, solver, IterationListener.NONE);
      state.moveTo(solver);
      Termination end = minimum.solution().termination();
      return new Outcome(
          before, solver.iteration() > made, end == Termination.MAX_ITERATIONS ? null : end);
    };
  }

  private static double largest(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static boolean finite(double[] values) {
    return Double.isFinite(largest(values));
  }
}
