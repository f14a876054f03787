package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.suffice.Tolerance;
import org.suffice.model.DiscriminantModel;
import org.suffice.model.Outputs;
import org.suffice.solve.DiscriminantFit.Kind;
import org.suffice.train.LinearRegression.Precision;

/** Discriminant analysis against results computed in 60 digits; the README beside them has more. */
class DiscriminantGoldenTest {
  private static final List<String> SETS =
      List.of("Pima_tr", "Vowel", "biopsy", "iris", "skin", "wine");

  private static final Tolerance PROMISED =
      Tolerance.digits(9, "promised; conditions of 1e4 cost 4 of 15 digits at most");

  static Stream<Arguments> cases() {
    return SETS.stream()
        .flatMap(
            set ->
                Stream.of(Kind.values())
                    .flatMap(
                        kind ->
                            Stream.of(Precision.values())
                                .map(precision -> Arguments.of(set, kind, precision))));
  }

  private static DiscriminantModel train(ClassGolden golden, Kind kind, Precision precision) {
    DiscriminantAnalysis analysis = new DiscriminantAnalysis(kind, precision);
    DiscriminantAnalysis.Reduction reduced =
        analysis.reduce(golden.data(), golden.encoder(), golden.classes().size());
    return analysis.solve(reduced, golden.schema(), golden.encoder(), golden.classes());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyFigureAgrees(String set, Kind kind, Precision precision) {
    ClassGolden golden = ClassGolden.of(kind.text() + "__" + set);
    DiscriminantModel model = train(golden, kind, precision);
    JsonNode json = golden.json();
    JsonNode results = golden.results();
    assertEquals(json.path("n").asLong(), model.fit().totalRows());
    assertEquals(golden.classes(), model.classes());
    PROMISED.check("priors", ClassGolden.numbers(json.path("priors")), model.fit().priors());
    PROMISED.check("means", ClassGolden.numbers(json.path("means")), model.fit().means());
    boolean lda = kind == Kind.LDA;
    check(
        "covariances",
        ClassGolden.numbers(results.path(lda ? "pooled_covariance" : "covariances")),
        model.fit().covariances(),
        golden.features().size());
    double[] logs = ClassGolden.numbers(results.path(lda ? "log_det_pooled" : "log_det"));
    PROMISED.check("log det", logs, model.fit().logDeterminants());
    if (lda) {
      checkDirections(results, model);
    }
    checkPosteriors(golden, model);
    checkConfusion("train", results, "train_", golden, model.outputs());
    if (results.has("loo_priors_fixed")) {
      checkConfusion("loo", results.path("loo_priors_fixed"), "", golden, model.leaveOneOut(false));
      checkConfusion(
          "loo refitted", results.path("loo_priors_refitted"), "", golden, model.leaveOneOut(true));
    }
  }

  /** Entries near zero are differences: to nine digits of the standard deviations' product. */
  private static void check(String what, double[] expected, double[] actual, int d) {
    assertEquals(expected.length, actual.length, what);
    for (int e = 0; e < expected.length; e++) {
      int matrix = e / (d * d) * d * d;
      int i = e % (d * d) / d;
      int j = e % d;
      double size = Math.sqrt(expected[matrix + i * d + i] * expected[matrix + j * d + j]);
      Tolerance.absolute(1e-11 * size, "eleven digits of the spreads")
          .check(what + " " + i + "," + j, expected[e], actual[e]);
    }
  }

  private static void checkDirections(JsonNode results, DiscriminantModel model) {
    PROMISED.check("svd", ClassGolden.numbers(results.path("svd")), model.fit().singularValues());
    double[] expected = ClassGolden.numbers(results.path("scaling"));
    double[] scaling = model.fit().scaling().clone();
    int r = model.fit().numDiscriminants();
    int d = model.fit().numColumns();
    for (int v = 0; v < r; v++) { // R leaves the sign to LAPACK; here the largest is positive
      double largest = 0;
      double scale = 0;
      double same = 0;
      for (int j = 0; j < d; j++) {
        largest = Math.max(largest, scaling[j * r + v]);
        scale = Math.max(scale, Math.abs(expected[j * r + v]));
        same += expected[j * r + v] * scaling[j * r + v];
      }
      Tolerance.digits(9, "promised").check("largest of LD" + (v + 1), scale, largest);
      for (int j = 0; j < d; j++) {
        Tolerance.absolute(1e-9 * scale, "promised, of the largest entry")
            .check(
                "LD" + (v + 1) + " " + j,
                expected[j * r + v],
                Math.signum(same) * scaling[j * r + v]);
      }
    }
  }

  private static void checkPosteriors(ClassGolden golden, DiscriminantModel model) {
    int c = golden.classes().size();
    double[] expected = ClassGolden.numbers(golden.results().path("posterior_first10"));
    double[] out = new double[10 * (c + 1)];
    model.outputs().compute(golden.block(0, 10), out);
    for (int i = 0; i < 10; i++) {
      for (int k = 0; k < c; k++) {
        double found = out[i * (c + 1) + 1 + k];
        PROMISED.check("posterior " + i + " of class " + k, expected[i * c + k], found);
      }
    }
  }

  private static void checkConfusion(
      String what, JsonNode results, String prefix, ClassGolden golden, Outputs outputs) {
    int c = golden.classes().size();
    int n = golden.numRows();
    double[] out = new double[n * (c + 1)];
    outputs.compute(golden.block(), out);
    double[] confusion = new double[c * c];
    double right = 0;
    for (int i = 0; i < n; i++) {
      int predicted = (int) out[i * (c + 1)];
      confusion[(int) golden.labels()[i] * c + predicted]++;
      right += golden.labels()[i] == predicted ? 1 : 0;
    }
    JsonNode expected = results.path(prefix + "confusion_rows_true_cols_predicted");
    assertArrayEquals(ClassGolden.numbers(expected), confusion, what);
    PROMISED.check(what, results.path(prefix + "accuracy").asDouble(), right / n);
  }

  @Test
  void everyFileIsCompared() throws IOException, URISyntaxException {
    Path directory = Path.of(getClass().getResource("/golden").toURI());
    try (Stream<Path> files = Files.list(directory)) {
      TreeSet<String> there =
          files
              .map(file -> file.getFileName().toString())
              .filter(file -> file.matches("[lq]da__.*"))
              .collect(Collectors.toCollection(TreeSet::new));
      TreeSet<String> compared = new TreeSet<>();
      Arrays.stream(Kind.values())
          .forEach(kind -> SETS.forEach(set -> compared.add(kind.text() + "__" + set + ".json")));
      assertEquals(compared, there);
    }
  }
}
