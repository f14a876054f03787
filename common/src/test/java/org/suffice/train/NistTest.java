package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.Tolerance;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.model.Json;
import org.suffice.model.LinearModel;
import org.suffice.pass.LocalBlocks;
import org.suffice.read.Column;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Schema;
import org.suffice.solve.LeastSquaresFit;
import org.suffice.train.LinearRegression.Precision;

/**
 * The polynomials and univariate samples of the NIST Statistical Reference Datasets, exact sums
 * against the certified values, which have fifteen digits.
 */
class NistTest {
  /** Longley and Norris are among the golden fits. */
  static final List<String> POLYNOMIALS =
      List.of("ols__nist_Filip", "ols__nist_Wampler1", "ols__nist_Wampler2", "ols__nist_Wampler3");

  /** The set as it is on disk: certified values and rows of decimals. */
  private record Set(JsonNode json, List<String[]> rows) {
    static Set of(String name) {
      try {
        JsonNode json = Json.parse(bytes("/golden/" + name + ".json"));
        String data = "/golden/data/" + json.path("dataset").asText();
        List<String[]> rows =
            new String(bytes(data), StandardCharsets.UTF_8)
                .lines()
                .skip(1)
                .map(line -> line.split(","))
                .toList();
        return new Set(json, rows);
      } catch (IOException e) {
        throw new AssertionError(name, e);
      }
    }

    private static byte[] bytes(String path) throws IOException {
      try (InputStream in = NistTest.class.getResourceAsStream(path)) {
        assertNotNull(in, "golden file is missing: " + path);
        return in.readAllBytes();
      }
    }

    double[] certified(String field) {
      JsonNode array = json.path("certified").path(field);
      assertTrue(array.isArray() && !array.isEmpty(), field);
      return IntStream.range(0, array.size())
          .mapToDouble(i -> Double.parseDouble(array.get(i).asText()))
          .toArray();
    }

    double certifiedNumber(String field) {
      return Double.parseDouble(json.path("certified").path(field).asText());
    }

    double[] labels() {
      return rows.stream().mapToDouble(row -> Double.parseDouble(row[row.length - 1])).toArray();
    }

    /** Rows of x, x², …, the decimal's power rounded once; or of x alone, powers to be formed. */
    LeastSquaresFit polynomial(boolean formed) {
      int degree = json.path("features").size();
      double[] x = new double[rows.size() * degree];
      for (int i = 0; i < rows.size(); i++) {
        for (int k = 0; k < degree; k++) {
          BigDecimal power = new BigDecimal(rows.get(i)[0]).pow(k + 1);
          x[i * degree + k] = formed && k > 0 ? Double.NaN : power.doubleValue();
        }
      }
      List<Column> columns =
          formed
              ? List.of(Column.powers("x", degree))
              : IntStream.rangeClosed(1, degree).mapToObj(k -> Column.numeric("x" + k)).toList();
      return model(new Schema(columns, "y", Optional.empty()), x, labels()).fit();
    }
  }

  private static LinearModel model(Schema schema, double[] x, double[] y) {
    FeatureEncoder encoder = new FeatureEncoder(schema.features());
    int d = encoder.numFeatures();
    LinearRegression regression = new LinearRegression(true, 0.95, Precision.EXACT);
    List<List<Block>> partitions = new ArrayList<>();
    for (int from = 0; from < y.length; from += 37) {
      int to = Math.min(y.length, from + 37);
      partitions.add(
          List.of(
              DenseBlock.of(
                  d,
                  Arrays.copyOfRange(x, from * d, to * d),
                  Arrays.copyOfRange(y, from, to),
                  null)));
    }
    return regression.solve(
        regression.reduce(LocalBlocks.of(partitions, 1), encoder), schema, encoder);
  }

  private static void check(String what, double digits, double[] expected, double[] found) {
    Tolerance.digits(digits, "log relative error").check(what, expected, found);
  }

  /**
   * With Filip's powers rounded to doubles the data have lost all but 7.6 digits of the answer;
   * formed from x as a double, they have fourteen. (Found in rational arithmetic.)
   */
  @ParameterizedTest
  @CsvSource({
    "ols__nist_Filip, false, 7.5, 7.5, 7.5",
    "ols__nist_Filip, true, 13, 13, 13",
    "ols__nist_Wampler3, false, 13, 13, 13",
    "ols__nist_Wampler3, true, 13, 13, 13"
  })
  void polynomialsAreThoseCertified(
      String name, boolean formed, double coefficients, double errors, double residual) {
    Set set = Set.of(name);
    LeastSquaresFit fit = set.polynomial(formed);
    assertTrue(fit.aliased().isEmpty());
    check("coefficients", coefficients, set.certified("coef"), fit.coefficients());
    check("errors", errors, set.certified("se"), fit.standardErrors());
    Tolerance tolerance = Tolerance.digits(residual, "log relative error");
    tolerance.check("sd", set.certifiedNumber("residual_sd"), fit.sigma());
    tolerance.check("R²", set.certifiedNumber("r2"), fit.r2());
    JsonNode anova = set.json.path("certified").path("anova");
    tolerance.check(
        "rss", Double.parseDouble(anova.path("residual").path("ss").asText()), fit.rss());
    tolerance.check(
        "F", Double.parseDouble(anova.path("regression").path("F").asText()), fit.fStatistic());
    assertEquals(anova.path("residual").path("df").asLong(), fit.degreesOfFreedom());
  }

  /** A perfect fit: coefficients to the last digit, errors that are no more than rounding. */
  @ParameterizedTest
  @CsvSource({
    "ols__nist_Wampler1, false",
    "ols__nist_Wampler1, true",
    "ols__nist_Wampler2, false",
    "ols__nist_Wampler2, true"
  })
  void perfectPolynomials(String name, boolean formed) {
    Set set = Set.of(name);
    LeastSquaresFit fit = set.polynomial(formed);
    // The labels of Wampler2 have five decimals, which are no doubles.
    check("coefficients", 13, set.certified("coef"), fit.coefficients());
    for (double error : fit.standardErrors()) {
      assertTrue(error >= 0 && error <= 1e-12, "error " + error);
    }
    assertTrue(fit.rss() <= 1e-24, "rss " + fit.rss());
  }

  @ParameterizedTest
  @CsvSource({
    "Lew, 14, 14",
    "Michelso, 14, 13",
    "NumAcc1, 15, 15",
    "NumAcc2, 14, 13",
    "NumAcc4, 15, 8",
    "PiDigits, 14, 14"
  })
  void meanAndDeviationAreThoseCertified(String name, double mean, double deviation) {
    Set set = Set.of("summary__nist_" + name);
    double[] y = set.labels();
    assertEquals(set.json.path("n").asInt(), y.length);
    LinearModel model = model(new Schema(List.of(), "y", Optional.empty()), new double[0], y);
    check("mean", mean, new double[] {set.certifiedNumber("mean")}, model.fit().coefficients());
    check("mean", mean, new double[] {set.certifiedNumber("mean")}, model.means());
    double[] sd = {set.certifiedNumber("sd")};
    check("sd", deviation, sd, model.standardDeviations());
    check("sigma", deviation, sd, new double[] {model.fit().sigma()});
    Tolerance.digits(deviation, "sd/√n")
        .check("error", sd[0] / Math.sqrt(y.length), model.fit().standardErrors()[0]);
  }

  @Test
  void everySampleIsCompared() throws Exception {
    Path directory = Path.of(getClass().getResource("/golden").toURI());
    try (Stream<Path> files = Files.list(directory)) {
      TreeSet<String> there =
          files
              .map(file -> file.getFileName().toString())
              .filter(file -> file.startsWith("summary__nist_"))
              .map(file -> file.substring(14, file.length() - 5))
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(
          new TreeSet<>(List.of("Lew", "Michelso", "NumAcc1", "NumAcc2", "NumAcc4", "PiDigits")),
          there);
    }
  }

  /** Seconds and milliseconds since 1970, where plain sums of squares answer zero. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void slopesOverTime(boolean milliseconds) {
    int n = 1000;
    double start = milliseconds ? 1.7e12 : 1e9;
    double step = milliseconds ? 60_000 : 1;
    double[] x = new double[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = start + step * i;
      y[i] = 3 + 0.5 * i + (i % 4 == 0 || i % 4 == 3 ? 1 : -1); // noise without trend
    }
    Schema schema = new Schema(List.of(Column.numeric("t")), "y", Optional.empty());
    LeastSquaresFit fit = model(schema, x, y).fit();
    Tolerance tolerance = Tolerance.digits(12, "the sums are exact, the answer is rounded once");
    tolerance.check("slope", 0.5 / step, fit.coefficients()[1]);
    tolerance.check("intercept", 3 - 0.5 / step * start, fit.coefficients()[0]);
    assertEquals(1000, fit.rss(), 1e-9);
  }
}
