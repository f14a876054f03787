package org.suffice.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.suffice.Failure;
import org.suffice.read.Text;

/**
 * What is known of a discriminant analysis from rows that were left out of fits. Scores of rows are
 * computed in doubles by whatever BLAS there is, so that these figures stand in {@code model.json},
 * not among the arrays, which have the same bits everywhere.
 *
 * @param path the candidates of a cross-validation from the most to the least shrunk; empty without
 * @param leaveOneOut with the priors of the other rows, or given ones; empty where not asked for
 * @param fixedPriors the same with the priors of all rows; empty where priors were given too
 */
public record DiscriminantValidation(
    List<Step> path, Optional<LeaveOneOut> leaveOneOut, Optional<LeaveOneOut> fixedPriors) {
  /** Nothing known. */
  public static final DiscriminantValidation NONE =
      new DiscriminantValidation(List.of(), Optional.empty(), Optional.empty());

  /**
   * A candidate. Errors are means over folds, each counted alike, and NaN where a fold has none.
   *
   * @param shrinkage α; NaN where it is found for each class by Ledoit and Wolf
   * @param mix share of the pooled covariance in that of each class
   * @param cvError logarithmic loss of the rows left out
   * @param cvStandardError of that mean
   * @param cvMisclassification share of the rows left out that are told wrongly
   * @param problem why it could not be chosen; empty where it could
   * @param chosen whether the model is this one
   */
  public record Step(
      double shrinkage,
      double mix,
      double cvError,
      double cvStandardError,
      double cvMisclassification,
      String problem,
      boolean chosen) {}

  /**
   * Every row as the fit of the others tells it.
   *
   * @param accuracy share of the rows, by weight
   * @param logLoss NaN where it is not defined
   * @param confusion c×c, how many rows of a class were taken for a class
   */
  public record LeaveOneOut(double accuracy, double logLoss, long[] confusion) {}

  /** Copies. */
  public DiscriminantValidation {
    path = List.copyOf(path);
  }

  /** Adds {@code path} and {@code leaveOneOut}, where they are known. */
  void put(ObjectNode details) {
    if (!path.isEmpty()) {
      putPath(details);
    }
    leaveOneOut.ifPresent(
        refitted -> {
          ObjectNode node = details.putObject("leaveOneOut");
          put(refitted, node);
          fixedPriors.ifPresent(fixed -> put(fixed, node.putObject("fixedPriors")));
        });
  }

  /** Adds {@code path}: what is not defined, or infinite, is null. */
  public void putPath(ObjectNode json) {
    ArrayNode steps = json.putArray("path");
    for (Step step : path) {
      ObjectNode node = steps.addObject();
      if (Double.isNaN(step.shrinkage())) {
        node.put("shrinkage", "auto");
      } else {
        node.put("shrinkage", step.shrinkage());
      }
      node.put("mix", step.mix());
      node.set("cvError", Json.number(step.cvError()));
      node.set("cvStandardError", Json.number(step.cvStandardError()));
      node.set("cvMisclassification", Json.number(step.cvMisclassification()));
      node.put("chosen", step.chosen());
      if (!step.problem().isEmpty()) {
        node.put("problem", step.problem());
      }
    }
  }

  private static void put(LeaveOneOut figures, ObjectNode node) {
    node.set("accuracy", Json.number(figures.accuracy()));
    node.set("logLoss", Json.number(figures.logLoss()));
    ArrayNode confusion = node.putArray("confusion");
    for (long count : figures.confusion()) {
      confusion.add(count);
    }
  }

  /**
   * Reads what {@link #put} wrote.
   *
   * @param c the number of classes
   * @throws Failure when it is not that
   */
  static DiscriminantValidation read(JsonNode details, int c) {
    List<Step> path = new ArrayList<>();
    for (JsonNode node : details.path("path")) {
      String problem = node.path("problem").asText("");
      path.add(
          new Step(
              node.path("shrinkage").asText().equals("auto")
                  ? Double.NaN
                  : required(node, "shrinkage"),
              required(node, "mix"),
              number(node, "cvError"),
              number(node, "cvStandardError"),
              number(node, "cvMisclassification"),
              problem,
              node.path("chosen").asBoolean()));
    }
    JsonNode left = details.path("leaveOneOut");
    return new DiscriminantValidation(
        path, leaveOneOut(left, c), leaveOneOut(left.path("fixedPriors"), c));
  }

  private static Optional<LeaveOneOut> leaveOneOut(JsonNode node, int c) {
    if (node.isMissingNode()) {
      return Optional.empty();
    }
    JsonNode counts = node.path("confusion");
    long[] confusion = new long[counts.size()];
    for (int i = 0; i < confusion.length; i++) {
      confusion[i] = counts.get(i).canConvertToLong() ? counts.get(i).longValue() : -1;
      if (confusion[i] < 0) {
        throw Failure.data("confusion: no number of rows: " + Text.show(counts.get(i).toString()));
      }
    }
    if (confusion.length != (long) c * c) {
      throw Failure.data("confusion: expected " + c + "² numbers, found " + confusion.length);
    }
    return Optional.of(
        new LeaveOneOut(number(node, "accuracy"), number(node, "logLoss"), confusion));
  }

  private static double number(JsonNode node, String name) {
    return node.path(name).isNull() ? Double.NaN : required(node, name);
  }

  private static double required(JsonNode node, String name) {
    if (!node.path(name).isNumber()) {
      throw Failure.data(name + " is no number: " + Text.show(node.path(name).toString()));
    }
    return node.path(name).doubleValue();
  }
}
