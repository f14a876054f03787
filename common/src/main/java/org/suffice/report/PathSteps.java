package org.suffice.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.suffice.Failure;
import org.suffice.solve.LambdaPath;
import org.suffice.solve.Penalty;
import org.suffice.solve.PenaltyPath;

/** What reports ask of a path of penalties. */
final class PathSteps {
  private PathSteps() {}

  /** The step of the fit. */
  static <S extends LambdaPath.Step> S chosen(LambdaPath<S> path) {
    return path.steps().stream()
        .filter(step -> step.lambda() == path.lambda())
        .findFirst()
        .orElse(path.steps().get(0));
  }

  static int nonZeros(PenaltyPath.Step step) {
    int count = 0;
    for (double w : step.coefficients()) {
      count += w != 0 ? 1 : 0;
    }
    return count;
  }

  /** Whether errors on rows left out are known. */
  static boolean isValidated(LambdaPath<?> path) {
    return !Double.isNaN(path.lambdaMin());
  }

  /** The steps that have a name, each with its names, by descending λ. */
  static Map<Integer, List<String>> named(LambdaPath<?> path) {
    Map<Integer, List<String>> named = new LinkedHashMap<>();
    for (int i = 0; i < path.steps().size(); i++) {
      double lambda = path.steps().get(i).lambda();
      List<String> names = new ArrayList<>();
      if (lambda == path.lambdaMin()) {
        names.add("λ.min");
      }
      if (lambda == path.lambda1se()) {
        names.add("λ.1se");
      }
      if (lambda == path.lambda()) {
        names.add("this fit");
      }
      if (!names.isEmpty()) {
        named.put(i, names);
      }
    }
    return named;
  }

  /** So many positions of steps, evenly spread, and those of every step that has a name. */
  static List<Integer> spread(LambdaPath<?> path, int count) {
    int last = path.steps().size() - 1;
    int shown = Math.min(count, last + 1);
    Map<Integer, List<String>> named = named(path);
    List<Integer> spread = new ArrayList<>();
    int next = 0;
    for (int i = 0; i <= last; i++) {
      boolean even = i == (shown == 1 ? 0 : (int) ((long) next * last / (shown - 1)));
      if (even) {
        next++;
      }
      if (even || named.containsKey(i)) {
        spread.add(i);
      }
    }
    return spread;
  }

  /** How many λ a table shows. */
  static String caption(LambdaPath<?> path, List<Integer> shown) {
    return shown.size() < path.steps().size()
        ? String.format(Locale.ROOT, "%,d of %,d λ", shown.size(), path.steps().size())
        : "Every λ";
  }

  /** What a line of a terminal says of a step that has a name. */
  static String mark(LambdaPath<?> path, LambdaPath.Step step) {
    String mark = step.lambda() == path.lambda() ? "  ← this fit" : "";
    mark += step.lambda() == path.lambdaMin() ? "  least error" : "";
    return mark + (step.lambda() == path.lambda1se() ? "  within one standard error" : "");
  }

  /** The penalty of the fit in another convention; NaN where that has none, as of a constant. */
  static Penalty.Strength in(LambdaPath<?> path, Penalty.Convention convention) {
    try {
      return path.in(convention);
    } catch (Failure undefined) {
      return new Penalty.Strength(Double.NaN, Double.NaN);
    }
  }
}
