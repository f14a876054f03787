package org.suffice.jobs.cli;

import com.typesafe.config.ConfigUtil;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.suffice.Failure;
import org.suffice.linalg.NativeLibraries;
import org.suffice.read.Text;
import org.suffice.solve.ErrorCovariance;
import org.suffice.solve.Penalty;
import org.suffice.statistic.FoldRule;
import org.suffice.train.Folds;
import org.suffice.train.LinearRegression;
import org.suffice.train.PenaltyPlan;

/** What the settings say of a linear regression. */
final class LinearRegressionSettings {
  private static final int MOST_LAMBDAS = 10_000;
  private static final int MOST_FOLDS = 1000;

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
        folds(settings));
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
            settings.lambdas("penalty.lambda"),
            (int) count,
            floor == 0 ? Double.NaN : floor,
            settings.flag("penalty.standardize"),
            settings.map("penalty.factors"),
            settings.flag("penalty.non-negative"),
            settings.flag("penalty.refit")));
  }

  /** The folds that are asked for. */
  static Optional<Folds> folds(Settings settings) {
    long folds = settings.whole("cross-validation.folds");
    long seed = settings.whole("cross-validation.seed");
    boolean byColumn = settings.optional("cross-validation.fold-column").isPresent();
    boolean byGroup = settings.optional("cross-validation.group-column").isPresent();
    if (byColumn && (byGroup || folds != 0)) {
      throw Failure.usage(
          "cross-validation.fold-column says the folds: leave cross-validation.folds and"
              + " .group-column unset");
    }
    if (byGroup && folds == 0) {
      throw Failure.usage("cross-validation.group-column: set cross-validation.folds too");
    }
    if (folds != 0 && (folds < 2 || folds > MOST_FOLDS)) {
      throw Failure.usage(
          "cross-validation.folds: expected 0 or a number from 2 to "
              + MOST_FOLDS
              + ", found "
              + folds);
    }
    boolean oneStandardError =
        settings.knows("cross-validation.choose")
            && settings.text("cross-validation.choose").equals("1se");
    if (byColumn) {
      FoldRule rule = new FoldRule(FoldRule.Kind.COLUMN, 0, 0, 0);
      return Optional.of(new Folds(rule, oneStandardError));
    }
    if (folds == 0) {
      if (oneStandardError) {
        throw Failure.usage("cross-validation.choose=1se: set cross-validation.folds too");
      }
      return Optional.empty();
    }
    return Optional.of(
        new Folds(
            byGroup
                ? new FoldRule(FoldRule.Kind.GROUP, (int) folds, seed, 0)
                : FoldRule.ofRows((int) folds, seed),
            oneStandardError));
  }

  /**
   * The column that decides about folds; none where rows decide. It is ignored from now on: it is
   * no feature.
   */
  static List<String> foldColumn(Settings settings) {
    List<String> column =
        settings
            .optional("cross-validation.fold-column")
            .or(() -> settings.optional("cross-validation.group-column"))
            .map(List::of)
            .orElse(List.of());
    column.forEach(name -> requireNoOtherUse(settings, name));
    if (!column.isEmpty() && !settings.texts("data.ignore").contains(column.get(0))) {
      List<String> ignored = new ArrayList<>(settings.texts("data.ignore"));
      ignored.addAll(column);
      settings.set(
          "data.ignore",
          ignored.stream().map(ConfigUtil::quoteString).collect(Collectors.joining(",", "[", "]")));
    }
    return column;
  }

  private static void requireNoOtherUse(Settings settings, String name) {
    String label = settings.text("data.label");
    String use =
        label.equals(name) || Arrays.stream(label.split(",")).anyMatch(l -> l.strip().equals(name))
            ? "the label"
            : settings.text("data.weight").equals(name)
                ? "the weight"
                : settings.texts("data.features").contains(name) ? "one of data.features" : null;
    if (use != null) {
      throw Failure.usage(
          "cross-validation: the column of folds or groups "
              + Text.show(name)
              + " is "
              + use
              + " too");
    }
  }

  /** Starts to load BLAS while the data are looked at. */
  static void loadBlas() {
    Thread loading = new Thread(NativeLibraries::description, "load-blas");
    loading.setDaemon(true);
    loading.setUncaughtExceptionHandler((thread, e) -> {}); // thrown again where BLAS is used
    loading.start();
  }
}
