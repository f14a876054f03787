package org.suffice.jobs.retrain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.suffice.model.Json;
import org.suffice.solve.PairedTest;
import org.suffice.statistic.SampledRows;

/**
 * What a new model must show to take the place of the one in service.
 *
 * @param metric by which they are compared; empty for the usual one of the model
 * @param minimum the least value of the metric
 * @param maximum the largest
 * @param maxWorsening the most by which it may be worse than the one in service, as a share
 * @param policy what the test decides
 * @param test of the difference on the same rows
 * @param level of the test: the chance to promote a model that is no better, with {@link
 *     Policy#BETTER}
 * @param replicates of the bootstrap
 * @param seed of samples
 */
public record Gate(
    Optional<Metric> metric,
    OptionalDouble minimum,
    OptionalDouble maximum,
    double maxWorsening,
    Policy policy,
    Test test,
    double level,
    int replicates,
    long seed) {
  /** On fewer rows that differ neither Student's t nor the bootstrap keeps its level. */
  private static final int FEW = 20;

  /** What the test decides. */
  public enum Policy {
    /** A new model is promoted unless it is shown to be worse. */
    NO_WORSE,
    /** A new model is promoted only where it is shown to be better. */
    BETTER
  }

  /** How a difference is told from chance. */
  public enum Test {
    /** By sampling the rows with replacement. */
    BOOTSTRAP,
    /** By Student's t. */
    T,
    /** Not at all. */
    NONE
  }

  /**
   * What was decided, and why.
   *
   * @param reason in one line
   * @param worsening of the metric as a share; NaN without a champion
   * @param test of the difference, where one was made
   */
  record Decision(boolean promote, String reason, double worsening, Optional<PairedTest> test) {
    /** The decision among the figures of a run. */
    ObjectNode json() {
      ObjectNode json = Json.object();
      json.put("promote", promote);
      json.put("reason", reason);
      json.set("worsening", Json.number(worsening));
      test.ifPresent(
          each -> {
            ObjectNode figures = json.putObject("test");
            figures.put("name", each.name());
            figures.put("rows", each.rows());
            figures.set("difference", Json.number(each.difference()));
            figures.set("standardError", Json.number(each.standardError()));
            figures.set("statistic", Json.number(each.statistic()));
            figures.set("pBetter", Json.number(each.better()));
            figures.set("pWorse", Json.number(each.worse()));
          });
      return json;
    }
  }

  /** Decides. */
  Decision decide(Comparison comparison) {
    Metric by = comparison.metric();
    double now = comparison.challenger().of(by);
    Optional<String> refused = threshold(by, now);
    if (comparison.champion().isEmpty()) {
      return new Decision(
          refused.isEmpty(),
          refused.orElse("there is no model in service to compare with"),
          Double.NaN,
          Optional.empty());
    }
    double before = comparison.champion().get().of(by);
    if (refused.isEmpty() && !Double.isFinite(before)) {
      return new Decision(
          true, by.key() + " of the model in service is not finite", Double.NaN, Optional.empty());
    }
    Optional<PairedTest> tested =
        test == Test.NONE || !Double.isFinite(before) || !Double.isFinite(now)
            ? Optional.empty()
            : Optional.of(test(by, comparison.losses()));
    double worsening = by.worsening(before, now);
    if (refused.isEmpty() && worsening - chance(comparison, tested) > maxWorsening) {
      refused =
          Optional.of(
              String.format(
                  Locale.ROOT,
                  "%s is %.3g %% worse than that of the model in service%s, more than %.3g %%",
                  by.key(),
                  100 * worsening,
                  tested.isPresent() ? ", beyond chance" : "",
                  100 * maxWorsening));
    }
    return refused
        .map(why -> new Decision(false, why, worsening, tested))
        .orElseGet(() -> byTest(by, worsening, tested));
  }

  /**
   * By how much the worsening may be too large by chance: up to the lower end of its one-sided
   * confidence interval. 0 without a test.
   */
  private double chance(Comparison comparison, Optional<PairedTest> tested) {
    if (tested.isEmpty() || !Double.isFinite(tested.get().standardError())) {
      return 0;
    }
    double error =
        comparison
            .metric()
            .relativeError(comparison.champion().orElseThrow(), tested.get().standardError());
    return error * NormalDistribution.of(0, 1).inverseSurvivalProbability(level);
  }

  private Optional<String> threshold(Metric by, double value) {
    if (!Double.isFinite(value)) {
      return Optional.of(by.key() + " of the new model is not a finite number");
    }
    if (minimum.isPresent() && value < minimum.getAsDouble()) {
      return Optional.of(by.key() + " " + value + " is below the minimum " + minimum.getAsDouble());
    }
    if (maximum.isPresent() && value > maximum.getAsDouble()) {
      return Optional.of(by.key() + " " + value + " is above the maximum " + maximum.getAsDouble());
    }
    return Optional.empty();
  }

  private Decision byTest(Metric by, double worsening, Optional<PairedTest> tested) {
    boolean promote;
    String reason;
    if (policy == Policy.BETTER) {
      promote = tested.map(each -> each.better() <= level).orElse(worsening < 0);
      reason = promote ? "it is better" : "it is not shown to be better";
      reason += tested.map(each -> p(each.better())).orElse(" by " + by.key());
    } else {
      promote = tested.map(each -> each.worse() > level).orElse(true);
      reason = promote ? "it is not shown to be worse" : "it is worse";
      reason += tested.map(each -> p(each.worse())).orElse(" by more than is allowed");
    }
    return new Decision(promote, reason, worsening, tested);
  }

  private String p(double value) {
    return String.format(Locale.ROOT, " (p %.3g, level %s)", value, level);
  }

  private PairedTest test(Metric by, SampledRows losses) {
    double[] first = losses.column(1);
    double[] second = losses.column(2);
    int[] defined =
        IntStream.range(0, first.length)
            .filter(i -> by == Metric.AUC || Double.isFinite(first[i] - second[i]))
            .toArray();
    double[] weights = chosen(losses.column(0), defined);
    if (by == Metric.AUC) {
      double[] labels = losses.column(3);
      boolean[] positive = new boolean[labels.length];
      for (int i = 0; i < labels.length; i++) {
        positive[i] = labels[i] == 1;
      }
      return PairedTest.areas(first, second, positive, weights);
    }
    double[] differences = new double[defined.length];
    for (int i = 0; i < defined.length; i++) {
      differences[i] = first[defined[i]] - second[defined[i]];
    }
    boolean counts = by == Metric.ACCURACY && Arrays.stream(weights).allMatch(w -> w == 1);
    if (counts) {
      return PairedTest.signs(differences);
    }
    long differing = Arrays.stream(differences).filter(d -> d != 0).count();
    if (by == Metric.ACCURACY || differing < FEW) {
      return PairedTest.randomSigns(differences, weights, replicates, seed);
    }
    return test == Test.T
        ? PairedTest.student(differences, weights)
        : PairedTest.bootstrap(differences, weights, replicates, seed);
  }

  private static double[] chosen(double[] values, int[] rows) {
    return IntStream.of(rows).mapToDouble(i -> values[i]).toArray();
  }

  /** The rule among the figures of a run. */
  ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("policy", policy == Policy.BETTER ? "better" : "no-worse");
    minimum.ifPresent(value -> json.put("minimum", value));
    maximum.ifPresent(value -> json.put("maximum", value));
    json.put("maxWorsening", maxWorsening);
    json.put("level", level);
    return json;
  }
}
