package org.suffice.solve;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where an iterative solver is: everything that the iterations to come depend on, so that a run
 * that was interrupted goes on to the same result when its state is read back.
 */
public final class SolverState {
  private static final String SOLUTION = "solution";

  private final SortedMap<String, double[]> arrays = new TreeMap<>();
  private double[] theta;
  private int iteration;

  /** A state before the first iteration. */
  public SolverState(double[] theta) {
    this.theta = theta.clone();
  }

  /** A state that was stored. */
  public SolverState(double[] theta, int iteration, SortedMap<String, double[]> arrays) {
    this(theta);
    this.iteration = iteration;
    this.arrays.putAll(arrays);
  }

  /** The parameters, m of them; not a copy. */
  public double[] theta() {
    return theta;
  }

  /** Iterations made. */
  public int iteration() {
    return iteration;
  }

  /** What else the solver remembers, by name; changed by the solver. */
  public SortedMap<String, double[]> arrays() {
    return arrays;
  }

  /** A solution that is found: its parameters, and none of what further iterations would need. */
  public static SolverState finished(Minimiser.Minimum minimum) {
    Solution solution = minimum.solution();
    SolverState state = new SolverState(minimum.theta());
    state.iteration = solution.iterations();
    state.arrays.put(
        SOLUTION,
        new double[] {
          solution.termination().ordinal(),
          solution.objective(),
          solution.gradientNorm(),
          minimum.last().value()
        });
    return state;
  }

  /**
   * The solution, where it is found; of the derivatives there nothing is known any more.
   *
   * @return empty while there are iterations to come
   */
  public Optional<Minimiser.Minimum> solution() {
    double[] stored = arrays.get(SOLUTION);
    if (stored == null) {
      return Optional.empty();
    }
    Solution.Termination end = Solution.Termination.values()[(int) stored[0]];
    return Optional.of(
        new Minimiser.Minimum(
            theta,
            new Objective.Evaluation(stored[3], null, null),
            new Solution(end, iteration, stored[1], stored[2])));
  }

  /** Ends an iteration at new parameters, which it keeps. */
  void moveTo(double[] next) {
    theta = next;
    iteration++;
  }
}
