package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.suffice.train.LinearRuns.FOLDS;
import static org.suffice.train.LinearRuns.N;
import static org.suffice.train.LinearRuns.lasso;
import static org.suffice.train.LinearRuns.ridge;
import static org.suffice.train.LinearRuns.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.suffice.Tolerance;
import org.suffice.model.LinearModel;
import org.suffice.read.Column;
import org.suffice.read.Schema;
import org.suffice.solve.LeastSquaresFit;
import org.suffice.solve.Penalty;
import org.suffice.solve.PenaltyPath;
import org.suffice.train.LinearRegression.Precision;
import org.suffice.train.LinearRuns.Plan;

/** Several labels, and columns as z scores: what must not matter does not. */
class LinearFamilyTest {
  static Stream<LinearRegression> trainers() {
    List<LinearRegression> all = new ArrayList<>();
    for (Precision precision : Precision.values()) {
      Plan none = new Plan(Penalty.Type.NONE);
      all.add(none.trainer(precision, true, false, Optional.empty()));
      all.add(none.trainer(precision, false, true, FOLDS));
      all.add(lasso().lambdas(3).trainer(precision, true, false, Optional.empty()));
      all.add(lasso().refit().trainer(precision, true, false, FOLDS));
      all.add(ridge().lambdas(3, 1).trainer(precision, true, true, FOLDS));
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("trainers")
  void everyLabelHasTheFitThatItHasAlone(LinearRegression trainer) {
    boolean bySameProducts = trainer.precision() == Precision.EXACT;
    for (boolean gaps : new boolean[] {false, true}) {
      TestRows rows = rows(gaps).weighted("w");
      rows = gaps ? rows.gaps("a", "b", "c", "g") : rows;
      List<String> labels = List.of("y", "u", "v");
      LinearModel joint = rows.with(labelled(rows.schema(), labels)).train(trainer);
      for (int t = 0; t < 3; t++) {
        LinearModel alone =
            rows.with(labelled(rows.schema(), List.of(labels.get(t)))).train(trainer);
        same(alone.fit(), joint.fits().get(t), bySameProducts);
      }
    }
  }

  private static Schema labelled(Schema schema, List<String> labels) {
    return new Schema(schema.features(), labels, schema.weight(), schema.interactions());
  }

  private static void same(LeastSquaresFit alone, LeastSquaresFit joint, boolean bits) {
    Tolerance rounding =
        Tolerance.relative(1e-7, "dsyrk adds in another order, columns of condition 1e3");
    for (double[][] pair :
        new double[][][] {
          {alone.coefficients(), joint.coefficients()},
          {alone.standardErrors(), joint.standardErrors()},
          {alone.pValues(), joint.pValues()},
          {alone.upper(), joint.upper()},
          {{alone.rss()}, {joint.rss()}},
          {{alone.r2()}, {joint.r2()}},
        }) {
      if (bits) {
        assertArrayEquals(pair[0], pair[1]);
      } else {
        for (int i = 0; i < pair[0].length; i++) {
          if (pair[0][i] == 0) {
            assertEquals(0, pair[1][i]);
          } else {
            rounding.check("figure " + i, pair[0][i], pair[1][i]);
          }
        }
      }
    }
    assertEquals(alone.path() == null, joint.path() == null);
    if (alone.path() == null || !bits) {
      return;
    }
    assertEquals(alone.path().lambda(), joint.path().lambda());
    assertEquals(alone.path().lambdaMin(), joint.path().lambdaMin());
    for (int i = 0; i < alone.path().steps().size(); i++) {
      PenaltyPath.Step expected = alone.path().steps().get(i);
      PenaltyPath.Step step = joint.path().steps().get(i);
      assertArrayEquals(expected.coefficients(), step.coefficients());
      assertEquals(expected.cvError(), step.cvError());
      assertEquals(expected.cvStandardError(), step.cvStandardError());
    }
  }

  /** The columns themselves as z scores, or as x/sd, with weighted means and deviations. */
  private static TestRows scored(TestRows rows, boolean intercept) {
    String[] columns = {"a", "b", "c", "g=p", "g=q", "g=r"};
    double[][] values = new double[columns.length][N];
    for (int j = 0; j < columns.length; j++) {
      double weights = 0;
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < N; i++) {
        double w = rows.number(i, "w");
        values[j][i] =
            j < 3
                ? rows.number(i, columns[j])
                : ("g=" + rows.cell(i, "g")).equals(columns[j]) ? 1 : 0;
        weights += w;
        sum += w * values[j][i];
      }
      double mean = sum / weights;
      for (int i = 0; i < N; i++) {
        squares += rows.number(i, "w") * (values[j][i] - mean) * (values[j][i] - mean);
      }
      for (int i = 0; i < N; i++) {
        values[j][i] = (values[j][i] - (intercept ? mean : 0)) / Math.sqrt(squares / weights);
      }
    }
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < N; i++) {
      StringBuilder line = new StringBuilder(rows.cell(i, "w") + "," + rows.cell(i, "y"));
      for (double[] column : values) {
        line.append(',').append(column[i]);
      }
      lines.add(line.toString());
    }
    List<String> names = new ArrayList<>(List.of("w", "y"));
    Stream.of(columns).map(name -> name.replace('=', '_')).forEach(names::add);
    return TestRows.of(
            names, lines, "y", names.stream().skip(2).map(Column::numeric).toArray(Column[]::new))
        .weighted("w");
  }

  @ParameterizedTest
  @CsvSource({
    "NONE,        true,  EXACT",
    "NONE,        false, EXACT",
    "NONE,        true,  FAST",
    "RIDGE,       true,  EXACT",
    "RIDGE,       false, FAST",
    "LASSO,       true,  EXACT",
    "LASSO,       false, EXACT",
    "ELASTIC_NET, true,  FAST"
  })
  void scoresAreFittedAsIfTheColumnsWereScores(
      Penalty.Type type, boolean intercept, Precision precision) {
    TestRows rows = rows(false).weighted("w");
    Plan plan = new Plan(type).lambdas(2);
    LinearModel model = rows.train(plan.trainer(precision, intercept, true, Optional.empty()));
    TestRows byHand = scored(rows, intercept);
    if (type == Penalty.Type.NONE) { // without the reference level
      byHand =
          byHand.with(
              byHand
                  .schema()
                  .withFeatures(
                      byHand.schema().features().stream()
                          .filter(c -> !(intercept && c.name().equals("g_p")))
                          .toList()));
    }
    LeastSquaresFit expected =
        byHand.train(plan.trainer(precision, intercept, false, Optional.empty())).fit();
    Tolerance tolerance =
        Tolerance.relative(1e-9, "scores are rounded, and their columns of condition 1e2");
    for (int j = 0; j < expected.coefficients().length; j++) {
      double w = expected.coefficients()[j];
      if (w == 0) {
        assertEquals(0, model.fit().coefficients()[j]);
      } else {
        tolerance.check("coefficient " + j, w, model.fit().coefficients()[j]);
        tolerance.check(
            "error " + j, expected.standardErrors()[j], model.fit().standardErrors()[j]);
        tolerance.check("t " + j, expected.tValues()[j], model.fit().tValues()[j]);
        tolerance.check("upper " + j, expected.upper()[j], model.fit().upper()[j]);
      }
    }
    tolerance.check("rss", expected.rss(), model.fit().rss());
    if (type == Penalty.Type.NONE) {
      LinearModel raw = rows.train(plan.trainer(precision, intercept, false, Optional.empty()));
      for (int i = 0; i < N; i++) {
        tolerance.check("ŷ " + i, rows.predict(raw, 0, i), rows.predict(model, 0, i));
      }
    }
    double rss = 0;
    for (int i = 0; i < N; i++) {
      double error = rows.number(i, "y") - rows.predict(model, 0, i);
      rss += rows.number(i, "w") * error * error;
    }
    tolerance.check("rss of the predictions", model.fit().rss(), rss);
  }
}
