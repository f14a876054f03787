package org.suffice.solve;

import java.util.Locale;
import org.suffice.Failure;

/**
 * What a fit is penalised with, and whose λ is meant. Ours is
 *
 * <pre>
 *   NLL + (λ/2) [ρ‖w‖₁ + (1−ρ)‖w‖²]     NLL = ½ Σω(y−ŷ)², or Σω·(log loss)
 * </pre>
 *
 * <p>and those of others equal ours with (n is Σω; sd(y) that of the label, with 1/n)
 *
 * <pre>
 *   scikit-learn Ridge(alpha)                 λ = alpha, ρ = 0
 *   scikit-learn Lasso(alpha)                 λ = 2n·alpha, ρ = 1
 *   scikit-learn ElasticNet(alpha, r)         λρ = 2n·alpha·r, λ(1−ρ) = n·alpha·(1−r)
 *   scikit-learn LogisticRegression(C, r)     λρ = 2r/C, λ(1−ρ) = (1−r)/C
 *   glmnet gaussian (λg, α)                   λρ = 2nλg·α, λ(1−ρ) = nλg(1−α)/sd(y)
 *   glmnet binomial, multinomial (λg, α)      λρ = 2nλg·α, λ(1−ρ) = nλg(1−α)
 * </pre>
 *
 * <p>glmnet brings a gaussian y to unit deviation and λg with it; the absolute norm does not
 * notice, the square is divided by sd(y). The λ of scikit-learn's LogisticRegression is its C, the
 * smaller the harder: no penalty is the C that is infinite, and λ = 0 is no C.
 *
 * @param type of penalty
 * @param convention in which λ and the ratio are given
 * @param l1Ratio the share of the absolute norm in that convention; 0 for ridge, 1 for lasso
 * @param family the loss that is penalised
 */
public record Penalty(Type type, Convention convention, double l1Ratio, Family family) {
  /** The loss, of which each convention has estimators of its own. */
  public enum Family {
    /** Half of the squared error. */
    SQUARED_ERROR,
    /** Minus the logarithm of the probability of the class. */
    LOG_LOSS
  }

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
    /** scikit-learn's Ridge, Lasso or ElasticNet by the type of penalty; LogisticRegression. */
    SKLEARN,
    /** R's glmnet with {@code standardize = FALSE}. */
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

  /** A penalty of squared error. */
  public Penalty(Type type, Convention convention, double l1Ratio) {
    this(type, convention, l1Ratio, Family.SQUARED_ERROR);
  }

  /** A penalty of squared error of a type that leaves no ratio open. */
  public static Penalty of(Type type, Convention convention) {
    if (type == Type.ELASTIC_NET) {
      throw new IllegalArgumentException("an elastic net needs a ratio");
    }
    return new Penalty(type, convention, 0);
  }

  /** Whether λ is the inverse of a weight: the C of scikit-learn's LogisticRegression. */
  public boolean isInverse(Convention of) {
    return family == Family.LOG_LOSS && of == Convention.SKLEARN;
  }

  /**
   * A λ of this penalty's convention in ours.
   *
   * @param lambda 0 or more; as a C above 0, or infinite for none
   * @param sumWeights Σω
   * @param labelDeviation √(Σω(y−ȳ)²/Σω), also without intercept; read for glmnet's squared error
   *     only
   * @throws Failure of usage when it has no counterpart
   */
  public Strength toSuffice(double lambda, double sumWeights, double labelDeviation) {
    boolean inverse = isInverse(convention);
    if (inverse && !(lambda > 0)) {
      throw Failure.usage(
          "penalty.lambda: in the convention of sklearn it is the C of LogisticRegression, which"
              + " must be above 0, found "
              + lambda);
    }
    if (inverse ? lambda == Double.POSITIVE_INFINITY : lambda == 0) {
      // the ratio is that of any other λ
      return new Strength(0, toSuffice(1, sumWeights, labelDeviation).l1Ratio());
    }
    Strength ours =
        switch (convention) {
          case SUFFICE -> new Strength(lambda, l1Ratio);
          case SKLEARN -> ofScikitLearn(lambda, sumWeights);
          case GLMNET ->
              joined(
                  2 * sumWeights * lambda * l1Ratio,
                  l1Ratio == 1 ? 0 : sumWeights * lambda * (1 - l1Ratio) / spread(labelDeviation));
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

  /** What λ is given as in this penalty's convention when it is to be some λ above 0 in ours. */
  public double given(double lambda, double sumWeights, double labelDeviation) {
    double one = toSuffice(1, sumWeights, labelDeviation).lambda();
    return isInverse(convention) ? one / lambda : lambda / one;
  }

  private Strength ofScikitLearn(double lambda, double sumWeights) {
    if (family == Family.LOG_LOSS) {
      return joined(2 * l1Ratio / lambda, (1 - l1Ratio) / lambda);
    }
    return isSquare()
        ? new Strength(lambda, 0)
        : joined(2 * sumWeights * lambda * l1Ratio, sumWeights * lambda * (1 - l1Ratio));
  }

  private boolean isSquare() {
    return type == Type.RIDGE || type == Type.NONE;
  }

  /**
   * Our λ and ρ in a convention, as the report prints them; the type of penalty decides which of
   * scikit-learn's estimators is meant.
   *
   * @param ours λ and ρ
   * @param sumWeights Σω
   * @param labelDeviation as in {@link #toSuffice}
   * @return NaN for a λ that glmnet has none for, the label being constant; an infinite C for none
   */
  public Strength fromSuffice(
      Strength ours, Convention target, double sumWeights, double labelDeviation) {
    if (ours.lambda() == 0) {
      Strength one = new Strength(1, ours.l1Ratio());
      return new Strength(
          isInverse(target) ? Double.POSITIVE_INFINITY : 0,
          fromSuffice(one, target, sumWeights, labelDeviation).l1Ratio());
    }
    double absolute = ours.lambda() * ours.l1Ratio() / (2 * sumWeights);
    double square = ours.lambda() * (1 - ours.l1Ratio()) / sumWeights;
    return switch (target) {
      case SUFFICE -> ours;
      case SKLEARN -> {
        if (family == Family.LOG_LOSS) {
          Strength sum =
              joined(ours.lambda() * ours.l1Ratio() / 2, ours.lambda() * (1 - ours.l1Ratio()));
          yield new Strength(1 / sum.lambda(), sum.l1Ratio());
        }
        yield isSquare() ? new Strength(ours.lambda(), 0) : joined(absolute, square);
      }
      case GLMNET ->
          joined(
              absolute,
              square == 0
                  ? 0
                  : family == Family.LOG_LOSS
                      ? square
                      : labelDeviation > 0 ? square * labelDeviation : Double.NaN);
    };
  }

  /** The weights of the two norms as their sum and the share of the absolute one. */
  private static Strength joined(double absolute, double square) {
    return new Strength(absolute + square, absolute / (absolute + square));
  }

  /** What glmnet divides the square by. */
  private double spread(double labelDeviation) {
    if (family == Family.LOG_LOSS) {
      return 1;
    }
    if (!(labelDeviation > 0)) {
      throw Failure.data(
          "penalty.convention=glmnet divides by the deviation of the label, which is constant");
    }
    return labelDeviation;
  }
}
