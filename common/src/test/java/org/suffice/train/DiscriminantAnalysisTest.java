package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.suffice.train.DiscriminantRuns.EXACT;
import static org.suffice.train.DiscriminantRuns.FAST;
import static org.suffice.train.DiscriminantRuns.IRIS;
import static org.suffice.train.DiscriminantRuns.accuracy;
import static org.suffice.train.DiscriminantRuns.failure;
import static org.suffice.train.DiscriminantRuns.shrunk;
import static org.suffice.train.DiscriminantRuns.train;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.suffice.Failure;
import org.suffice.Tolerance;
import org.suffice.block.DenseBlock;
import org.suffice.model.DiscriminantModel;
import org.suffice.pass.LocalBlocks;
import org.suffice.read.Column;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Schema;
import org.suffice.solve.DiscriminantFit.Kind;
import org.suffice.train.LinearRegression.Precision;

/** Options of discriminant analysis, and the figures of its fits. */
class DiscriminantAnalysisTest {
  /** The figures of R's manova and of heplots' boxM, and the others by scipy 1.10.1. */
  @Test
  void meansAndCovariancesAreTested() {
    for (Precision precision : Precision.values()) {
      DiscriminantModel iris = train(new DiscriminantAnalysis(Kind.LDA, precision), IRIS);
      Tolerance tolerance = Tolerance.digits(10, "determinants of condition 1e3");
      tolerance.check("Λ", 0.023438630650877756, iris.fit().wilks().lambda());
      tolerance.check("F", 199.14534354008714, iris.fit().wilks().f());
      assertEquals(8, iris.fit().wilks().numerator());
      assertEquals(288, iris.fit().wilks().denominator());
      tolerance.check("p", 1.3650058325874108e-112, iris.fit().wilks().pValue());
      tolerance.check("M", 146.6632492125118, iris.fit().box().m());
      tolerance.check("χ²", 140.94304992349774, iris.fit().box().chiSquare());
      assertEquals(20, iris.fit().box().degreesOfFreedom());
      tolerance.check("p", 3.352034178317213e-20, iris.fit().box().pValue());
      DiscriminantModel vowel =
          train(new DiscriminantAnalysis(Kind.QDA, precision), ClassGolden.of("qda__Vowel"));
      tolerance.check("Λ", 0.05973343292505935, vowel.fit().wilks().lambda());
      tolerance.check("F", 37.749413159071466, vowel.fit().wilks().f());
      tolerance.check("freedom", 6595.901053479637, vowel.fit().wilks().denominator());
      tolerance.check("M", 4432.385671395839, vowel.fit().box().m());
    }
  }

  /** The class of no row is forgotten; so is it when the statistic has it taken away again. */
  @Test
  void aClassWithoutRowsIsForgotten() {
    DiscriminantModel model =
        train(
            new DiscriminantAnalysis(Kind.QDA, EXACT),
            IRIS.rows(IntStream.range(50, 150).toArray()));
    assertEquals(List.of("versicolor", "virginica"), model.classes());
    assertEquals("probability_versicolor", model.outputs().names().get(1));
    assertEquals(model.classes(), model.schema().classes());
  }

  @Test
  void priorsAreGivenOrUniform() {
    Map<String, Double> given = Map.of("setosa", 0.2, "versicolor", 0.3, "virginica", 0.5);
    DiscriminantModel model =
        train(new DiscriminantAnalysis(Kind.LDA, Priors.of(given), Shrinkage.NONE, 0, EXACT), IRIS);
    assertArrayEquals(new double[] {0.2, 0.3, 0.5}, model.fit().priors(), 1e-16);
    ClassGolden uneven = IRIS.rows(IntStream.range(0, 120).toArray());
    DiscriminantModel uniform =
        train(new DiscriminantAnalysis(Kind.LDA, Priors.UNIFORM, Shrinkage.NONE, 0, EXACT), uneven);
    assertArrayEquals(new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0}, uniform.fit().priors());
    String sum =
        assertThrows(Failure.class, () -> Priors.of(Map.of("a", 0.5, "b", 0.2))).getMessage();
    assertTrue(sum.contains("sum to 1, found a sum of 0.7"), sum);
    Priors others = Priors.of(Map.of("setosa", 0.2, "versicolor", 0.3, "virginca", 0.5));
    String unknown =
        failure(
            Failure.Kind.USAGE,
            new DiscriminantAnalysis(Kind.LDA, others, Shrinkage.NONE, 0, EXACT),
            IRIS);
    assertTrue(unknown.contains("no number for class 'virginica'"), unknown);
  }

  @Test
  void optionsAreChecked() {
    assertThrows(Failure.class, () -> Shrinkage.of(1.5));
    assertThrows(Failure.class, () -> Shrinkage.of(Double.NaN));
    assertThrows(
        Failure.class,
        () -> new DiscriminantAnalysis(Kind.LDA, Priors.EMPIRICAL, Shrinkage.NONE, 0.5, EXACT));
    assertThrows(
        Failure.class,
        () -> new DiscriminantAnalysis(Kind.QDA, Priors.EMPIRICAL, Shrinkage.NONE, 2, EXACT));
    String memory =
        assertThrows(
                Failure.class,
                () -> new DiscriminantAnalysis(Kind.QDA, EXACT).requireMemory(2000, 1000))
            .getMessage();
    assertTrue(memory.startsWith("1,000 classes of 2,000 features need"), memory);
    assertTrue(memory.endsWith("with data.ignore, or set precision=fast"), memory);
    String squares =
        assertThrows(
                Failure.class,
                () -> shrunk(Kind.LDA, Shrinkage.AUTO, FAST).requireMemory(23_001, 1))
            .getMessage();
    assertTrue(
        squares.contains("precision=fast and discriminant.shrinkage=auto: give the driver"),
        squares);
    assertTrue(squares.endsWith(", give discriminant.shrinkage a number"), squares);
    new DiscriminantAnalysis(Kind.QDA, FAST).requireMemory(10, 100);
  }

  @Test
  void levelsHaveAReference() {
    Schema schema =
        new Schema(
            List.of(Column.numeric("x"), Column.categorical("c", List.of("a", "b", "never"))),
            "y",
            Optional.empty());
    FeatureEncoder encoder = FeatureEncoder.ofRows(schema, Set.of("x"));
    int n = 60;
    int width = encoder.width();
    double[] x = new double[n * width];
    double[] labels = new double[n];
    Random random = new Random(5);
    for (int i = 0; i < n; i++) {
      boolean missing = i % 10 == 0;
      x[i * width] = missing ? 0 : random.nextGaussian() + i % 2;
      x[i * width + encoder.firstSlot(1) + random.nextInt(2)] = 1;
      x[i * width + encoder.indicatorSlot(0)] = missing ? 1 : 0;
      labels[i] = i % 2;
    }
    LocalBlocks data = LocalBlocks.of(List.of(List.of(DenseBlock.of(width, x, labels, null))), 1);
    double mean = IntStream.range(0, n).mapToDouble(i -> x[i * width]).sum() / 54;
    double[] filled = new double[2 * n];
    for (int i = 0; i < n; i++) {
      filled[2 * i] = i % 10 == 0 ? mean : x[i * width];
      filled[2 * i + 1] = x[i * width + encoder.firstSlot(1) + 1];
    }
    ClassGolden plain =
        new ClassGolden("plain", null, List.of("x", "c=b"), List.of("0", "1"), filled, labels);
    for (Precision precision : Precision.values()) {
      for (Shrinkage shrinkage : List.of(Shrinkage.NONE, Shrinkage.AUTO)) {
        DiscriminantAnalysis analysis = shrunk(Kind.QDA, shrinkage, precision);
        DiscriminantModel model =
            analysis.solve(analysis.reduce(data, encoder, 2), schema, encoder, List.of("0", "1"));
        assertEquals(List.of("x", "c=b"), model.names());
        assertEquals(3, model.encoder().numFeatures());
        DiscriminantModel expected = train(analysis, plain);
        assertArrayEquals(expected.fit().shrinkage(), model.fit().shrinkage(), 1e-12);
        assertArrayEquals(expected.fit().covariances(), model.fit().covariances(), 1e-13);
        assertEquals(mean, model.featureMeans()[0], 1e-15);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void aThousandClasses(Precision precision) {
    int c = 1000;
    int n = 20_000;
    int d = 5;
    Random random = new Random(9);
    double[] x = new double[n * d];
    double[] labels = new double[n];
    for (int i = 0; i < n; i++) {
      int k = i % c;
      for (int j = 0; j < d; j++) {
        x[i * d + j] = random.nextGaussian() + 20 * (k / (int) Math.pow(4, j) % 4);
      }
      labels[i] = k;
    }
    List<String> classes = IntStream.range(0, c).mapToObj(k -> String.format("%03d", k)).toList();
    List<String> features = IntStream.range(0, d).mapToObj(j -> "x" + j).toList();
    ClassGolden data = new ClassGolden("many", null, features, classes, x, labels);
    for (Kind kind : Kind.values()) {
      DiscriminantModel model = train(new DiscriminantAnalysis(kind, precision), data);
      assertEquals(c, model.classes().size());
      assertTrue(accuracy(model, data) > 0.99, kind.text());
      assertFalse(Double.isNaN(model.fit().box().m()));
      assertEquals(kind == Kind.LDA ? d : 0, model.fit().numDiscriminants());
    }
  }

  @Test
  void leaveOneOutNeedsAClassicalFit() {
    DiscriminantModel model = train(shrunk(Kind.LDA, Shrinkage.AUTO, EXACT), IRIS);
    assertThrows(Failure.class, () -> model.leaveOneOut(false));
    assertThrows(
        Failure.class, () -> train(new DiscriminantAnalysis(Kind.QDA, EXACT), IRIS).outputs(true));
  }
}
