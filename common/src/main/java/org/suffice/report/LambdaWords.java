package org.suffice.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.suffice.model.Json;
import org.suffice.solve.LambdaPath;
import org.suffice.solve.Penalty;

/** The λ of a fit: why it was taken, and what it is called elsewhere. */
final class LambdaWords {
  private LambdaWords() {}

  /** One line for a terminal. */
  static String line(LambdaPath<?> path) {
    StringBuilder out = new StringBuilder("λ = ").append(Figures.six(path.lambda()));
    out.append(", chosen: ").append(path.chosenBy());
    for (Penalty.Convention convention : Penalty.Convention.values()) {
      Penalty.Strength strength = PathSteps.in(path, convention);
      if (convention != Penalty.Convention.SUFFICE && !Double.isNaN(strength.lambda())) {
        out.append("; ").append(convention.text()).append(' ');
        out.append(isInverse(path, convention) ? "C " : "").append(value(strength));
        if (isNet(path)) {
          out.append(" with ratio ").append(Figures.four(strength.l1Ratio()));
        }
      }
    }
    return out.append('\n').toString();
  }

  /** Short notes for a page. */
  static String[] notes(LambdaPath<?> path) {
    List<String> notes = new ArrayList<>();
    notes.add(path.chosenBy().equals("given") ? "as given" : "by " + path.chosenBy());
    Penalty.Strength ours = PathSteps.in(path, Penalty.Convention.SUFFICE);
    if (isNet(path) && !Double.isNaN(ours.l1Ratio())) {
      notes.add("l1-ratio " + Figures.four(ours.l1Ratio()));
    }
    boolean inverse = isInverse(path, Penalty.Convention.SKLEARN);
    note(notes, path, Penalty.Convention.SKLEARN, inverse ? "C" : "alpha", "l1_ratio");
    note(notes, path, Penalty.Convention.GLMNET, "lambda", "alpha");
    return notes.toArray(String[]::new);
  }

  private static void note(
      List<String> notes,
      LambdaPath<?> path,
      Penalty.Convention convention,
      String lambda,
      String ratio) {
    Penalty.Strength strength = PathSteps.in(path, convention);
    if (!Double.isNaN(strength.lambda())) {
      notes.add(
          (convention == Penalty.Convention.SKLEARN ? "scikit-learn: " : "glmnet: ")
              + lambda
              + " "
              + value(strength)
              + (isNet(path) ? ", " + ratio + " " + Figures.four(strength.l1Ratio()) : ""));
    }
  }

  /** The penalty as JSON, λ in every convention; null for a λ that a convention has not. */
  static ObjectNode json(LambdaPath<?> path) {
    ObjectNode json = Json.object();
    json.put("type", path.penalty().type().text());
    json.put("convention", path.penalty().convention().text());
    json.put("chosenBy", path.chosenBy());
    json.set("lambdaMin", Json.number(path.lambdaMin()));
    json.set("lambda1se", Json.number(path.lambda1se()));
    for (Penalty.Convention convention : Penalty.Convention.values()) {
      Penalty.Strength strength = PathSteps.in(path, convention);
      ObjectNode node = json.putObject(convention.text());
      node.set("lambda", Json.number(strength.lambda()));
      node.set("l1Ratio", Json.number(strength.l1Ratio()));
    }
    return json;
  }

  /** A C that is infinite penalises nothing. */
  private static String value(Penalty.Strength strength) {
    return Double.isInfinite(strength.lambda()) ? "none" : Figures.six(strength.lambda());
  }

  private static boolean isNet(LambdaPath<?> path) {
    return path.penalty().type() == Penalty.Type.ELASTIC_NET;
  }

  private static boolean isInverse(LambdaPath<?> path, Penalty.Convention convention) {
    return path.penalty().isInverse(convention);
  }
}
