package org.suffice.jobs.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.suffice.Failure;
import org.suffice.solve.Penalty;
import org.suffice.train.PenaltyPlan;

/** What the settings say of a penalty on coefficients. */
final class PenaltySettings {
  private static final int MOST_LAMBDAS = 10_000;

  private PenaltySettings() {}

  /**
   * The penalty; empty for none.
   *
   * @param family the loss that it is added to
   */
  static Optional<PenaltyPlan> penalty(Settings settings, Penalty.Family family) {
    Penalty.Type type =
        Penalty.Type.valueOf(
            settings.text("penalty.type").toUpperCase(Locale.ROOT).replace('-', '_'));
    if (type == Penalty.Type.NONE) {
      if (!settings.text("penalty.lambda").equals("auto")) {
        throw Failure.usage("penalty.lambda: set penalty.type to ridge, lasso or elastic-net too");
      }
      for (String key : List.of("standardize", "non-negative", "refit")) {
        if (flag(settings, "penalty." + key)) {
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
            settings.number("penalty.l1-ratio"),
            family);
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
            flag(settings, "penalty.non-negative"),
            flag(settings, "penalty.refit")));
  }

  /** A flag that not every algorithm has. */
  private static boolean flag(Settings settings, String name) {
    return settings.knows(name) && settings.flag(name);
  }
}
