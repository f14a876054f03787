package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.suffice.train.FoldRuns.plan;
import static org.suffice.train.FoldRuns.rows;
import static org.suffice.train.FoldRuns.rule;
import static org.suffice.train.FoldRuns.trainer;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.suffice.Tolerance;
import org.suffice.model.Json;
import org.suffice.model.LinearModel;
import org.suffice.read.Column;
import org.suffice.solve.Penalty;
import org.suffice.solve.PenaltyPath;
import org.suffice.statistic.FoldRule;
import org.suffice.train.LinearRegression.Precision;

/** Errors of a cross-validation against those of scikit-learn. */
class CrossValidationGoldenTest {
  /** scikit-learn's LassoCV, ElasticNetCV and GridSearchCV with a predefined split. */
  @ParameterizedTest
  @CsvSource({
    "LASSO, lasso, 1e-7",
    "ELASTIC_NET, elastic-net, 1e-7",
    "RIDGE, ridge, 1e-11",
    "NONE, none, 1e-11"
  })
  void errorsAreThoseOfScikitLearn(Penalty.Type type, String name, double bound)
      throws IOException {
    JsonNode golden;
    try (InputStream in =
        CrossValidationGoldenTest.class.getResourceAsStream(
            "/golden/crossvalidation__sklearn.json")) {
      golden = Json.parse(in.readAllBytes());
    }
    List<String> names = new ArrayList<>();
    golden.path("columns").forEach(node -> names.add(node.asText()));
    List<String> lines = new ArrayList<>();
    golden.path("lines").forEach(node -> lines.add(node.asText()));
    TestRows rows =
        TestRows.of(
                names,
                lines,
                "y",
                names.stream().skip(2).map(Column::numeric).toArray(Column[]::new))
            .keeping("fold");
    double[] alphas = numbers(golden.path("alphas"));
    FoldRule rule = new FoldRule(FoldRule.Kind.COLUMN, 0, 0, 0);
    LinearModel model =
        rows.train(
            trainer(
                Precision.EXACT,
                true,
                false,
                type == Penalty.Type.NONE
                    ? Optional.empty()
                    : Optional.of(plan(type, Penalty.Convention.SKLEARN, false, alphas)),
                Optional.of(new Folds(rule, false))));
    JsonNode expected = golden.path(name);
    PenaltyPath path = model.fit().path();
    Tolerance tolerance = Tolerance.relative(bound, "see the README of the golden results");
    tolerance.check(
        "mean",
        numbers(expected.path("mean")),
        path.steps().stream().mapToDouble(PenaltyPath.Step::cvError).toArray());
    tolerance.check(
        "standard error",
        numbers(expected.path("standard_error")),
        path.steps().stream().mapToDouble(PenaltyPath.Step::cvStandardError).toArray());
    double chosen =
        path.steps().stream()
            .filter(s -> s.lambda() == path.lambda())
            .findFirst()
            .orElseThrow()
            .given();
    assertEquals(expected.path("alpha").doubleValue(), chosen);
    tolerance.check(
        "intercept", expected.path("intercept").doubleValue(), model.fit().coefficients()[0]);
    double[] w = numbers(expected.path("coefficients"));
    double scale = Arrays.stream(w).map(Math::abs).max().orElseThrow();
    Tolerance ofTheLargest = Tolerance.absolute(bound * scale, "as above, of the largest");
    for (int j = 0; j < w.length; j++) {
      ofTheLargest.check("w" + j, w[j], model.fit().coefficients()[j + 1]);
      assertEquals(w[j] == 0, model.fit().coefficients()[j + 1] == 0);
    }
  }

  private static double[] numbers(JsonNode array) {
    double[] values = new double[array.size()];
    Arrays.setAll(values, i -> array.get(i).doubleValue());
    return values;
  }
}
