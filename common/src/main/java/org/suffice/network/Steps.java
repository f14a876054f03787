package org.suffice.network;

import java.io.Serializable;

/** Steps along gradients by a rule, with what it remembers from step to step. */
public final class Steps implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Of Adam's mean of gradients (Kingma and Ba, 2015, §2). */
  private static final double FIRST_DECAY = 0.9;

  /** Of Adam's mean of their squares. */
  private static final double SECOND_DECAY = 0.999;

  /** What keeps Adam from dividing by 0. */
  private static final double EPSILON = 1e-8;

  private final StepRule rule;
  private final double momentum;
  private final double[] first;
  private final double[] second;
  private long count;

  /**
   * Before the first step.
   *
   * @param momentum μ, for the rules that have one
   * @param size the number m of parameters
   */
  public Steps(StepRule rule, double momentum, int size) {
    this.rule = rule;
    this.momentum = momentum;
    this.first = new double[rule == StepRule.SGD ? 0 : size];
    this.second = new double[rule == StepRule.ADAM ? size : 0];
  }

  /** A copy that takes steps of its own. */
  public Steps copy() {
    Steps copy = new Steps(rule, momentum, Math.max(first.length, second.length));
    copy.restore(count, first, second);
    return copy;
  }

  /**
   * Takes a step.
   *
   * @param parameters updated
   * @param gradient of the mean loss there, penalty included, read
   * @param rate η
   */
  public void step(double[] parameters, double[] gradient, double rate) {
    count++;
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
          double pull = rate * gradient[i];
          first[i] = momentum * first[i] - pull;
          parameters[i] += momentum * first[i] - pull;
        }
      }
      case ADAM -> adam(parameters, gradient, rate);
    }
  }

  private void adam(double[] parameters, double[] gradient, double rate) {
    double shrink = 1 / (1 - StrictMath.pow(FIRST_DECAY, count));
    double shrinkSquares = 1 / (1 - StrictMath.pow(SECOND_DECAY, count));
    for (int i = 0; i < parameters.length; i++) {
      double g = gradient[i];
      first[i] = FIRST_DECAY * first[i] + (1 - FIRST_DECAY) * g;
      second[i] = SECOND_DECAY * second[i] + (1 - SECOND_DECAY) * (g * g);
    }
    double whole = rate * shrink;
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] -= whole * first[i] / (Math.sqrt(second[i] * shrinkSquares) + EPSILON);
    }
  }

  /** Steps taken. */
  public long count() {
    return count;
  }

  /** What momentum or the mean of gradients is; empty for a rule without; not a copy. */
  public double[] first() {
    return first;
  }

  /** The mean of squares of gradients; empty for a rule without; not a copy. */
  public double[] second() {
    return second;
  }

  /**
   * Goes on from where other steps had come.
   *
   * @param steps that were taken
   * @param first as {@link #first} was, read
   * @param second as {@link #second} was, read
   */
  public void restore(long steps, double[] first, double[] second) {
    if (first.length != this.first.length || second.length != this.second.length) {
      throw new IllegalArgumentException(
          "expected a memory of " + this.first.length + " values, found " + first.length);
    }
    count = steps;
    System.arraycopy(first, 0, this.first, 0, first.length);
    System.arraycopy(second, 0, this.second, 0, second.length);
  }
}
