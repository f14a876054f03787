package org.suffice.solve;

import java.util.Locale;
import org.suffice.Failure;

/**
 * What a fit of squared error is penalised with, and whose λ is meant. Ours is
 *
 * <pre>
 *   ½ Σω(y−ŷ)² + (λ/2) [ρ‖w‖₁ + (1−ρ)‖w‖²]
 * </pre>
 *
 * <p>and those of others equal ours with (n is Σω; sd(y) that of the label, with 1/n)
 *
 * <pre>
 *   scikit-learn Ridge(alpha)            λ = alpha, ρ = 0
 *   scikit-learn Lasso(alpha)            λ = 2n·alpha, ρ = 1
 *   scikit-learn ElasticNet(alpha, r)    λρ = 2n·alpha·r, λ(1−ρ) = n·alpha·(1−r)
 *   glmnet gaussian (λg, α)              λρ = 2nλg·α, λ(1−ρ) = nλg(1−α)/sd(y)
 * </pre>
 *
 * <p>glmnet brings y to unit deviation and λg with it; the absolute norm does not notice, the
 * square is divided by sd(y).
 *
 * @param type of penalty
 * @param convention in which λ and the ratio are given
 * @param l1Ratio the share of the absolute norm in that convention; 0 for ridge, 1 for lasso
 */
public record Penalty(Type type, Convention convention, double l1Ratio) {
  /** The norm. */
  public enum Type {
    /** None. */
    NONE,
    /** The square of the coefficients. */
    RIDGE,
    /** Their absolute values. */
    LASSO,
    /** Both. */
    ELASTIC_NET;

    /** As in a configuration: {@code elastic-net}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Whose λ. */
  public enum Convention {
    /** Sums, not means; half of each norm. */
    SUFFICE,
    /** scikit-learn's Ridge, Lasso or ElasticNet, by the type of penalty. */
    SKLEARN,
    /** R's glmnet with a gaussian response and {@code standardize = FALSE}. */
    GLMNET;

    /** As in a configuration: {@code sklearn}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The weight of a penalty and the share of the absolute norm, in some convention: (λ, ρ), (alpha,
   * l1_ratio) or (λg, α).
   */
  public record Strength(double lambda, double l1Ratio) {}

  /** Checks the ratio. */
  public Penalty {
    if (type == Type.NONE || type == Type.RIDGE) {
      l1Ratio = 0;
    } else if (type == Type.LASSO) {
      l1Ratio = 1;
    } else if (!(l1Ratio >= 0 && l1Ratio <= 1)) {
      throw Failure.usage("penalty.l1-ratio must lie from 0 to 1, found " + l1Ratio);
    }
  }

  /** A penalty of a type that leaves no ratio open. */
  public static Penalty of(Type type, Convention convention) {
    if (type == Type.ELASTIC_NET) {
      throw new IllegalArgumentException("an elastic net needs a ratio");
    }
    return new Penalty(type, convention, 0);
  }

  /**
   * A λ of this penalty's convention in ours.
   *
   * @param sumWeights Σω
   * @param labelDeviation √(Σω(y−ȳ)²/Σω), also without intercept; read for glmnet only
   */
  public Strength toSuffice(double lambda, double sumWeights, double labelDeviation) {
    if (lambda == 0) { // the ratio is that of any other λ
      return new Strength(0, toSuffice(1, sumWeights, labelDeviation).l1Ratio());
    }
    Strength ours =
        switch (convention) {
          case SUFFICE -> new Strength(lambda, l1Ratio);
          case SKLEARN ->
              type == Type.RIDGE || type == Type.NONE
                  ? new Strength(lambda, 0)
                  : joined(2 * sumWeights * lambda * l1Ratio, sumWeights * lambda * (1 - l1Ratio));
          case GLMNET ->
              joined(
                  2 * sumWeights * lambda * l1Ratio,
                  l1Ratio == 1 ? 0 : sumWeights * lambda * (1 - l1Ratio) / varying(labelDeviation));
        };
    if (!Double.isFinite(ours.lambda())) {
      throw Failure.usage(
          "penalty.lambda: "
              + lambda
              + " in the convention of "
              + convention.text()
              + " leaves the range of a double in ours");
    }
    return ours;
  }

  /**
   * Our λ and ρ in a convention, as the report prints them; the type of penalty decides which of
   * scikit-learn's estimators is meant.
   *
   * @param ours λ and ρ
   * @param sumWeights Σω
   * @param labelDeviation as in {@link #toSuffice}
   * @return NaN for a λ that glmnet has none for, the label being constant
   */
  public Strength fromSuffice(
      Strength ours, Convention target, double sumWeights, double labelDeviation) {
    if (ours.lambda() == 0) {
      Strength one = new Strength(1, ours.l1Ratio());
      return new Strength(0, fromSuffice(one, target, sumWeights, labelDeviation).l1Ratio());
    }
    double absolute = ours.lambda() * ours.l1Ratio() / (2 * sumWeights);
    double square = ours.lambda() * (1 - ours.l1Ratio()) / sumWeights;
    return switch (target) {
      case SUFFICE -> ours;
      case SKLEARN ->
          type == Type.RIDGE || type == Type.NONE
              ? new Strength(ours.lambda(), 0)
              : joined(absolute, square);
      case GLMNET ->
          joined(
              absolute,
              square == 0 ? 0 : labelDeviation > 0 ? square * labelDeviation : Double.NaN);
    };
  }

  /** The weights of the two norms as their sum and the share of the absolute one. */
  private static Strength joined(double absolute, double square) {
    return new Strength(absolute + square, absolute / (absolute + square));
  }

  private static double varying(double labelDeviation) {
    if (!(labelDeviation > 0)) {
      throw Failure.data(
          "penalty.convention=glmnet divides by the deviation of the label, which is constant");
    }
    return labelDeviation;
  }
}
