package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.suffice.train.DiscriminantRuns.EXACT;
import static org.suffice.train.DiscriminantRuns.IRIS;
import static org.suffice.train.DiscriminantRuns.shrunk;
import static org.suffice.train.DiscriminantRuns.train;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.suffice.Tolerance;
import org.suffice.model.DiscriminantModel;
import org.suffice.model.Json;
import org.suffice.solve.DiscriminantFit.Kind;
import org.suffice.train.LinearRegression.Precision;

/** Shrinkage and the mix of both kinds, against scikit-learn and at their ends. */
class DiscriminantShrinkageTest {
  static Stream<JsonNode> sklearn() throws IOException {
    try (InputStream in =
        DiscriminantShrinkageTest.class.getResourceAsStream("/golden/discriminant__sklearn.json")) {
      List<JsonNode> cases = new ArrayList<>();
      Json.parse(in.readAllBytes()).path("cases").forEach(cases::add);
      return cases.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("sklearn")
  void shrinkageIsThatOfScikitLearn(JsonNode expected) {
    List<String> features = new ArrayList<>();
    expected.path("features").forEach(name -> features.add(name.asText()));
    ClassGolden data =
        ClassGolden.data(
            expected.path("file").asText(),
            expected.path("target").asText(),
            features.toArray(new String[0]));
    boolean auto = expected.path("shrinkage").isTextual();
    Shrinkage shrinkage =
        auto ? Shrinkage.AUTO : Shrinkage.of(expected.path("shrinkage").asDouble());
    for (Precision precision : Precision.values()) {
      DiscriminantModel model =
          train(
              new DiscriminantAnalysis(
                  expected.path("kind").asText().equals("lda") ? Kind.LDA : Kind.QDA,
                  Priors.EMPIRICAL,
                  shrinkage,
                  expected.path("mix").asDouble(),
                  precision),
              data);
      Tolerance.absolute(1e-10, "sums of some thousand terms of size 1, in doubles")
          .check("α", ClassGolden.numbers(expected.path("alpha")), model.fit().shrinkage());
      double[] covariances = ClassGolden.numbers(expected.path("covariance"));
      double largest = Arrays.stream(covariances).map(Math::abs).max().orElseThrow();
      Tolerance.absolute(1e-11 * largest, "eleven digits of the largest")
          .check("Σ", covariances, model.fit().covariances());
      int c = data.classes().size();
      double[] out = new double[data.numRows() * (c + 1)];
      model.outputs().compute(data.block(), out);
      double[] posterior = ClassGolden.numbers(expected.path("posterior"));
      for (int i = 0; i < expected.path("rows").size(); i++) {
        int row = expected.path("rows").get(i).asInt();
        for (int k = 0; k < c; k++) {
          Tolerance.absolute(1e-9, "promised")
              .check("posterior", posterior[i * c + k], out[row * (c + 1) + 1 + k]);
        }
      }
    }
  }

  /** A mix of 1 is LDA; shrinkage of 1 gives spheres. */
  @Test
  void theEndsOfTheScalesAreWhatTheyShouldBe() {
    DiscriminantModel lda = train(new DiscriminantAnalysis(Kind.LDA, EXACT), IRIS);
    DiscriminantModel mixed =
        train(new DiscriminantAnalysis(Kind.QDA, Priors.EMPIRICAL, Shrinkage.NONE, 1, EXACT), IRIS);
    double[] expected = new double[150 * 4];
    double[] found = new double[150 * 4];
    lda.outputs().compute(IRIS.block(), expected);
    mixed.outputs().compute(IRIS.block(), found);
    assertArrayEquals(expected, found, 1e-12);
    double[] sphere = train(shrunk(Kind.LDA, Shrinkage.of(1), EXACT), IRIS).fit().covariances();
    double trace = 0;
    for (int j = 0; j < 4; j++) {
      trace += lda.fit().covariances()[j * 4 + j];
    }
    for (int e = 0; e < 16; e++) {
      assertEquals(e % 5 == 0 ? trace / 4 : 0, sphere[e], 1e-16);
    }
  }
}
