package org.suffice.train;

import java.util.List;
import org.suffice.Failure;
import org.suffice.kernel.Kernel;
import org.suffice.read.Text;

/**
 * What is subtracted of the features and what they are divided by before kernels see them, and γ.
 *
 * @param shift d values; null for none
 * @param scale d values; null for 1
 * @param gamma γ of these features
 */
record SupportVectorFeatures(double[] shift, double[] scale, double gamma) {
  /**
   * The features of a fit. Where rows are sparse nothing is subtracted of them, which would fill
   * them: the RBF and the linear machine are the same without, the latter but for rho. Of dense
   * rows an RBF kernel has the mean subtracted always: it depends on differences alone, which are
   * then not lost in the digits of a large offset.
   */
  static SupportVectorFeatures of(
      SupportVectorMachine trainer,
      LogisticProblem.Features features,
      FittedSlots slots,
      double sumWeights,
      boolean sparse) {
    int d = slots.numFeatures();
    boolean standardize = trainer.standardize();
    double[] deviations = new double[d];
    for (int j = 0; j < d; j++) {
      deviations[j] = Math.sqrt(features.squares()[j] / sumWeights);
      requireFinite(deviations[j], features.means()[j], slots.encoder().names(), j);
    }
    boolean centred = !sparse && (standardize || trainer.kernel() == Kernel.Kind.RBF);
    double[] shift = centred ? features.means().clone() : null;
    double[] scale = standardize ? new double[d] : null;
    for (int j = 0; standardize && j < d; j++) {
      scale[j] = deviations[j] > 0 ? deviations[j] : 1;
    }
    double gamma =
        switch (trainer.gamma().rule()) {
          case GIVEN -> trainer.gamma().value();
          case AUTO -> 1.0 / d;
          case SCALE -> 1 / (d * variance(features.means(), deviations, standardize));
        };
    if (trainer.kernel() != Kernel.Kind.LINEAR && !(gamma > 0 && Double.isFinite(gamma))) {
      throw Failure.data(
          "svm.gamma=scale needs features that vary: every feature has one value only");
    }
    return new SupportVectorFeatures(shift, scale, gamma);
  }

  /** The variance of all values of all features together, as scikit-learn's X.var(). */
  private static double variance(double[] means, double[] deviations, boolean standardize) {
    int d = means.length;
    double mean = 0;
    double within = 0;
    for (int j = 0; j < d; j++) {
      mean += standardize ? 0 : means[j] / d;
      within += (standardize ? (deviations[j] > 0 ? 1 : 0) : deviations[j] * deviations[j]) / d;
    }
    double between = 0;
    for (int j = 0; j < d; j++) {
      double difference = (standardize ? 0 : means[j]) - mean;
      between += difference * difference / d;
    }
    return within + between;
  }

  private static void requireFinite(double deviation, double mean, List<String> names, int j) {
    if (!Double.isFinite(deviation) || !Double.isFinite(mean)) {
      throw Failure.data(
          "the squares of column "
              + Text.show(names.get(j))
              + " leave the range of a double: divide the column by a power of ten");
    }
  }

  /** The kernel of a machine. */
  Kernel kernel(SupportVectorMachine trainer, double ownGamma) {
    return switch (trainer.kernel()) {
      case LINEAR -> Kernel.LINEAR;
      case RBF -> Kernel.rbf(ownGamma);
      case POLYNOMIAL -> Kernel.polynomial(ownGamma, trainer.coef0(), trainer.degree());
      case SIGMOID -> Kernel.sigmoid(ownGamma, trainer.coef0());
    };
  }
}
