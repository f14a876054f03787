package org.suffice.solve;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where an iterative solver is: everything that the iterations to come depend on, so that a run
 * that was interrupted goes on to the same result when its state is read back.
 */
public final class SolverState {
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

  /** Ends an iteration at new parameters, which it keeps. */
  void moveTo(double[] next) {
    theta = next;
    iteration++;
  }
}
