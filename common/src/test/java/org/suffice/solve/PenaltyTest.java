package org.suffice.solve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.Failure;
import org.suffice.Tolerance;
import org.suffice.solve.Penalty.Convention;
import org.suffice.solve.Penalty.Strength;
import org.suffice.solve.Penalty.Type;
import org.suffice.statistic.ExactMoments;

/** Each convention of λ against what its owner finds. */
class PenaltyTest {
  static final java.util.List<String> SETS = PenalisedGoldenTest.SETS;

  private static final Tolerance ROUNDING =
      Tolerance.relative(4 * Tolerance.ULP, "a few roundings");

  private static double deviation(ExactMoments moments) {
    int y = moments.numFeatures();
    double mean = moments.centredProduct(y, y).value() / moments.sumWeights().value();
    return Math.scalb(Math.sqrt(mean), moments.exponent(y));
  }

  /** scikit-learn's own numbers, with and without weights. */
  @Test
  void scikitLearn() {
    GoldenRows golden = GoldenRows.of("penalty__sklearn_mtcars");
    double[] weights = new double[golden.y().length];
    Arrays.setAll(weights, i -> 1 + 0.5 * (i % 3));
    JsonNode cases = golden.json().path("cases");
    assertEquals(10, cases.size());
    for (JsonNode node : cases) {
      ExactMoments moments = golden.moments(node.path("weights").asBoolean() ? weights : null);
      Type type = Type.valueOf(node.path("type").asText().replace('-', '_').toUpperCase());
      Penalty penalty =
          new Penalty(type, Convention.SKLEARN, node.path("l1_ratio").asDouble(Double.NaN));
      double sum = moments.sumWeights().value();
      Strength ours = penalty.toSuffice(node.path("alpha").doubleValue(), sum, Double.NaN);
      PenalisedFit fit =
          new PenalisedPath(
                  GoldenRows.centred(moments),
                  ours.l1Ratio(),
                  null,
                  null,
                  node.path("positive").asBoolean())
              .fit(ours.lambda())
              .get(0);
      double[] expected = GoldenRows.numbers(node.path("coef"));
      for (int j = 0; j < expected.length; j++) {
        if (expected[j] == 0) {
          assertEquals(0, fit.coefficients()[j], node.toString());
        } else {
          Tolerance.digits(9, "where scikit-learn stops")
              .check("coef", expected[j], fit.coefficients()[j]);
        }
      }
      Tolerance.digits(10, "where scikit-learn stops")
          .check(
              "intercept",
              node.path("intercept").doubleValue(),
              GoldenRows.intercept(moments, fit.coefficients()));
    }
  }

  /**
   * The golden files say with which (λg, α) R's glmnet found their numbers: λg = λ1/(2n) + s·λ2/n,
   * α = λ1/(2n)/λg, s = sd(y) with 1/n; and likewise for scikit-learn.
   */
  @ParameterizedTest
  @FieldSource("SETS")
  void glmnetAndScikitLearnOfTheGoldenFiles(String name) {
    GoldenRows golden = GoldenRows.of("elasticnet__" + name);
    ExactMoments moments = golden.moments(null);
    double n = golden.y().length;
    double s = deviation(moments);
    for (JsonNode node : golden.json().path("fits")) {
      double one = node.path("lambda1").doubleValue();
      double two = node.path("lambda2").doubleValue();
      double lambda = one / (2 * n) + s * two / n;
      Strength glmnet =
          new Penalty(Type.ELASTIC_NET, Convention.GLMNET, one / (2 * n) / lambda)
              .toSuffice(lambda, n, s);
      check(one, two, glmnet);
      double alpha = one / (2 * n) + two / n;
      Strength sklearn =
          new Penalty(Type.ELASTIC_NET, Convention.SKLEARN, one / (2 * n) / alpha)
              .toSuffice(alpha, n, s);
      check(one, two, sklearn);
    }
    JsonNode lasso = GoldenRows.of("lasso__" + name).json().path("fits").get(0);
    double lambda = lasso.path("lambda").doubleValue();
    for (Convention convention : new Convention[] {Convention.SKLEARN, Convention.GLMNET}) {
      Strength ours = Penalty.of(Type.LASSO, convention).toSuffice(lambda / (2 * n), n, s);
      ROUNDING.check("lasso", lambda, ours.lambda());
      assertEquals(1, ours.l1Ratio());
    }
  }

  private static void check(double one, double two, Strength ours) {
    Tolerance tolerance =
        Tolerance.absolute(4 * Tolerance.ULP * (one + two), "a ratio near 1 has rounded 1 − α");
    tolerance.check("λρ", one, ours.lambda() * ours.l1Ratio());
    tolerance.check("λ(1−ρ)", two, ours.lambda() * (1 - ours.l1Ratio()));
  }

  @Test
  void table() {
    assertEquals(
        new Strength(3, 0.25),
        new Penalty(Type.ELASTIC_NET, Convention.SUFFICE, 0.25).toSuffice(3, 10, 2));
    assertEquals(
        new Strength(3, 0), Penalty.of(Type.RIDGE, Convention.SKLEARN).toSuffice(3, 10, 2));
    assertEquals(
        new Strength(60, 1), Penalty.of(Type.LASSO, Convention.SKLEARN).toSuffice(3, 10, 2));
    assertEquals(
        new Strength(15, 0), Penalty.of(Type.RIDGE, Convention.GLMNET).toSuffice(3, 10, 2));
    assertEquals(
        new Strength(60, 1), Penalty.of(Type.LASSO, Convention.GLMNET).toSuffice(3, 10, 2));
    assertEquals(new Strength(0, 0), Penalty.of(Type.NONE, Convention.SUFFICE).toSuffice(0, 10, 2));
    // α = ½: λρ = 2·10·3/2 = 30, λ(1−ρ) = 10·3/2/2 = 7.5
    Strength net = new Penalty(Type.ELASTIC_NET, Convention.GLMNET, 0.5).toSuffice(3, 10, 2);
    assertEquals(new Strength(37.5, 0.8), net);
  }

  /** The table of conventions of log loss, n being 10; the deviation of a label is not read. */
  @Test
  void tableOfLogLoss() {
    assertEquals(new Strength(4, 0), log(Type.RIDGE, Convention.SKLEARN).toSuffice(0.25, 10, NAN));
    assertEquals(new Strength(8, 1), log(Type.LASSO, Convention.SKLEARN).toSuffice(0.25, 10, NAN));
    // r = 0.25: λρ = 2·0.25·4 = 2, λ(1−ρ) = 0.75·4 = 3
    assertEquals(
        new Strength(5, 0.4), log(Type.ELASTIC_NET, Convention.SKLEARN).toSuffice(0.25, 10, NAN));
    assertEquals(new Strength(30, 0), log(Type.RIDGE, Convention.GLMNET).toSuffice(3, 10, NAN));
    assertEquals(new Strength(60, 1), log(Type.LASSO, Convention.GLMNET).toSuffice(3, 10, NAN));
    // α = 0.25: λρ = 2·10·3·0.25 = 15, λ(1−ρ) = 10·3·0.75 = 22.5
    assertEquals(
        new Strength(37.5, 0.4), log(Type.ELASTIC_NET, Convention.GLMNET).toSuffice(3, 10, NAN));
    assertEquals(
        new Strength(3, 0.25), log(Type.ELASTIC_NET, Convention.SUFFICE).toSuffice(3, 10, NAN));
  }

  private static final double NAN = Double.NaN;

  private static Penalty log(Type type, Convention convention) {
    return new Penalty(type, convention, 0.25, Penalty.Family.LOG_LOSS);
  }

  @ParameterizedTest
  @EnumSource(Convention.class)
  void logLossThereAndBack(Convention convention) {
    for (Type type : new Type[] {Type.RIDGE, Type.LASSO, Type.ELASTIC_NET}) {
      Penalty penalty = log(type, convention);
      Strength ours = penalty.toSuffice(0.7, 123, NAN);
      Strength back = penalty.fromSuffice(ours, convention, 123, NAN);
      ROUNDING.check("lambda", 0.7, back.lambda());
      Tolerance.absolute(4 * Tolerance.ULP, "a few roundings")
          .check("ratio", penalty.l1Ratio(), back.l1Ratio());
      ROUNDING.check("given", 0.7, penalty.given(ours.lambda(), 123, NAN));
      for (Convention other : Convention.values()) {
        Strength theirs = penalty.fromSuffice(ours, other, 123, NAN);
        Strength again =
            new Penalty(type, other, theirs.l1Ratio(), Penalty.Family.LOG_LOSS)
                .toSuffice(theirs.lambda(), 123, NAN);
        ROUNDING.check("by way of another", ours.lambda(), again.lambda());
      }
    }
  }

  /** No penalty is an infinite C, and a C of 0 is nothing. */
  @Test
  void noPenaltyHasNoFiniteC() {
    Penalty net = log(Type.ELASTIC_NET, Convention.SKLEARN);
    Strength none = net.toSuffice(Double.POSITIVE_INFINITY, 10, NAN);
    assertEquals(new Strength(0, 0.4), none);
    assertEquals(
        new Strength(Double.POSITIVE_INFINITY, 0.25),
        net.fromSuffice(none, Convention.SKLEARN, 10, NAN));
    assertEquals(0, net.fromSuffice(none, Convention.GLMNET, 10, NAN).lambda());
    assertEquals(
        Failure.Kind.USAGE, assertThrows(Failure.class, () -> net.toSuffice(0, 10, NAN)).kind());
    assertEquals(0, log(Type.RIDGE, Convention.GLMNET).toSuffice(0, 10, NAN).lambda());
  }

  @ParameterizedTest
  @EnumSource(Convention.class)
  void thereAndBack(Convention convention) {
    for (Type type : new Type[] {Type.RIDGE, Type.LASSO, Type.ELASTIC_NET}) {
      Penalty penalty = new Penalty(type, convention, 0.3);
      Strength ours = penalty.toSuffice(0.7, 123, 4.5);
      Strength back = penalty.fromSuffice(ours, convention, 123, 4.5);
      ROUNDING.check("lambda", 0.7, back.lambda());
      Tolerance.absolute(4 * Tolerance.ULP, "a few roundings")
          .check("ratio", penalty.l1Ratio(), back.l1Ratio());
      Strength none = new Strength(0, ours.l1Ratio());
      assertEquals(0, penalty.toSuffice(0, 123, 4.5).lambda());
      Tolerance.absolute(4 * Tolerance.ULP, "a few roundings")
          .check("ratio", ours.l1Ratio(), penalty.toSuffice(0, 123, 4.5).l1Ratio());
      Strength noneBack = penalty.fromSuffice(none, convention, 123, 4.5);
      assertEquals(0, noneBack.lambda());
      Tolerance.absolute(4 * Tolerance.ULP, "a few roundings")
          .check("ratio", penalty.l1Ratio(), noneBack.l1Ratio());
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.5, Double.NaN})
  void ratioOutsideIsRefused(double ratio) {
    Failure failure =
        assertThrows(Failure.class, () -> new Penalty(Type.ELASTIC_NET, Convention.SUFFICE, ratio));
    assertEquals(Failure.Kind.USAGE, failure.kind());
  }

  @Test
  void glmnetNeedsALabelThatVaries() {
    Penalty ridge = Penalty.of(Type.RIDGE, Convention.GLMNET);
    assertEquals(
        Failure.Kind.DATA, assertThrows(Failure.class, () -> ridge.toSuffice(1, 10, 0)).kind());
    assertEquals(20, Penalty.of(Type.LASSO, Convention.GLMNET).toSuffice(1, 10, 0).lambda());
  }

  @Test
  void namesOfTheConfiguration() {
    assertEquals("elastic-net", Type.ELASTIC_NET.text());
    assertEquals("sklearn", Convention.SKLEARN.text());
  }
}
