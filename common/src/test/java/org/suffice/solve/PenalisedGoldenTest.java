package org.suffice.solve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.suffice.Tolerance;
import org.suffice.statistic.ExactMoments;

/** Ridge, lasso and elastic net against results in 60 digits. */
class PenalisedGoldenTest {
  static final List<String> SETS =
      List.of(
          "UScrime_standardized",
          "california_housing_standardized",
          "mtcars_raw",
          "mtcars_standardized",
          "nist_Longley_standardized",
          "stackloss_raw",
          "stackloss_standardized",
          "swiss_raw",
          "swiss_standardized");

  /** The rounding of S and s, amplified by the condition of S+λI: at most 1e6 here. */
  private static final Tolerance RIDGE = Tolerance.digits(10, "condition of S+λI");

  private static final Tolerance LASSO =
      Tolerance.digits(10, "condition of S among active columns");

  private static double number(JsonNode fit, String field) {
    assertTrue(fit.path(field).isNumber(), field);
    return fit.path(field).doubleValue();
  }

  @ParameterizedTest
  @FieldSource("SETS")
  void ridge(String name) {
    GoldenRows golden = GoldenRows.of("ridge__" + name);
    ExactMoments moments = golden.moments(null);
    JsonNode expected = golden.json().path("fits");
    double[] lambdas = new double[expected.size()];
    for (int i = 0; i < lambdas.length; i++) {
      lambdas[i] = number(expected.get(i), "lambda");
    }
    RidgePath path = new RidgePath(GoldenRows.centred(moments), null, GoldenRows.means(moments));
    List<RidgeFit> fits = path.solve(lambdas);
    assertEquals(5, fits.size());
    for (int i = 0; i < lambdas.length; i++) {
      RidgeFit fit = fits.get(i);
      JsonNode node = expected.get(i);
      assertEquals(lambdas[i], fit.lambda());
      RIDGE.check("coef", GoldenRows.numbers(node.path("coef")), fit.coefficients());
      RIDGE.check("rss", number(node, "rss"), fit.rss());
      RIDGE.check("objective", number(node, "objective"), 2 * fit.solution().objective());
      RIDGE.check("df", number(node, "effective_df_with_intercept"), 1 + fit.effectiveDegrees());
      RIDGE.check(
          "intercept",
          number(node, "intercept"),
          GoldenRows.intercept(moments, fit.coefficients()));
    }
  }

  /** Each λ from zeros, and as a path. */
  @ParameterizedTest
  @FieldSource("SETS")
  void lasso(String name) {
    GoldenRows golden = GoldenRows.of("lasso__" + name);
    ExactMoments moments = golden.moments(null);
    JsonNode expected = golden.json().path("fits");
    double[] lambdas = new double[expected.size()];
    for (int i = 0; i < lambdas.length; i++) {
      lambdas[i] = number(expected.get(i), "lambda");
    }
    Quadratic quadratic = GoldenRows.centred(moments);
    PenalisedPath path = new PenalisedPath(quadratic, 1, null, null, false);
    Tolerance.digits(13, "one rounding of s")
        .check("lambda max", number(golden.json(), "lambda_max"), path.lambdaMax());
    List<PenalisedFit> fits = path.fit(lambdas);
    CoordinateDescent solver = new CoordinateDescent(quadratic);
    for (int i = 0; i < lambdas.length; i++) {
      check(expected.get(i), moments, fits.get(i));
      check(
          expected.get(i),
          moments,
          solver.solve(path.l1(lambdas[i]), path.l2(lambdas[i]), false, null));
    }
  }

  @ParameterizedTest
  @FieldSource("SETS")
  void elasticNet(String name) {
    GoldenRows golden = GoldenRows.of("elasticnet__" + name);
    ExactMoments moments = golden.moments(null);
    Quadratic quadratic = GoldenRows.centred(moments);
    JsonNode expected = golden.json().path("fits");
    assertEquals(4, expected.size());
    for (JsonNode node : expected) {
      // RSS + λ1‖w‖₁ + λ2‖w‖² is twice ours with λρ = λ1 and λ(1−ρ) = λ2
      double lambda = number(node, "lambda1") + number(node, "lambda2");
      double ratio = number(node, "lambda1") / lambda;
      check(
          node, moments, new PenalisedPath(quadratic, ratio, null, null, false).fit(lambda).get(0));
    }
  }

  private static void check(JsonNode expected, ExactMoments moments, PenalisedFit fit) {
    assertEquals(Solution.Termination.CONVERGED, fit.solution().termination());
    double[] coefficients = GoldenRows.numbers(expected.path("coef"));
    for (int j = 0; j < coefficients.length; j++) {
      if (coefficients[j] == 0) {
        assertEquals(0, fit.coefficients()[j], "a zero must be exact");
      } else {
        LASSO.check("coef[" + j + "]", coefficients[j], fit.coefficients()[j]);
      }
    }
    assertEquals(number(expected, "n_nonzero"), fit.nonZeros());
    LASSO.check("rss", number(expected, "rss"), fit.rss());
    LASSO.check("objective", number(expected, "objective"), 2 * fit.solution().objective());
    LASSO.check(
        "intercept",
        number(expected, "intercept"),
        GoldenRows.intercept(moments, fit.coefficients()));
    double yy = moments.centredProduct(moments.numFeatures(), moments.numFeatures()).value();
    double nullObjective = Math.scalb(yy, 2 * moments.exponent(moments.numFeatures())) / 2;
    assertTrue(
        fit.dualityGap() >= 0 && fit.dualityGap() <= 1e-10 * nullObjective,
        "duality gap " + fit.dualityGap() + " of " + nullObjective);
  }

  /** No file lies there unused, and none is missing. */
  @Test
  void everyFileIsCompared() throws IOException, URISyntaxException {
    Path directory = Path.of(getClass().getResource("/golden").toURI());
    try (Stream<Path> files = Files.list(directory)) {
      TreeSet<String> there =
          files
              .map(file -> file.getFileName().toString())
              .filter(file -> file.matches("(ridge|lasso|elasticnet)__.*"))
              .collect(Collectors.toCollection(TreeSet::new));
      TreeSet<String> compared =
          Stream.of("ridge__", "lasso__", "elasticnet__")
              .flatMap(method -> SETS.stream().map(set -> method + set + ".json"))
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(compared, there);
    }
  }
}
