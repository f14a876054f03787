package org.suffice.solve;

import java.util.List;

/**
 * What every path of penalties has, whatever is fitted along it.
 *
 * @param <S> what is known of one λ
 */
public interface LambdaPath<S extends LambdaPath.Step> {
  /** One λ. */
  interface Step {
    /** In the convention of this project. */
    double lambda();

    /** The same in the convention of the settings. */
    double given();

    /** Of this λ. */
    double[] coefficients();

    /** Why the solver stopped. */
    Solution solution();

    /** The error expected of other rows; NaN without cross-validation. */
    double cvError();

    /** Its standard error. */
    double cvStandardError();
  }

  /** What was penalised, and the convention its λ were given in. */
  Penalty penalty();

  /** The penalty of the fit, in the convention of this project. */
  double lambda();

  /** Σω, which other conventions of λ need. */
  double sumWeights();

  /** What glmnet's convention of squared error needs; NaN of other losses. */
  default double labelDeviation() {
    return Double.NaN;
  }

  /** How λ was chosen. */
  String chosenBy();

  /** Where the cross-validated error is least; NaN without. */
  double lambdaMin();

  /** The largest λ within one standard error of it; NaN without. */
  double lambda1se();

  /** By descending λ. */
  List<S> steps();

  /** λ of the fit and its ratio of norms as a convention writes them. */
  default Penalty.Strength in(Penalty.Convention convention) {
    double given =
        steps().stream()
            .filter(step -> step.lambda() == lambda())
            .findFirst()
            .map(Step::given)
            .orElse(lambda());
    Penalty.Strength ours = penalty().toSuffice(given, sumWeights(), labelDeviation());
    return penalty().fromSuffice(ours, convention, sumWeights(), labelDeviation());
  }
}
