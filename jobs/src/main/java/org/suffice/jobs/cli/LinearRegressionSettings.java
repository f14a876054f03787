package org.suffice.jobs.cli;

import java.util.Locale;
import org.suffice.linalg.NativeLibraries;
import org.suffice.solve.ErrorCovariance;
import org.suffice.solve.Penalty;
import org.suffice.train.LinearRegression;

/** What the settings say of a linear regression. */
final class LinearRegressionSettings {
  private LinearRegressionSettings() {}

  static LinearRegression trainer(Settings settings) {
    return new LinearRegression(
        settings.flag("intercept"),
        settings.number("inference.level"),
        LinearRegression.Precision.valueOf(settings.text("precision").toUpperCase(Locale.ROOT)),
        settings.flag("features.standardize"),
        ErrorCovariance.Kind.valueOf(
            settings.text("inference.covariance").toUpperCase(Locale.ROOT)),
        PenaltySettings.penalty(settings, Penalty.Family.SQUARED_ERROR),
        CrossValidationSettings.folds(settings));
  }

  /** Starts to load BLAS while the data are looked at. */
  static void loadBlas() {
    Thread loading = new Thread(NativeLibraries::description, "load-blas");
    loading.setDaemon(true);
    loading.setUncaughtExceptionHandler((thread, e) -> {}); // thrown again where BLAS is used
    loading.start();
  }
}
