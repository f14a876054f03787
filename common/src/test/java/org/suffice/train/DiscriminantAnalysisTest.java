package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.suffice.Failure;
import org.suffice.Tolerance;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.block.SparseBlock;
import org.suffice.model.DiscriminantBits;
import org.suffice.model.DiscriminantModel;
import org.suffice.model.Json;
import org.suffice.model.Outputs;
import org.suffice.pass.LocalBlocks;
import org.suffice.read.Column;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Schema;
import org.suffice.solve.DiscriminantFit.Kind;
import org.suffice.statistic.ClassGrams;
import org.suffice.statistic.ExactGramStatistic;
import org.suffice.train.LinearRegression.Precision;

/** Options, and what happens where a covariance has no inverse. */
class DiscriminantAnalysisTest {
  private static final Precision EXACT = Precision.EXACT;
  private static final Precision FAST = Precision.FAST;

  private static final ClassGolden IRIS =
      ClassGolden.data(
          "iris.csv", "Species", "Sepal.Length", "Sepal.Width", "Petal.Length", "Petal.Width");

  private static DiscriminantAnalysis shrunk(Kind kind, Shrinkage shrinkage, Precision precision) {
    return new DiscriminantAnalysis(kind, Priors.EMPIRICAL, shrinkage, 0, precision);
  }

  private static DiscriminantModel train(DiscriminantAnalysis analysis, ClassGolden data) {
    return analysis.solve(
        analysis.reduce(data.data(), data.encoder(), data.classes().size()),
        data.schema(),
        data.encoder(),
        data.classes());
  }

  private static String failure(
      Failure.Kind kind, DiscriminantAnalysis analysis, ClassGolden data) {
    Failure failure = assertThrows(Failure.class, () -> train(analysis, data));
    assertEquals(kind, failure.kind(), failure.getMessage());
    return failure.getMessage();
  }

  static Stream<JsonNode> sklearn() throws IOException {
    try (InputStream in =
        DiscriminantAnalysisTest.class.getResourceAsStream("/golden/discriminant__sklearn.json")) {
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

  @ParameterizedTest
  @EnumSource(Precision.class)
  void aCopiedColumnIsNamed(Precision precision) {
    ClassGolden copied = IRIS.with("copy", IRIS.column("Sepal.Width"));
    String lda =
        failure(Failure.Kind.NO_SOLUTION, new DiscriminantAnalysis(Kind.LDA, precision), copied);
    assertTrue(
        lda.startsWith("column 'copy' is a combination of 'Sepal.Width' within classes"), lda);
    assertTrue(lda.contains("discriminant.shrinkage=auto"), lda);
    String qda =
        failure(Failure.Kind.NO_SOLUTION, new DiscriminantAnalysis(Kind.QDA, precision), copied);
    assertTrue(
        qda.startsWith("column 'copy' is a combination of 'Sepal.Width' within class 'setosa'"),
        qda);
    for (Shrinkage shrinkage : List.of(Shrinkage.AUTO, Shrinkage.of(0.01), Shrinkage.of(1))) {
      for (Kind kind : Kind.values()) {
        DiscriminantModel model = train(shrunk(kind, shrinkage, precision), copied);
        assertTrue(accuracy(model, copied) > 0.85, kind + " " + shrinkage);
        assertTrue(Double.isNaN(model.fit().wilks().lambda()), "a singular scatter has no Λ");
        assertTrue(Double.isNaN(model.fit().box().m()));
      }
    }
  }

  private static double accuracy(DiscriminantModel model, ClassGolden data) {
    double[] predictions = new double[data.numRows()];
    model.score(data.block(), predictions);
    double right = 0;
    for (int i = 0; i < predictions.length; i++) {
      right += predictions[i] == data.labels()[i] ? 1 : 0;
    }
    return right / predictions.length;
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void aConstantColumnIsNamed(Precision precision) {
    double[] constant = new double[150];
    Arrays.fill(constant, 0.1);
    ClassGolden five = IRIS.with("five", constant);
    String lda =
        failure(Failure.Kind.NO_SOLUTION, new DiscriminantAnalysis(Kind.LDA, precision), five);
    assertTrue(lda.startsWith("column 'five' is constant within classes"), lda);
    // Constant in one class only: LDA has an answer.
    double[] partly = new double[150];
    Random random = new Random(1);
    Arrays.setAll(partly, i -> i < 100 && i >= 50 ? 1e6 + 0.1 : random.nextGaussian());
    ClassGolden some = IRIS.with("some", partly);
    train(new DiscriminantAnalysis(Kind.LDA, precision), some);
    String qda =
        failure(Failure.Kind.NO_SOLUTION, new DiscriminantAnalysis(Kind.QDA, precision), some);
    assertTrue(qda.startsWith("column 'some' is constant within class 'versicolor'"), qda);
    DiscriminantModel auto = train(shrunk(Kind.QDA, Shrinkage.AUTO, precision), some);
    assertTrue(accuracy(auto, some) > 0.9);
    DiscriminantModel mixed =
        train(
            new DiscriminantAnalysis(Kind.QDA, Priors.EMPIRICAL, Shrinkage.NONE, 0.2, precision),
            some);
    assertTrue(accuracy(mixed, some) > 0.9);
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void aSmallClassIsNamed(Precision precision) {
    ClassGolden small =
        IRIS.rows(IntStream.concat(IntStream.range(0, 100), IntStream.of(120)).toArray());
    String one =
        failure(Failure.Kind.NO_SOLUTION, new DiscriminantAnalysis(Kind.QDA, precision), small);
    assertTrue(one.startsWith("class 'virginica' has 1 row, fewer than 2"), one);
    assertTrue(one.contains("discriminant.mix"), one);
    assertEquals(3, train(new DiscriminantAnalysis(Kind.LDA, precision), small).classes().size());
    assertEquals(1, train(shrunk(Kind.LDA, Shrinkage.AUTO, precision), small).fit().rows()[2]);
    DiscriminantAnalysis mixed =
        new DiscriminantAnalysis(Kind.QDA, Priors.EMPIRICAL, Shrinkage.NONE, 0.1, precision);
    assertTrue(accuracy(train(mixed, small), small) > 0.95);
    ClassGolden four = IRIS.rows(IntStream.range(0, 104).toArray());
    String few =
        failure(Failure.Kind.NO_SOLUTION, new DiscriminantAnalysis(Kind.QDA, precision), four);
    assertTrue(few.startsWith("class 'virginica' has 4 rows, fewer than d+1=5"), few);
    train(shrunk(Kind.QDA, Shrinkage.of(0.1), precision), four);
    ClassGolden tiny = IRIS.rows(0, 1, 50, 51, 100, 101);
    String rows =
        failure(Failure.Kind.NO_SOLUTION, new DiscriminantAnalysis(Kind.LDA, precision), tiny);
    assertTrue(rows.startsWith("6 rows in c=3 classes, fewer than c+d=7"), rows);
    String alone =
        failure(
            Failure.Kind.DATA, new DiscriminantAnalysis(Kind.LDA, precision), IRIS.rows(3, 4, 5));
    assertTrue(alone.startsWith("every row has class 'setosa'"), alone);
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

  /** Weights count rows. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void aRowOfWeightTwoIsTwoRows(Kind kind) {
    int n = IRIS.numRows();
    double[] weights = new double[n];
    Arrays.setAll(weights, i -> 1 + i % 3);
    int[] repeated =
        IntStream.range(0, n).flatMap(i -> IntStream.generate(() -> i).limit(1 + i % 3)).toArray();
    Block weighted = DenseBlock.of(4, IRIS.x(), IRIS.labels(), weights);
    for (Shrinkage shrinkage : List.of(Shrinkage.NONE, Shrinkage.AUTO)) {
      DiscriminantAnalysis analysis = shrunk(kind, shrinkage, EXACT);
      DiscriminantModel model =
          analysis.solve(
              analysis.reduce(LocalBlocks.of(List.of(List.of(weighted)), 1), IRIS.encoder(), 3),
              IRIS.schema(),
              IRIS.encoder(),
              IRIS.classes());
      DiscriminantModel expected = train(analysis, IRIS.rows(repeated));
      assertArrayEquals(expected.fit().covariances(), model.fit().covariances(), 1e-15);
      assertArrayEquals(expected.fit().priors(), model.fit().priors(), 1e-16);
      assertArrayEquals(expected.fit().shrinkage(), model.fit().shrinkage(), 1e-14);
      assertArrayEquals(expected.fit().intercepts(), model.fit().intercepts(), 1e-11);
    }
  }

  /** One file of arrays, however the rows are cut, ordered, held and merged. */
  @Test
  void theSameRowsGiveTheSameBits() {
    ClassGolden vowel = ClassGolden.of("lda__Vowel");
    int n = vowel.numRows();
    int d = vowel.features().size();
    List<Integer> order = new ArrayList<>(IntStream.range(0, n).boxed().toList());
    Collections.shuffle(order, new Random(3));
    ClassGolden shuffled = vowel.rows(order.stream().mapToInt(i -> i).toArray());
    List<List<Block>> parts = new ArrayList<>();
    for (int from = 0; from < n; from += 137) {
      Block block = shuffled.block(from, Math.min(n, from + 137));
      parts.add(List.of(from % 2 == 0 ? block : sparse((DenseBlock) block)));
    }
    for (Kind kind : Kind.values()) {
      for (Shrinkage shrinkage : List.of(Shrinkage.NONE, Shrinkage.AUTO, Shrinkage.of(0.3))) {
        DiscriminantAnalysis analysis = shrunk(kind, shrinkage, EXACT);
        DiscriminantModel whole = train(analysis, vowel);
        DiscriminantModel cut =
            analysis.solve(
                analysis.reduce(LocalBlocks.of(parts, 2), vowel.encoder(), 11),
                vowel.schema(),
                vowel.encoder(),
                vowel.classes());
        assertEquals(DiscriminantBits.sha256(whole), DiscriminantBits.sha256(cut));
      }
    }
    assertEquals(d, vowel.encoder().width());
  }

  private static Block sparse(DenseBlock block) {
    int n = block.numRows();
    int d = block.numFeatures();
    int[] starts = new int[n + 1];
    int[] indices = new int[n * d];
    for (int e = 0; e < n * d; e++) {
      indices[e] = e % d;
      starts[e / d + 1] = e + 1;
    }
    return new SparseBlock(
        n,
        d,
        starts,
        indices,
        block.values(),
        block.labels(),
        null,
        0,
        block.rowIds(),
        block.account());
  }

  @Test
  void whatIsTakenAwayLeavesTheModelOfTheRest() {
    DiscriminantAnalysis analysis = new DiscriminantAnalysis(Kind.QDA, EXACT);
    FeatureEncoder encoder = IRIS.encoder();
    ClassGrams<ExactGramStatistic> all = IRIS.data().pass(analysis.exactZero(encoder, 3));
    int[] gone = IntStream.range(0, 150).filter(i -> i % 7 == 0 || i >= 100).toArray();
    int[] kept = IntStream.range(0, 100).filter(i -> i % 7 != 0).toArray();
    ClassGrams<ExactGramStatistic> part =
        IRIS.rows(gone).data().pass(analysis.exactZero(encoder, 3));
    DiscriminantModel rest =
        analysis.solve(
            new DiscriminantAnalysis.Reduction(ClassGrams.subtract(all, part), null),
            IRIS.schema(),
            encoder,
            IRIS.classes());
    assertEquals(
        DiscriminantBits.sha256(train(analysis, IRIS.rows(kept))), DiscriminantBits.sha256(rest));
    assertEquals(List.of("setosa", "versicolor"), rest.classes());
  }

  /** A row has the same numbers in whatever block, dense or sparse, wider or not, or alone. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void aRowHasTheSameNumbersInEveryBlock(Kind kind) {
    ClassGolden vowel = ClassGolden.of(kind.text() + "__Vowel");
    DiscriminantModel model = train(new DiscriminantAnalysis(kind, EXACT), vowel);
    Outputs outputs = model.outputs(kind == Kind.LDA);
    int m = outputs.names().size();
    assertEquals(1 + 11 + (kind == Kind.LDA ? 9 : 0), m);
    double[] whole = new double[990 * m];
    outputs.compute(vowel.block(), whole);
    int d = vowel.features().size();
    for (int from = 0, size = 1; from < 990; from += size, size = size * 3 % 101 + 1) {
      int to = Math.min(990, from + size);
      DenseBlock dense = (DenseBlock) vowel.block(from, to);
      double[] wider = new double[(to - from) * (d + 2)];
      for (int i = 0; i < to - from; i++) {
        System.arraycopy(dense.values(), i * d, wider, i * (d + 2), d);
        wider[i * (d + 2) + d] = Double.NaN;
      }
      for (Block block :
          List.of(dense, sparse(dense), DenseBlock.of(d + 2, wider, dense.labels(), null))) {
        double[] out = new double[(to - from) * m];
        outputs.compute(block, out);
        assertArrayEquals(Arrays.copyOfRange(whole, from * m, to * m), out, "from " + from);
      }
      assertEquals(whole[from * m], model.predict(Arrays.copyOf(dense.values(), d)));
    }
  }

  /** Timestamps: means of 1e9 and spreads of 1. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void columnsFarFromZeroLoseNothing(Kind kind) {
    double[] shifted = IRIS.x().clone();
    Arrays.setAll(shifted, e -> Math.rint(shifted[e] * 1024) / 1024 + (1L << 31));
    double[] plain = new double[shifted.length];
    Arrays.setAll(plain, e -> shifted[e] - (1L << 31));
    for (Shrinkage shrinkage : List.of(Shrinkage.NONE, Shrinkage.AUTO)) {
      DiscriminantAnalysis analysis = shrunk(kind, shrinkage, EXACT);
      double[] expected = new double[600];
      double[] found = new double[600];
      ClassGolden near =
          new ClassGolden("near", null, IRIS.features(), IRIS.classes(), plain, IRIS.labels());
      ClassGolden far =
          new ClassGolden("far", null, IRIS.features(), IRIS.classes(), shifted, IRIS.labels());
      DiscriminantModel model = train(analysis, near);
      model.outputs().compute(near.block(), expected);
      DiscriminantModel other = train(analysis, far);
      other.outputs().compute(far.block(), found);
      // Fourth moments about means so large cost 68 of the 106 bits; the others are exact.
      double slack = shrinkage.auto() ? 1e-11 : 0;
      assertArrayEquals(model.fit().covariances(), other.fit().covariances(), slack);
      // Means are doubles, of which 2^31 leaves 22 bits after the point.
      assertArrayEquals(expected, found, 1e-5);
    }
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
