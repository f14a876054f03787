package org.suffice.jobs.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.suffice.Failure;
import org.suffice.kernel.Kernel;
import org.suffice.read.Text;
import org.suffice.train.SupportVectorMachine;

/** What the settings say of a support vector machine. */
final class SupportVectorSettings {
  private SupportVectorSettings() {}

  static SupportVectorMachine trainer(Settings settings) {
    double c = settings.number("svm.C");
    if (!(c > 0)) {
      throw Failure.usage("svm.C must be above 0, found " + Text.show(settings.text("svm.C")));
    }
    boolean hard = settings.text("svm.margin").equals("hard");
    return new SupportVectorMachine(
        Kernel.Kind.valueOf(settings.text("svm.kernel").toUpperCase(Locale.ROOT)),
        gamma(settings.text("svm.gamma")),
        settings.number("svm.coef0"),
        (int) Math.min(Integer.MAX_VALUE, settings.whole("svm.degree")),
        hard ? Double.POSITIVE_INFINITY : c,
        settings.text("svm.loss").equals("squared-hinge"),
        settings.flag("svm.probability"),
        LogisticSettings.classWeights(settings),
        settings.flag("features.standardize"),
        settings.number("solver.tolerance"),
        (int) Math.min(Integer.MAX_VALUE, settings.whole("solver.max-iterations")),
        settings.flag("solver.strict"),
        grid(settings.objects("svm.grid")),
        (int) Math.min(Integer.MAX_VALUE, settings.whole("cross-validation.folds")),
        settings.whole("cross-validation.seed"));
  }

  private static SupportVectorMachine.Gamma gamma(String text) {
    return switch (text) {
      case "scale" -> SupportVectorMachine.Gamma.SCALE;
      case "auto" -> SupportVectorMachine.Gamma.AUTO;
      default -> {
        double value;
        try {
          value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
          throw Failure.usage(
              "svm.gamma: expected scale, auto or a number above 0, found " + Text.show(text));
        }
        yield SupportVectorMachine.Gamma.of(value);
      }
    };
  }

  private static SupportVectorMachine.Grid grid(List<Map<String, Object>> objects) {
    if (objects.isEmpty()) {
      return SupportVectorMachine.Grid.NONE;
    }
    Map<String, Object> given = objects.get(0);
    boolean known = given.keySet().stream().allMatch(List.of("C", "gamma")::contains);
    if (objects.size() > 1 || !known || given.isEmpty()) {
      throw Failure.usage(
          "svm.grid: expected [{C=[…], gamma=[…]}], found " + Text.show(objects.toString()));
    }
    return new SupportVectorMachine.Grid(numbers(given, "C"), numbers(given, "gamma"));
  }

  private static double[] numbers(Map<String, Object> given, String name) {
    Object value = given.getOrDefault(name, List.of());
    List<?> all = value instanceof List<?> list ? list : List.of(value);
    try {
      return all.stream().mapToDouble(item -> Double.parseDouble(String.valueOf(item))).toArray();
    } catch (NumberFormatException e) {
      throw Failure.usage(
          "svm.grid: expected numbers for " + name + ", found " + Text.show(value.toString()));
    }
  }
}
