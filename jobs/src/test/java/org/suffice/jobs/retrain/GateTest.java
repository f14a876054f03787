package org.suffice.jobs.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.suffice.solve.PairedTest;
import org.suffice.statistic.SampledRows;

/** What is published, and how often by mistake. */
final class GateTest {
  private static final double LEVEL = 0.05;

  private static Gate gate(Gate.Policy policy, Gate.Test test) {
    return new Gate(
        Optional.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        0.5,
        policy,
        test,
        LEVEL,
        399,
        1);
  }

  /**
   * Two models of y that predict numbers, on rows of a night.
   *
   * @param night the seed of the rows
   * @param skewed whether small errors of one sign stand against large ones of the other
   * @param champion what it adds to the part of y that can be known
   * @param challenger likewise
   */
  private static Comparison night(
      int night, int rows, boolean skewed, double champion, double challenger) {
    Random random = new Random(night);
    SampledRows losses = new SampledRows(ComparedSplit.LIMIT, ComparedSplit.WIDTH, 1);
    double before = 0;
    double now = 0;
    for (int i = 0; i < rows; i++) {
      double z = random.nextGaussian();
      // With mean 0; those of amounts, such as prices, are skewed.
      double error = skewed ? Math.exp(z) - Math.exp(0.5) : z;
      double first = Math.pow(error - champion, 2);
      double second = Math.pow(error - challenger, 2);
      losses.add(0, i, 1, first, second, 0);
      before += first;
      now += second;
    }
    return comparison(Math.sqrt(before / rows), Math.sqrt(now / rows), rows, losses);
  }

  private static Comparison comparison(double before, double now, int rows, SampledRows losses) {
    return new Comparison(
        Metric.RMSE,
        Double.isNaN(before)
            ? Optional.empty()
            : Optional.of(new Scores(Map.of("rmse", before), 0, 0)),
        new Scores(Map.of("rmse", now), 0, 0),
        rows,
        0,
        losses,
        null,
        List.of());
  }

  private static int promoted(
      Gate gate, int nights, boolean skewed, double champion, double challenger) {
    int promoted = 0;
    for (int night = 0; night < nights; night++) {
      promoted += gate.decide(night(night, 400, skewed, champion, challenger)).promote() ? 1 : 0;
    }
    return promoted;
  }

  /** Models that are equally wrong, each in its way: a change for nothing. */
  @ParameterizedTest
  @EnumSource(names = {"BOOTSTRAP", "T"})
  void aChangeForNothingIsPublishedInNoMoreThanTheLevel(Gate.Test test) {
    int nights = 1000;
    boolean skewed = test == Gate.Test.BOOTSTRAP; // Student's test takes too many of such
    double most = nights * LEVEL + 3 * Math.sqrt(nights * LEVEL * (1 - LEVEL));
    int better = promoted(gate(Gate.Policy.BETTER, test), nights, skewed, 0.3, -0.3);
    assertTrue(better > 0 && better <= most, better + " of " + nights + " nights, at most " + most);
    int turned = promoted(gate(Gate.Policy.BETTER, test), nights, skewed, -0.3, 0.3);
    assertTrue(turned > 0 && turned <= most, turned + " of " + nights + " nights");
    // The nightly refresh keeps the old model in no more than that share.
    int refreshed = promoted(gate(Gate.Policy.NO_WORSE, test), nights, skewed, 0.3, -0.3);
    assertTrue(refreshed >= nights - most, refreshed + " of " + nights + " nights");
  }

  @ParameterizedTest
  @EnumSource(Gate.Policy.class)
  void anImprovementIsPublishedAndALossIsNot(Gate.Policy policy) {
    Gate gate = gate(policy, Gate.Test.BOOTSTRAP);
    assertTrue(promoted(gate, 200, true, 1.5, 0) >= 198);
    assertTrue(promoted(gate, 200, true, 0, 1.5) <= 2);
  }

  @Test
  void boundsHoldWhateverTheTestSays() {
    Gate any = gate(Gate.Policy.NO_WORSE, Gate.Test.NONE);
    assertTrue(any.decide(comparison(1, 1.4, 10, null)).promote());
    Gate.Decision worse = any.decide(comparison(1, 1.6, 10, null));
    assertFalse(worse.promote());
    assertEquals(0.6, worse.worsening(), 1e-12);
    assertTrue(worse.reason().contains("rmse is 60.0 % worse"), worse.reason());
    for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertFalse(any.decide(comparison(1, value, 10, null)).promote());
      assertFalse(any.decide(comparison(Double.NaN, value, 10, null)).promote());
    }
    assertTrue(any.decide(comparison(Double.POSITIVE_INFINITY, 3, 10, null)).promote());
    Gate strict =
        new Gate(
            Optional.of(Metric.RMSE),
            OptionalDouble.of(0.5),
            OptionalDouble.of(2),
            0.5,
            Gate.Policy.BETTER,
            Gate.Test.NONE,
            LEVEL,
            399,
            1);
    assertTrue(strict.decide(comparison(Double.NaN, 2, 10, null)).promote());
    assertFalse(strict.decide(comparison(Double.NaN, 2.01, 10, null)).promote());
    assertFalse(strict.decide(comparison(3, 2.01, 10, null)).promote());
    assertFalse(strict.decide(comparison(3, 0.4, 10, null)).promote());
    assertTrue(strict.decide(comparison(1.01, 1, 10, null)).promote());
    assertFalse(strict.decide(comparison(1, 1, 10, null)).promote());
  }

  /** On few rows equal models differ by more than the limit: what chance explains is let pass. */
  @Test
  void aWorseningByChanceIsNoWorsening() {
    Gate strict =
        new Gate(
            Optional.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            0.01,
            Gate.Policy.NO_WORSE,
            Gate.Test.T,
            LEVEL,
            399,
            1);
    int refused = 0;
    int larger = 0;
    for (int night = 0; night < 300; night++) {
      Gate.Decision decision = strict.decide(night(night, 200, false, 0.3, -0.3));
      larger += decision.worsening() > 0.01 ? 1 : 0;
      refused += decision.promote() ? 0 : 1;
    }
    assertTrue(larger > 60, larger + " nights beyond the limit by their figures");
    assertTrue(refused <= 300 * LEVEL + 3 * Math.sqrt(300 * LEVEL), refused + " refused");
    Gate.Decision shown = strict.decide(night(1, 2000, false, 0, 1));
    assertFalse(shown.promote());
    assertTrue(shown.reason().contains("beyond chance"), shown.reason());
  }

  /** The standard error of a relative change against that of many nights. */
  @Test
  void theErrorOfAWorseningIsThatOfItsMetric() {
    for (Metric metric : List.of(Metric.RMSE, Metric.R2)) {
      double[] changes = new double[400];
      double error = 0;
      for (int i = 0; i < changes.length; i++) {
        Comparison night = night(i, 400, false, 0.3, -0.3);
        double rmse = night.champion().orElseThrow().of(Metric.RMSE);
        double now = night.challenger().of(Metric.RMSE);
        // The label is the error plus something of variance 1 that both models know.
        Scores before = new Scores(Map.of("rmse", rmse, "r2", 1 - rmse * rmse / 2), 0, 0);
        double[] loss = night.losses().column(1);
        double[] other = night.losses().column(2);
        double[] differences = new double[loss.length];
        double[] ones = new double[loss.length];
        for (int j = 0; j < loss.length; j++) {
          differences[j] = loss[j] - other[j];
          ones[j] = 1;
        }
        error +=
            metric.relativeError(before, PairedTest.student(differences, ones).standardError())
                / changes.length;
        changes[i] =
            metric == Metric.RMSE
                ? metric.worsening(rmse, now)
                : metric.worsening(1 - rmse * rmse / 2, 1 - now * now / 2);
      }
      double mean = Arrays.stream(changes).average().orElseThrow();
      double spread =
          Math.sqrt(Arrays.stream(changes).map(c -> (c - mean) * (c - mean)).sum() / 399);
      assertEquals(1, error / spread, 0.15, metric + ": " + error + " for " + spread);
    }
  }

  @Test
  void moreIsBetterOfSomeMetrics() {
    assertEquals(0.1, Metric.R2.worsening(0.5, 0.45), 1e-12);
    assertEquals(-0.1, Metric.R2.worsening(-0.5, -0.45), 1e-12);
    assertEquals(0.1, Metric.LOG_LOSS.worsening(0.5, 0.55), 1e-12);
    assertEquals(Double.POSITIVE_INFINITY, Metric.RMSE.worsening(0, 0.1));
    assertEquals(0, Metric.RMSE.worsening(0, 0));
  }

  @Test
  void theSameRunDecidesTheSame() {
    Gate gate = gate(Gate.Policy.BETTER, Gate.Test.BOOTSTRAP);
    assertEquals(
        gate.decide(night(3, 400, true, 0.3, 0)).json(),
        gate.decide(night(3, 400, true, 0.3, 0)).json());
  }
}
