package org.suffice.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.suffice.block.DenseBlock;
import org.suffice.model.DiscriminantModel;
import org.suffice.model.TrainingRecord;
import org.suffice.pass.LocalBlocks;
import org.suffice.read.Column;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Schema;
import org.suffice.solve.DiscriminantFit.Kind;
import org.suffice.train.DiscriminantAnalysis;
import org.suffice.train.LinearRegression.Precision;
import org.suffice.train.Priors;
import org.suffice.train.Shrinkage;

/** What a person and a program read of a discriminant analysis. */
class DiscriminantSummaryTest {
  private static DiscriminantModel model(Kind kind, Shrinkage shrinkage) {
    Schema schema =
        new Schema(
            List.of(Column.numeric("width"), Column.numeric("height")), "kind", Optional.empty());
    Random random = new Random(7);
    double[] x = new double[180];
    double[] labels = new double[90];
    for (int i = 0; i < 90; i++) {
      labels[i] = i % 3;
      x[2 * i] = random.nextGaussian() + 2 * labels[i];
      x[2 * i + 1] = random.nextGaussian() - (i % 3 == 1 ? 3 : 0);
    }
    DiscriminantAnalysis analysis =
        new DiscriminantAnalysis(kind, Priors.EMPIRICAL, shrinkage, 0, Precision.EXACT);
    FeatureEncoder encoder = FeatureEncoder.ofFeatures(schema);
    return analysis
        .solve(
            analysis.reduce(
                LocalBlocks.of(List.of(List.of(DenseBlock.of(2, x, labels, null))), 1), encoder, 3),
            schema,
            encoder,
            List.of("ant", "bee", "cicada"))
        .withRecord(
            new TrainingRecord(
                Map.of("task", "classification"),
                Map.of("read", 90L),
                List.of("a\nwarning"),
                Map.of()));
  }

  @Test
  void theTableHoldsClassesMeansAndDirections() {
    String text = new DiscriminantSummary(model(Kind.LDA, Shrinkage.NONE)).text();
    assertTrue(text.startsWith("Linear discriminant analysis of kind on 2 columns"), text);
    for (String part :
        List.of("cicada", "0.333333", "means", "LD2", "share", "Wilks' Λ", "Box's M", "a\\u000a")) {
      assertTrue(text.contains(part), part + " in\n" + text);
    }
    String qda = new DiscriminantSummary(model(Kind.QDA, Shrinkage.of(0.5))).text();
    assertTrue(qda.startsWith("Quadratic") && qda.contains("log |Σ|"), qda);
    assertTrue(qda.contains("shrinkage 0.5000\n"), qda);
  }

  @Test
  void jsonHasTheNamesOfTheContract() {
    DiscriminantModel lda = model(Kind.LDA, Shrinkage.NONE);
    JsonNode json = new DiscriminantSummary(lda).json();
    assertEquals("lda", json.path("algorithm").asText());
    assertEquals(90, json.path("rows").asLong());
    assertEquals("[\"width\",\"height\"]", json.path("features").toString());
    assertEquals("[\"ant\",\"bee\",\"cicada\"]", json.path("classes").toString());
    assertEquals("CONVERGED", json.path("solution").path("status").asText());
    assertTrue(json.path("solution").path("objective").asDouble() > 0);
    assertEquals(1, json.path("warnings").size());
    assertEquals(lda.fit().priors()[1], json.path("priors").path("bee").asDouble());
    assertEquals(lda.fit().means()[2], json.path("means").path("bee").path("width").asDouble());
    assertEquals(lda.fit().covariances()[1], json.path("covariance").get(0).get(1).asDouble());
    assertEquals(2, json.path("discriminants").size());
    assertEquals(
        lda.fit().scaling()[2],
        json.path("discriminants").get(0).path("coefficients").path("height").asDouble());
    assertTrue(json.path("wilks").path("lambda").asDouble() < 1);
    JsonNode qda = new DiscriminantSummary(model(Kind.QDA, Shrinkage.AUTO)).json();
    assertEquals(2, qda.path("covariances").path("cicada").size());
    assertTrue(qda.path("solution").path("objective").isNull(), "not the classical fit");
  }
}
