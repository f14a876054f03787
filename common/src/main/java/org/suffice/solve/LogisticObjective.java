package org.suffice.solve;

import java.util.Arrays;
import org.suffice.pass.Blocks;
import org.suffice.statistic.LogisticPoint;
import org.suffice.statistic.LogisticStatistic;
import org.suffice.statistic.SeparationStatistic;

/**
 * The negative log-likelihood of a logistic regression with the square part of its penalty, one
 * pass over the data for every evaluation.
 *
 * <p>Where every class has a function of its own, adding one vector to all of them changes no
 * probability. For parameters that no penalty holds, the constants among them, half of a multiple
 * of the square of their sum over classes is added: zero at the optimum, where they then sum to
 * zero, and the Hessian is regular.
 */
public final class LogisticObjective implements Objective {
  private final Blocks blocks;
  private final LogisticPoint layout;
  private final double[] squares;
  private final boolean[] held;
  private final double sumWeights;
  private double[] lastTheta;
  private Evaluation last;
  private double largestPredictor;
  private int passes;

  /**
   * An objective.
   *
   * @param blocks of d columns, labels being positions of classes
   * @param layout coordinates; its parameters are of no meaning
   * @param squares for each of the q parameters of a function the weight of ½θ²; 0 for none
   * @param held for each of them whether a penalty, this square or an absolute value that a solver
   *     adds, decides what the classes have in common
   * @param sumWeights Σω, classes weighted
   */
  public LogisticObjective(
      Blocks blocks, LogisticPoint layout, double[] squares, boolean[] held, double sumWeights) {
    if (squares.length != layout.numCoefficients() || held.length != squares.length) {
      throw new IllegalArgumentException("expected q=" + layout.numCoefficients() + " penalties");
    }
    this.held = held.clone();
    this.blocks = blocks;
    this.layout = layout;
    this.squares = squares.clone();
    this.sumWeights = sumWeights;
  }

  @Override
  public int size() {
    return layout.theta().length;
  }

  @Override
  public double scale() {
    return sumWeights;
  }

  /** The coordinates of the parameters. */
  public LogisticPoint layout() {
    return layout;
  }

  /** Passes made so far. */
  public int passes() {
    return passes;
  }

  /** The largest |η| of any row at the last point evaluated. */
  public double largestPredictor() {
    return largestPredictor;
  }

  @Override
  public Evaluation evaluate(double[] theta, boolean hessian) {
    if (last != null && Arrays.equals(theta, lastTheta) && (last.hessian() != null || !hessian)) {
      return last;
    }
    LogisticStatistic sums = pass(LogisticStatistic.at(layout.at(theta), hessian));
    largestPredictor = sums.largestPredictor();
    double[] gradient = sums.gradient();
    double[] second = hessian ? sums.hessian() : null;
    addPenaltyTimes(theta, gradient);
    if (hessian) {
      addPenalty(second);
    }
    last = new Evaluation(sums.loss() + penalty(theta), gradient, second);
    lastTheta = theta.clone();
    return last;
  }

  @Override
  public double[] hessianTimes(double[] theta, double[] vector) {
    double[] product = pass(LogisticStatistic.hessianTimes(layout.at(theta), vector)).gradient();
    addPenaltyTimes(vector, product);
    return product;
  }

  @Override
  public double[] along(double[] theta, double[] direction, double[] steps) {
    double[] values =
        pass(LogisticStatistic.along(layout.at(theta), direction, steps)).lossesAlong();
    for (int t = 0; t < steps.length; t++) {
      double step = steps[t];
      double[] there = theta.clone();
      for (int i = 0; i < there.length; i++) {
        there[i] += step * direction[i];
      }
      values[t] += penalty(there);
    }
    return values;
  }

  /** Σ ω x̃x̃ᵀ of the columns and, with an intercept, the constant: q×q, both triangles. */
  public double[] crossProducts() {
    return pass(LogisticStatistic.crossProducts(layout)).hessian();
  }

  /**
   * How a direction of the parameters ranks the classes of rows.
   *
   * @param reached where it begins, to leave classes aside of which there is no doubt there; or
   *     null
   * @param limit rows whose margin is larger are counted
   */
  SeparationStatistic margins(double[] direction, double[] reached, double limit) {
    passes++;
    return blocks.pass(
        new SeparationStatistic(
            layout.at(direction), reached == null ? null : layout.at(reached), limit));
  }

  private LogisticStatistic pass(LogisticStatistic zero) {
    passes++;
    return blocks.pass(zero);
  }

  /** The weight of half the square of a parameter of this column. */
  double square(int column) {
    return squares[column];
  }

  /** The weight of half the square of a sum over classes that nothing else holds. */
  double anchor(int column) {
    int c = layout.numClasses();
    return layout.reference() || held[column] ? 0 : sumWeights / ((double) c * c);
  }

  private double penalty(double[] theta) {
    int q = layout.numCoefficients();
    double sum = 0;
    for (int i = 0; i < theta.length; i++) {
      sum += squares[i % q] * theta[i] * theta[i];
    }
    for (int j = 0; j < q; j++) {
      double total = total(theta, j);
      sum += anchor(j) * total * total;
    }
    return sum / 2;
  }

  private double total(double[] theta, int column) {
    int q = layout.numCoefficients();
    double total = 0;
    for (int i = column; i < theta.length; i += q) {
      total += theta[i];
    }
    return total;
  }

  /** Adds the penalty's Hessian times a vector; at θ that is its gradient. */
  private void addPenaltyTimes(double[] vector, double[] product) {
    int q = layout.numCoefficients();
    for (int i = 0; i < vector.length; i++) {
      product[i] += squares[i % q] * vector[i];
    }
    for (int j = 0; j < q; j++) {
      double anchor = anchor(j);
      double total = anchor == 0 ? 0 : total(vector, j);
      for (int i = j; i < vector.length && anchor != 0; i += q) {
        product[i] += anchor * total;
      }
    }
  }

  private void addPenalty(double[] hessian) {
    int q = layout.numCoefficients();
    int size = size();
    for (int i = 0; i < size; i++) {
      hessian[i * size + i] += squares[i % q];
      double anchor = anchor(i % q);
      for (int j = i % q; j < size && anchor != 0; j += q) {
        hessian[i * size + j] += anchor;
      }
    }
  }
}
