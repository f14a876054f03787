package org.suffice.jobs.cli;

import java.util.Locale;
import org.suffice.Failure;
import org.suffice.read.Text;
import org.suffice.solve.DiscriminantFit;
import org.suffice.train.DiscriminantAnalysis;
import org.suffice.train.LinearRegression;
import org.suffice.train.Priors;
import org.suffice.train.Shrinkage;

/** What the settings say of a discriminant analysis. */
final class DiscriminantSettings {
  private DiscriminantSettings() {}

  static DiscriminantAnalysis trainer(DiscriminantFit.Kind kind, Settings settings) {
    return new DiscriminantAnalysis(
        kind,
        priors(settings),
        shrinkage(settings.text("discriminant.shrinkage")),
        settings.knows("discriminant.mix") ? settings.number("discriminant.mix") : 0,
        LinearRegression.Precision.valueOf(settings.text("precision").toUpperCase(Locale.ROOT)));
  }

  private static Priors priors(Settings settings) {
    return switch (settings.text("discriminant.priors")) {
      case "empirical" -> Priors.EMPIRICAL;
      case "uniform" -> Priors.UNIFORM;
      default -> Priors.of(settings.map("discriminant.priors"));
    };
  }

  private static Shrinkage shrinkage(String text) {
    if (text.equals("auto")) {
      return Shrinkage.AUTO;
    }
    try {
      return Shrinkage.of(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      throw Failure.usage(
          "discriminant.shrinkage: expected auto or a number from 0 to 1, found "
              + Text.show(text));
    }
  }
}
