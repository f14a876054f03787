package org.suffice.jobs.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.suffice.Failure;
import org.suffice.linalg.NativeLibraries;
import org.suffice.solve.ErrorCovariance;
import org.suffice.solve.Penalty;
import org.suffice.train.LinearRegression;
import org.suffice.train.PenaltyPlan;

/** What the settings say of a linear regression. */
final class LinearRegressionSettings {
  private static final int MOST_LAMBDAS = 10_000;

  private LinearRegressionSettings() {}

  static LinearRegression trainer(Settings settings) {
    return new LinearRegression(
        settings.flag("intercept"),
        settings.number("inference.level"),
        LinearRegression.Precision.valueOf(settings.text("precision").toUpperCase(Locale.ROOT)),
        settings.flag("features.standardize"),
        ErrorCovariance.Kind.valueOf(
            settings.text("inference.covariance").toUpperCase(Locale.ROOT)),
        penalty(settings),
        CrossValidationSettings.folds(settings));
  }

  private static Optional<PenaltyPlan> penalty(Settings settings) {
    Penalty.Type type =
        Penalty.Type.valueOf(
            settings.text("penalty.type").toUpperCase(Locale.ROOT).replace('-', '_'));
    if (type == Penalty.Type.NONE) {
      if (!settings.text("penalty.lambda").equals("auto")) {
        throw Failure.usage("penalty.lambda: set penalty.type to ridge, lasso or elastic-net too");
      }
      for (String key : List.of("standardize", "non-negative", "refit")) {
        if (settings.flag("penalty." + key)) {
          throw Failure.usage(
              "penalty." + key + ": set penalty.type to ridge, lasso or elastic-net too");
        }
      }
      if (!settings.map("penalty.factors").isEmpty()) {
        throw Failure.usage("penalty.factors: set penalty.type to ridge, lasso or elastic-net too");
      }
      return Optional.empty();
    }
    Penalty penalty =
        new Penalty(
            type,
            Penalty.Convention.valueOf(
                settings.text("penalty.convention").toUpperCase(Locale.ROOT)),
            settings.number("penalty.l1-ratio"));
    double floor = settings.number("penalty.path-floor");
    long count = settings.whole("penalty.path-count");
    if (count < 2 || count > MOST_LAMBDAS) {
      throw Failure.usage(
          "penalty.path-count: expected a number from 2 to " + MOST_LAMBDAS + ", found " + count);
    }
    return Optional.of(
        new PenaltyPlan(
            penalty,
            settings.numbers("penalty.lambda"),
            (int) count,
            floor == 0 ? Double.NaN : floor,
            settings.flag("penalty.standardize"),
            settings.map("penalty.factors"),
            settings.flag("penalty.non-negative"),
            settings.flag("penalty.refit")));
  }

  /** Starts to load BLAS while the data are looked at. */
  static void loadBlas() {
    Thread loading = new Thread(NativeLibraries::description, "load-blas");
    loading.setDaemon(true);
    loading.setUncaughtExceptionHandler((thread, e) -> {}); // thrown again where BLAS is used
    loading.start();
  }
}
