package org.suffice.jobs.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.suffice.Failure;
import org.suffice.solve.DiscriminantFit;
import org.suffice.train.DiscriminantSearch;
import org.suffice.train.LinearRegression;
import org.suffice.train.Priors;
import org.suffice.train.Shrinkage;

/** What the settings say of a discriminant analysis. */
final class DiscriminantSettings {
  private DiscriminantSettings() {}

  static DiscriminantSearch search(DiscriminantFit.Kind kind, Settings settings) {
    return new DiscriminantSearch(
        kind,
        priors(settings),
        shrinkages(settings),
        settings.knows("discriminant.mix")
            ? Arrays.stream(settings.numbers("discriminant.mix")).boxed().toList()
            : List.of(0.0),
        LinearRegression.Precision.valueOf(settings.text("precision").toUpperCase(Locale.ROOT)),
        CrossValidationSettings.folds(settings),
        settings.flag("discriminant.leave-one-out"));
  }

  private static Priors priors(Settings settings) {
    return switch (settings.text("discriminant.priors")) {
      case "empirical" -> Priors.EMPIRICAL;
      case "uniform" -> Priors.UNIFORM;
      default -> Priors.of(settings.map("discriminant.priors"));
    };
  }

  private static List<Shrinkage> shrinkages(Settings settings) {
    double[] given = settings.numbers("discriminant.shrinkage");
    return given.length == 0
        ? List.of(Shrinkage.AUTO)
        : Arrays.stream(given).mapToObj(Shrinkage::of).toList();
  }

  /** Refuses what statistics, which hold no rows, cannot give. */
  static void requireNoRowsNeeded(DiscriminantSearch search) {
    if (search.leaveOneOut()) {
      throw Failure.usage(
          "discriminant.leave-one-out needs every row, which statistics do not keep: train from"
              + " --data");
    }
  }
}
