package org.suffice.jobs.retrain;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.suffice.statistic.ClassScorer;

/** By what two models are compared. */
public enum Metric {
  /** Root of the mean squared error. */
  RMSE("rmse", "squared error", false, false),
  /** Mean absolute error. */
  MAE("mae", "absolute error", false, false),
  /** Share of the variance that is explained: of the same rows, the order of the squared errors. */
  R2("r2", "squared error", false, true),
  /** Share of the rows whose class is predicted. */
  ACCURACY("accuracy", "share of errors", true, true),
  /** Mean of −log of the probability of a row's own class. */
  LOG_LOSS("logLoss", "log loss", true, false),
  /** Area under the receiver operating characteristic, of two classes. */
  AUC("auc", "area", true, true);

  private final String key;
  private final String loss;
  private final boolean ofClasses;
  private final boolean moreIsBetter;

  Metric(String key, String loss, boolean ofClasses, boolean moreIsBetter) {
    this.key = key;
    this.loss = loss;
    this.ofClasses = ofClasses;
    this.moreIsBetter = moreIsBetter;
  }

  /** The metric of that name, as {@code evaluate} prints it. */
  public static Optional<Metric> named(String key) {
    return Arrays.stream(values()).filter(metric -> metric.key.equals(key)).findFirst();
  }

  /** The names of all. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(Metric::key).toList();
  }

  /** What is taken where nothing is asked for: logLoss of models that know logarithms. */
  static Metric usual(boolean classes, ClassScorer.Scores scores) {
    if (!classes) {
      return RMSE;
    }
    return scores == ClassScorer.Scores.LOG_PROBABILITIES ? LOG_LOSS : ACCURACY;
  }

  /** Its name in figures. */
  public String key() {
    return key;
  }

  /** What the test is of, row by row or, of areas, of all rows. */
  String loss() {
    return loss;
  }

  /** Whether it is of predictions of classes. */
  boolean ofClasses() {
    return ofClasses;
  }

  /** Whether it needs probabilities. */
  boolean needsScores() {
    return this == LOG_LOSS || this == AUC;
  }

  /** Whether a larger value is the better one. */
  boolean moreIsBetter() {
    return moreIsBetter;
  }

  /**
   * The standard error of {@link #worsening}, from that of the mean loss (of auc, of the area) by
   * its derivative.
   *
   * @param before the figures of the first model
   */
  double relativeError(Scores before, double error) {
    double value = Math.abs(before.of(this));
    double square = Math.pow(before.of(RMSE), 2);
    return switch (this) {
      case RMSE -> error / (2 * square);
      case R2 -> error * (1 - before.of(R2)) / square / value;
      default -> error / value;
    };
  }

  /** How much worse the second value is, as a share of the first; negative where it is better. */
  double worsening(double before, double now) {
    double change = moreIsBetter ? before - now : now - before;
    return change == 0 ? 0 : change / Math.abs(before);
  }
}
