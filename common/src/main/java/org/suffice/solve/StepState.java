package org.suffice.solve;

import java.io.Serializable;

/**
 * What a {@link StepRule} remembers from step to step: a velocity of momentum and nesterov, the
 * moments of adam, nothing of sgd; and how many steps were taken.
 */
public final class StepState implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Decay of Adam's first moment, β₁, as its paper recommends. */
  private static final double FIRST_DECAY = 0.9;

  /** Decay of Adam's second moment, β₂. */
  private static final double SECOND_DECAY = 0.999;

  /** Adam's ε. */
  private static final double EPSILON = 1e-8;

  private final StepRule rule;
  private final double momentum;
  private final double[] first;
  private final double[] second;
  private long steps;

  /**
   * A state before the first step.
   *
   * @param momentum μ of momentum and nesterov, of no meaning to others
   * @param numParameters m
   */
  public StepState(StepRule rule, double momentum, int numParameters) {
    this(
        rule,
        momentum,
        new double[rule == StepRule.SGD ? 0 : numParameters],
        new double[rule == StepRule.ADAM ? numParameters : 0],
        0);
  }

  /**
   * A state as it was.
   *
   * @param first see {@link #first}; owned from now on
   * @param second see {@link #second}; owned from now on
   * @param steps that were taken
   */
  public StepState(StepRule rule, double momentum, double[] first, double[] second, long steps) {
    if (first.length == 0 != (rule == StepRule.SGD)
        || second.length != (rule == StepRule.ADAM ? first.length : 0)) {
      throw new IllegalArgumentException(
          rule.key() + ": found " + first.length + " and " + second.length + " numbers");
    }
    this.rule = rule;
    this.momentum = momentum;
    this.first = first;
    this.second = second;
    this.steps = steps;
  }

  /** The same, to go another way from here. */
  public StepState copy() {
    return new StepState(rule, momentum, first.clone(), second.clone(), steps);
  }

  /** The velocity, or the first moments of Adam, m numbers; none of sgd. Not a copy. */
  public double[] first() {
    return first;
  }

  /** The second moments of Adam, m numbers; none of other rules. Not a copy. */
  public double[] second() {
    return second;
  }

  /** Steps that were taken. */
  public long steps() {
    return steps;
  }

  /**
   * Takes a step.
   *
   * @param rate η
   * @param gradient m derivatives, read
   * @param parameters m numbers, updated
   */
  public void step(double rate, double[] gradient, double[] parameters) {
    steps++;
    switch (rule) {
      case SGD -> {
        for (int i = 0; i < parameters.length; i++) {
          parameters[i] -= rate * gradient[i];
        }
      }
      case MOMENTUM -> {
        for (int i = 0; i < parameters.length; i++) {
          first[i] = momentum * first[i] - rate * gradient[i];
          parameters[i] += first[i];
        }
      }
      case NESTEROV -> {
        for (int i = 0; i < parameters.length; i++) {
          double along = rate * gradient[i];
          first[i] = momentum * first[i] - along;
          parameters[i] += momentum * first[i] - along;
        }
      }
      case ADAM -> adam(rate, gradient, parameters);
    }
  }

  /** Kingma and Ba (2015), algorithm 1. */
  private void adam(double rate, double[] gradient, double[] parameters) {
    double firstBias = 1 - StrictMath.pow(FIRST_DECAY, steps);
    double secondBias = 1 - StrictMath.pow(SECOND_DECAY, steps);
    for (int i = 0; i < parameters.length; i++) {
      double g = gradient[i];
      first[i] = FIRST_DECAY * first[i] + (1 - FIRST_DECAY) * g;
      second[i] = SECOND_DECAY * second[i] + (1 - SECOND_DECAY) * g * g;
      double root = Math.sqrt(second[i] / secondBias) + EPSILON;
      parameters[i] -= rate * (first[i] / firstBias) / root;
    }
  }
}
