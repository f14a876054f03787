package org.suffice.train;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.suffice.Failure;
import org.suffice.model.LogisticModel;
import org.suffice.read.Text;

/** Where a fit starts from that continues another. */
final class StartingPoint {
  private static final int NAMED = 3;

  private StartingPoint() {}

  /**
   * What is worth a person's attention where a model has other features than the data: a start is
   * no part of the answer, so that none is refused, but another model than was meant may be slow.
   *
   * @param features the names of all features of the data
   */
  static List<String> warnings(LogisticModel model, List<String> features) {
    List<String> theirs = model.encoder().names();
    List<String> warnings = new ArrayList<>();
    List<String> lacking = without(features, theirs);
    if (!lacking.isEmpty()) {
      warnings.add("--init-model: it lacks " + named(lacking) + ", started at 0");
    }
    List<String> surplus = without(theirs, features);
    if (!surplus.isEmpty()) {
      warnings.add("--init-model: it has " + named(surplus) + ", ignored: not in this training");
    }
    return warnings;
  }

  private static List<String> without(List<String> names, List<String> others) {
    Set<String> known = new HashSet<>(others);
    return names.stream().filter(name -> !known.contains(name)).toList();
  }

  /** The first of some names, and how many there are. */
  private static String named(List<String> names) {
    if (names.size() == 1) {
      return "the feature " + Text.show(names.get(0));
    }
    List<String> shown =
        names.subList(0, Math.min(NAMED, names.size())).stream().map(Text::show).toList();
    return names.size()
        + " features, "
        + String.join(", ", shown)
        + (names.size() > NAMED ? ", …" : "");
  }

  /**
   * The parameters of a model in the coordinates of a problem: features are matched by name, those
   * that the model lacks start at 0.
   *
   * @param columns the features that may be fitted
   * @param fitted those of the problem, as positions among the former
   * @throws Failure when the classes differ
   */
  static double[] of(
      LogisticModel model,
      FittedSlots slots,
      int[] columns,
      int[] fitted,
      LogisticProblem problem) {
    List<String> classes = slots.schema().classes();
    if (!model.classes().equals(classes)) {
      throw Failure.usage(
          "--init-model: its classes "
              + Text.show(String.join(", ", model.classes()))
              + " are not those of the data, "
              + Text.show(String.join(", ", classes)));
    }
    int theirs = model.encoder().numFeatures();
    double[] parameters = model.rawParameters();
    boolean theirReference = model.fit().reference();
    boolean reference = problem.layout().reference();
    List<String> names = slots.encoder().names();
    List<String> theirNames = model.encoder().names();
    Map<String, Integer> known = new HashMap<>();
    for (int j = 0; j < theirs; j++) {
      known.put(theirNames.get(j), j);
    }
    int d = fitted.length;
    int functions = problem.layout().numFunctions();
    double[] raw = new double[functions * (d + 1)];
    for (int r = 0; r < functions; r++) {
      int ofClass = reference ? r + 1 : r;
      for (int i = 0; i <= d; i++) {
        int at = i == d ? theirs : known.getOrDefault(names.get(columns[fitted[i]]), -1);
        if (at >= 0) {
          double own = value(parameters, theirs, theirReference, ofClass, at);
          double base = reference ? value(parameters, theirs, theirReference, 0, at) : 0;
          raw[r * (d + 1) + i] = own - base;
        }
      }
    }
    if (theirReference && !reference) {
      centre(raw, d + 1);
    }
    return problem.conditioned(raw);
  }

  /** Of all parameters with the same probabilities those that a penalty likes best sum to 0. */
  private static void centre(double[] raw, int p) {
    int functions = raw.length / p;
    for (int j = 0; j < p; j++) {
      double sum = 0;
      for (int r = 0; r < functions; r++) {
        sum += raw[r * p + j];
      }
      for (int r = 0; r < functions; r++) {
        raw[r * p + j] -= sum / functions;
      }
    }
  }

  /** Parameter {@code at} of a class, that of a reference class being 0. */
  private static double value(double[] all, int d, boolean reference, int ofClass, int at) {
    int function = reference ? ofClass - 1 : ofClass;
    return function < 0 ? 0 : all[function * (d + 1) + at];
  }
}
