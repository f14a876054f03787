package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.suffice.Tolerance;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.model.LinearModel;
import org.suffice.model.TrainingRecord;
import org.suffice.solve.LeastSquares;
import org.suffice.solve.LeastSquaresFit;
import org.suffice.statistic.ExactGramStatistic;
import org.suffice.statistic.ExactMoments;
import org.suffice.statistic.GramStatistic;
import org.suffice.train.LinearRegression.Precision;

/**
 * Ordinary, weighted and rank deficient least squares against results that were computed in exact
 * rational arithmetic and checked with R and statsmodels; NIST's Norris and Longley against the
 * certified values. See {@code golden/README.md} for the digits attained.
 */
class LeastSquaresGoldenTest {
  private static final double LEVEL = 0.95;

  /** What is promised wherever the columns are not nearly dependent. */
  private static final double PROMISED_DIGITS = 9;

  private static final List<String> FITS =
      List.of(
          "ols__ChickWeight",
          "ols__LifeCycleSavings",
          "ols__UScrime",
          "ols__california_housing",
          "ols__cars",
          "ols__cars_nointercept",
          "ols__cpus",
          "ols__diamonds",
          "ols__faithful",
          "ols__linnerud_pulse",
          "ols__linnerud_waist",
          "ols__linnerud_weight",
          "ols__mpg",
          "ols__mtcars",
          "ols__nist_Longley",
          "ols__nist_Norris",
          "ols__quakes",
          "ols__stackloss",
          "ols__swiss",
          "ols__trees",
          "ols__warpbreaks",
          "wls__cars_w",
          "wls__mtcars_w",
          "wls__swiss_w");

  private static final List<String> DEPENDENT =
      List.of(
          "ols_rankdef_mtcars_constant",
          "ols_rankdef_mtcars_duplicate",
          "ols_rankdef_mtcars_sum",
          "ols_rankdef_mtcars_wide",
          "ols_rankdef_warpbreaks_onehot");

  static Stream<Arguments> fitAndInferenceAgree() {
    return inBothPrecisions(FITS);
  }

  static Stream<Arguments> certifiedValuesAgree() {
    return inBothPrecisions(FITS.stream().filter(name -> name.contains("nist")).toList());
  }

  static Stream<Arguments> dependentColumnsAreAliasedAsInR() {
    return inBothPrecisions(DEPENDENT);
  }

  private static Stream<Arguments> inBothPrecisions(List<String> names) {
    return names.stream()
        .flatMap(
            name ->
                Arrays.stream(Precision.values()).map(precision -> Arguments.of(name, precision)));
  }

  @ParameterizedTest
  @MethodSource
  void fitAndInferenceAgree(String name, Precision precision) {
    Golden golden = Golden.of(name);
    LinearRegression regression = new LinearRegression(golden.intercept(), LEVEL, precision);
    LinearModel model =
        regression.solve(
            regression.reduce(golden.data(), golden.encoder()), golden.schema(), golden.encoder());
    LeastSquaresFit fit = model.fit();

    List<String> names = new ArrayList<>(model.names());
    if (golden.intercept()) {
      names.add(0, "(Intercept)");
    }
    assertEquals(golden.names(), names);
    assertEquals(golden.number("n"), fit.rows());
    assertEquals(golden.number("n_coef"), fit.rank());
    assertEquals(golden.number("df_residual"), fit.degreesOfFreedom());
    assertTrue(fit.aliased().isEmpty());

    Digits digits =
        precision == Precision.EXACT
            ? new Digits(13, 13)
            : Digits.fast(golden.number("tss") / golden.number("rss"), condition(golden));
    checkCoefficients(golden, fit, digits);
    JsonNode intervals = golden.results().path("ci95");
    assertEquals(fit.lower().length, intervals.size());
    for (int j = 0; j < intervals.size(); j++) {
      String what = "ci95[" + j + "]";
      Tolerance tolerance = digits.interval(fit, j);
      tolerance.check(what, Golden.number(intervals.get(j).get(0), what), fit.lower()[j]);
      tolerance.check(what, Golden.number(intervals.get(j).get(1), what), fit.upper()[j]);
    }
    checkScalars(golden, fit, digits);
    digits.sums().check("tss", golden.number("tss"), fit.tss());
    digits.residual().check("aic", golden.number("aic"), fit.aic());
    digits.residual().check("bic", golden.number("bic"), fit.bic());
    checkProbability("F_p", golden.number("F_p"), fit.fPValue(), digits.fProbability(fit));
    if (!name.startsWith("wls")) { // there the file has the condition of the unweighted columns
      digits.coefficient().check("condition", condition(golden), fit.conditionNumber());
    }
    if (!name.contains("nist")) { // those files state no fitted values
      checkFitted(golden, "fitted_first10", model);
    }
  }

  @ParameterizedTest
  @MethodSource
  void certifiedValuesAgree(String name, Precision precision) {
    Golden golden = Golden.of(name);
    LinearRegression regression = new LinearRegression(true, LEVEL, precision);
    LeastSquaresFit fit =
        regression
            .solve(
                regression.reduce(golden.data(), golden.encoder()),
                golden.schema(),
                golden.encoder())
            .fit();
    JsonNode certified = golden.json().path("certified");
    Tolerance tolerance =
        Tolerance.digits(
            10, "NIST prints 15; Longley's condition of 4e4 and Norris' R² of 0.99999 cost 5");
    for (int j = 0; j < fit.coefficients().length; j++) {
      tolerance.check("coef", certified.path("coef").get(j).asDouble(), fit.coefficients()[j]);
      tolerance.check("se", certified.path("se").get(j).asDouble(), fit.standardErrors()[j]);
    }
    tolerance.check("residual sd", certified.path("residual_sd").asDouble(), fit.sigma());
    tolerance.check("R²", certified.path("r2").asDouble(), fit.r2());
    JsonNode anova = certified.path("anova");
    tolerance.check("F", anova.path("regression").path("F").asDouble(), fit.fStatistic());
    tolerance.check("rss", anova.path("residual").path("ss").asDouble(), fit.rss());
    assertEquals(anova.path("residual").path("df").asLong(-1), fit.degreesOfFreedom());
  }

  @ParameterizedTest
  @MethodSource
  void dependentColumnsAreAliasedAsInR(String name, Precision precision) {
    Golden golden = Golden.of(name);
    int d = golden.encoder().numFeatures();
    int[] columns = IntStream.range(0, d).toArray();
    LeastSquaresFit fit =
        precision == Precision.FAST
            ? LeastSquares.solve(golden.data().pass(new GramStatistic(d)), columns, true, LEVEL)
            : LeastSquares.solve(
                ExactMoments.of(golden.data().pass(new ExactGramStatistic(d))),
                columns,
                true,
                LEVEL);
    double[] unused = new double[d + 1];
    LinearModel model =
        new LinearModel(golden.schema(), columns, fit, unused, unused, TrainingRecord.EMPTY);

    List<String> aliased = new ArrayList<>();
    golden.results().path("aliased").forEach(node -> aliased.add(node.asText()));
    assertEquals(
        aliased, fit.aliased().stream().map(column -> model.names().get(column.column())).toList());
    assertEquals(golden.number("n"), fit.rows());
    assertEquals(golden.number("rank"), fit.rank());
    assertEquals(golden.number("df_residual"), fit.degreesOfFreedom());
    Digits digits = precision == Precision.EXACT ? new Digits(13, 13) : Digits.fast(1, 1e3);
    if (fit.degreesOfFreedom() > 0) {
      checkCoefficients(golden, fit, digits);
      checkScalars(golden, fit, digits);
    } else {
      digits.coefficient().check("coef", golden.numbers("coef"), fit.coefficients());
      Tolerance.absolute(100 * Tolerance.ULP * fit.tss(), "a difference of two sums of this size")
          .check("rss", golden.number("rss"), fit.rss());
      for (double error : fit.standardErrors()) {
        assertTrue(Double.isNaN(error), "no degree of freedom, yet an error of " + error);
      }
      assertTrue(Double.isNaN(fit.sigma()) && Double.isNaN(fit.fStatistic()));
    }
    checkFitted(golden, "fitted", model);
    for (LeastSquaresFit.AliasedColumn column : fit.aliased()) {
      checkCombination(golden, column);
    }
  }

  /** An aliased column is, in every row, what the fit says it is made of. */
  private static void checkCombination(Golden golden, LeastSquaresFit.AliasedColumn column) {
    for (Block block : golden.blocks()) {
      double[] x = ((DenseBlock) block).values();
      int d = block.numFeatures();
      for (int i = 0; i < block.numRows(); i++) {
        double sum = column.constant();
        double size = Math.abs(sum);
        for (int j = 0; j < column.coefficients().length; j++) {
          sum += column.coefficients()[j] * x[i * d + j];
          size += Math.abs(column.coefficients()[j] * x[i * d + j]);
        }
        Tolerance.absolute(1e-10 * size, "nine digits of the largest term and one to spare")
            .check("column " + column.column(), x[i * d + column.column()], sum);
      }
    }
  }

  private static double condition(Golden golden) {
    JsonNode json = golden.json();
    JsonNode node = json.path("condition_number_columns_scaled");
    return Golden.number(
        node.isMissingNode() ? json.path("condition_number_2norm_columns_scaled") : node,
        "condition");
  }

  private static void checkCoefficients(Golden golden, LeastSquaresFit fit, Digits digits) {
    digits.coefficient().check("coef", golden.numbers("coef"), fit.coefficients());
    digits.residual().check("se", golden.numbers("se"), fit.standardErrors());
    digits.coefficient().check("t", golden.numbers("t"), fit.tValues());
    double[] t = golden.numbers("t");
    double[] p = golden.numbers("p");
    assertEquals(p.length, fit.pValues().length);
    for (int j = 0; j < p.length; j++) {
      if (Double.isNaN(p[j])) {
        assertTrue(Double.isNaN(fit.pValues()[j]), "an aliased column with a p value");
      } else {
        Tolerance tolerance = digits.tProbability(t[j], fit.degreesOfFreedom());
        checkProbability("p[" + j + "]", p[j], fit.pValues()[j], tolerance);
      }
    }
  }

  private static void checkScalars(Golden golden, LeastSquaresFit fit, Digits digits) {
    Tolerance residual = digits.residual();
    residual.check("sigma", golden.number("sigma"), fit.sigma());
    residual.check("rss", golden.number("rss"), fit.rss());
    digits.sums().check("r2", golden.number("r2"), fit.r2());
    digits.sums().check("adj_r2", golden.number("adj_r2"), fit.adjustedR2());
    residual.check("F", golden.number("F"), fit.fStatistic());
    residual.check("loglik", golden.number("loglik"), fit.logLikelihood());
  }

  /** The files store probabilities below 1e-300 as 0. */
  private static void checkProbability(String what, double expected, double actual, Tolerance t) {
    if (expected == 0) {
      assertTrue(actual < 1e-300, what + ": expected less than 1e-300, found " + actual);
    } else {
      t.check(what, expected, actual);
    }
  }

  private static void checkFitted(Golden golden, String field, LinearModel model) {
    double[] expected = golden.numbers(field);
    double[] fitted =
        golden.blocks().stream()
            .flatMapToDouble(
                block -> {
                  double[] predictions = new double[block.numRows()];
                  model.score(block, predictions);
                  return Arrays.stream(predictions);
                })
            .limit(expected.length)
            .toArray();
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    Tolerance.absolute(Math.pow(10, -PROMISED_DIGITS - 1) * largest, "ten digits of the largest")
        .check(field, expected, fitted);
  }

  /** No file lies there unused, and none is missing. */
  @Test
  void everyFileIsCompared() throws IOException, URISyntaxException {
    Path directory = Path.of(getClass().getResource("/golden").toURI());
    try (Stream<Path> files = Files.list(directory)) {
      TreeSet<String> there =
          files
              .map(file -> file.getFileName().toString())
              .filter(file -> file.endsWith(".json"))
              .map(file -> file.substring(0, file.length() - 5))
              .filter(file -> file.matches("(ols|wls).*"))
              .collect(Collectors.toCollection(TreeSet::new));
      TreeSet<String> compared = new TreeSet<>(FITS);
      compared.addAll(DEPENDENT);
      compared.addAll(NistTest.POLYNOMIALS);
      assertEquals(compared, there);
    }
  }

  /** The digits that can be asked of each figure of one data set. */
  private record Digits(double coefficients, double residuals) {
    /**
     * RSS is the difference of two sums, TSS and what is explained: of 15.5 digits TSS/RSS costs
     * its logarithm. Coefficients lose the square of the condition of the centred columns, which is
     * smaller than the one in the file; a data set of condition 1,400 still has 12 digits.
     */
    static Digits fast(double ratio, double condition) {
      double residuals = Math.min(12, 15 - Math.log10(ratio));
      return new Digits(Math.min(residuals, condition < 2_000 ? 11 : 10.5), residuals);
    }

    Tolerance coefficient() {
      return Tolerance.digits(coefficients, "condition squared");
    }

    Tolerance residual() {
      return Tolerance.digits(residuals, "RSS is a difference");
    }

    Tolerance sums() {
      return Tolerance.digits(12, "sums of some ten thousand terms");
    }

    /** Coefficient ∓ quantile · error: relative to the larger of the two terms. */
    Tolerance interval(LeastSquaresFit fit, int j) {
      double width = (fit.upper()[j] - fit.lower()[j]) / 2;
      double size = Math.max(Math.abs(fit.coefficients()[j]), width);
      return Tolerance.absolute(Math.pow(10, -coefficients) * size, "digits of the larger term");
    }

    /** dp/p is at most min(1 + t², freedom) times dt/t. */
    Tolerance tProbability(double t, double freedom) {
      return probability(Math.min(1 + t * t, freedom));
    }

    /** Likewise: the tail falls as F to the power of −freedom/2. */
    Tolerance fProbability(LeastSquaresFit fit) {
      double exponent = fit.fStatistic() * (fit.rank() - (fit.intercept() ? 1 : 0));
      return probability(1 + Math.min(exponent, fit.degreesOfFreedom()) / 2);
    }

    private Tolerance probability(double amplification) {
      double bound = Math.max(1, amplification) * Math.pow(10, -coefficients);
      // Only where RSS itself has lost so much may a probability have less than promised.
      double promised = Math.pow(10, -PROMISED_DIGITS);
      return Tolerance.relative(
          residuals < 10 ? bound : Math.min(bound, promised), "tail of the distribution");
    }
  }
}
