package org.suffice.solve;

import java.util.Arrays;
import org.suffice.network.Network;
import org.suffice.pass.Blocks;
import org.suffice.statistic.GradientStatistic;

/**
 * J = (1/Σω)[Σ ω L + (λ/2) Σ‖W‖²] of a network over all rows, one pass for each evaluation. Not
 * convex: what a solver finds is a local minimum, which depends on where it starts.
 */
public final class NetworkObjective implements Objective {
  /** √ulp: a step of differences that costs half of the digits. */
  private static final double DIFFERENCE = 0x1p-26;

  private final Blocks rows;
  private final Network network;
  private final double lambda;
  private double[] lastTheta;
  private Evaluation last;

  /**
   * An objective.
   *
   * @param rows as the network takes them
   * @param lambda λ of the penalty, a sum like that of the losses
   */
  public NetworkObjective(Blocks rows, Network network, double lambda) {
    this.rows = rows;
    this.network = network;
    this.lambda = lambda;
  }

  @Override
  public int size() {
    return network.numParameters();
  }

  /** 1: J is a mean. */
  @Override
  public double scale() {
    return 1;
  }

  @Override
  public Evaluation evaluate(double[] theta, boolean hessian) {
    if (hessian) {
      throw new UnsupportedOperationException("a network has no matrix of second derivatives here");
    }
    if (last == null || !Arrays.equals(theta, lastTheta)) {
      lastTheta = theta.clone();
      GradientStatistic sums = rows.pass(new GradientStatistic(network, lastTheta));
      last = evaluation(sums, theta);
    }
    return last;
  }

  private Evaluation evaluation(GradientStatistic sums, double[] theta) {
    double total = sums.sumWeights();
    double[] gradient = sums.gradient().clone();
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] /= total;
    }
    double value = sums.loss() / total;
    if (lambda > 0) {
      network.addWeights(lambda / total, theta, gradient);
      value += lambda / 2 * network.squaredWeights(theta) / total;
    }
    return new Evaluation(value, gradient, null);
  }

  /** By the difference of two gradients. */
  @Override
  public double[] hessianTimes(double[] theta, double[] vector) {
    double step = DIFFERENCE * (1 + Vectors.norm(theta)) / Math.max(Vectors.norm(vector), 1e-300);
    double[] here = evaluate(theta, false).gradient();
    Evaluation kept = last;
    double[] there = evaluate(Vectors.plus(theta, step, vector), false).gradient();
    last = kept;
    lastTheta = theta.clone();
    return Vectors.times(1 / step, Vectors.plus(there, -1, here));
  }

  @Override
  public double[] along(double[] theta, double[] direction, double[] steps) {
    double[] values = new double[steps.length];
    for (int s = 0; s < steps.length; s++) {
      values[s] = evaluate(Vectors.plus(theta, steps[s], direction), false).value();
    }
    return values;
  }
}
