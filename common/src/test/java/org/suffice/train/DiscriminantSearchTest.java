package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.suffice.Failure;
import org.suffice.Tolerance;
import org.suffice.block.DenseBlock;
import org.suffice.model.DiscriminantBits;
import org.suffice.model.DiscriminantModel;
import org.suffice.model.DiscriminantValidation.LeaveOneOut;
import org.suffice.model.DiscriminantValidation.Step;
import org.suffice.pass.Blocks;
import org.suffice.read.Column;
import org.suffice.solve.DiscriminantFit.Kind;
import org.suffice.statistic.FoldRule;
import org.suffice.train.LinearRegression.Precision;

/**
 * Errors on rows left out beside those of the slow way: for each fold and candidate a training from
 * scratch on the other rows, and the probabilities that it gives to the rows of the fold.
 */
class DiscriminantSearchTest {
  private static final Precision EXACT = Precision.EXACT;
  private static final int N = 240;
  private static final List<String> NAMES = List.of("a", "b", "g", "w", "fold", "team", "y");
  private static final List<String> CLASSES = List.of("ant", "bee", "cat", "dog");

  /** Classes 0, 1 and 3 of four names: no row has the third. */
  private static TestRows rows(boolean gaps) {
    Random random = new Random(5);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < N; i++) {
      int k = i % 3;
      String[] cells = {
        String.valueOf(1e6 + 2 * k + random.nextGaussian()),
        String.valueOf((1 + k) * random.nextGaussian()),
        List.of("p", "q", "r").get(random.nextInt(3)),
        String.valueOf(0.25 + random.nextDouble()),
        List.of("one", "two", "three", "four").get(Math.min(3, random.nextInt(5))),
        "team " + random.nextInt(12),
        String.valueOf(k == 2 ? 3 : k)
      };
      if (gaps && random.nextInt(2) == 0) {
        cells[random.nextInt(3)] = "";
      }
      lines.add(String.join(",", cells));
    }
    TestRows rows =
        TestRows.of(
            NAMES,
            lines,
            "y",
            Column.numeric("a"),
            Column.numeric("b"),
            Column.categorical("g", List.of("p", "q", "r")));
    return gaps ? rows.gaps("a", "b", "g") : rows;
  }

  private static DiscriminantSearch search(
      Kind kind, FoldRule rule, Precision precision, double[] shrinkages, double... mixes) {
    return new DiscriminantSearch(
        kind,
        Priors.EMPIRICAL,
        Arrays.stream(shrinkages).mapToObj(Shrinkage::of).toList(),
        Arrays.stream(mixes).boxed().toList(),
        precision,
        Optional.of(new Folds(rule, false)),
        false);
  }

  private static DiscriminantModel train(DiscriminantSearch search, TestRows rows, Blocks blocks) {
    return search.solve(
        blocks,
        search.reduce(blocks, rows.encoder(), CLASSES.size()),
        rows.schema(),
        rows.encoder(),
        CLASSES);
  }

  /** Loss and mistakes of rows, weighted, by a model that never saw them. */
  private static double[] errors(DiscriminantModel model, TestRows rows, int[] held) {
    List<String> features = model.encoder().names();
    double[] x = new double[held.length * features.size()];
    for (int i = 0; i < held.length; i++) {
      for (int j = 0; j < features.size(); j++) {
        String[] name = features.get(j).split("=");
        String cell = rows.cell(held[i], name[0]);
        x[i * features.size() + j] =
            cell.isEmpty()
                ? model.featureMeans()[j]
                : name.length == 1 ? Double.parseDouble(cell) : cell.equals(name[1]) ? 1 : 0;
      }
    }
    int c = model.classes().size();
    double[] out = new double[held.length * (c + 1)];
    model.outputs().compute(DenseBlock.of(features.size(), x, new double[held.length], null), out);
    double loss = 0;
    double wrong = 0;
    double weights = 0;
    for (int i = 0; i < held.length; i++) {
      String name = CLASSES.get((int) rows.number(held[i], "y"));
      int own = model.classes().indexOf(name);
      double w = rows.schema().weight().isPresent() ? rows.number(held[i], "w") : 1;
      loss -= w * Math.log(out[i * (c + 1) + 1 + own]);
      wrong += out[i * (c + 1)] == own ? 0 : w;
      weights += w;
    }
    return new double[] {loss / weights, wrong / weights};
  }

  static Stream<Arguments> ways() {
    return Stream.of(Kind.values())
        .flatMap(
            kind ->
                Stream.of(
                    Arguments.of(kind, rows(false), FoldRule.ofRows(5, 3), EXACT),
                    Arguments.of(kind, rows(false), FoldRule.ofRows(2, 9), Precision.FAST),
                    Arguments.of(kind, rows(true).weighted("w"), FoldRule.ofRows(3, 1), EXACT),
                    Arguments.of(
                        kind,
                        rows(true).keeping("team"),
                        new FoldRule(FoldRule.Kind.GROUP, 4, 7, 0),
                        EXACT),
                    Arguments.of(
                        kind,
                        rows(false).weighted("w").keeping("fold"),
                        new FoldRule(FoldRule.Kind.COLUMN, 0, 0, 0),
                        EXACT)));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void errorsAreThoseOfARefitForEachFoldAndCandidate(
      Kind kind, TestRows rows, FoldRule rule, Precision precision) {
    double[] mixes = kind == Kind.LDA ? new double[] {0} : new double[] {0, 0.3};
    DiscriminantSearch search = search(kind, rule, precision, new double[] {0.1, 0, 0.5}, mixes);
    CountedBlocks blocks = new CountedBlocks(rows.blocks(4, 2));
    DiscriminantModel model = train(search, rows, blocks);
    assertEquals(2, blocks.passes, "whatever the number of candidates and folds");
    List<Step> path = model.validation().path();
    assertEquals(3 * mixes.length, path.size());
    List<int[]> folds = FoldRuns.folds(rows, rule);
    assertTrue(folds.size() > 1);
    int best = -1;
    for (int i = 0; i < path.size(); i++) {
      Step step = path.get(i);
      DiscriminantAnalysis candidate =
          new DiscriminantAnalysis(
              kind, Priors.EMPIRICAL, Shrinkage.of(step.shrinkage()), step.mix(), precision);
      double[] losses = new double[folds.size()];
      double[] mistakes = new double[folds.size()];
      for (int f = 0; f < losses.length; f++) {
        int[] held = folds.get(f);
        TestRows others =
            rows.rows(
                IntStream.range(0, N)
                    .filter(r -> Arrays.stream(held).noneMatch(h -> h == r))
                    .toArray());
        DiscriminantModel naive =
            candidate.solve(
                candidate.reduce(others.blocks(1, 1), others.encoder(), CLASSES.size()),
                others.schema(),
                others.encoder(),
                CLASSES);
        double[] errors = errors(naive, rows, held);
        losses[f] = errors[0];
        mistakes[f] = errors[1];
      }
      double mean = Arrays.stream(losses).average().orElseThrow();
      double squares = Arrays.stream(losses).map(x -> (x - mean) * (x - mean)).sum();
      Tolerance tight = Tolerance.absolute(1e-10, "promised");
      tight.check("loss " + i, mean, step.cvError());
      tight.check(
          "standard error " + i,
          Math.sqrt(squares / (losses.length - 1) / losses.length),
          step.cvStandardError());
      tight.check(
          "mistakes " + i,
          Arrays.stream(mistakes).average().orElseThrow(),
          step.cvMisclassification());
      assertEquals("", step.problem());
      best = best < 0 || step.cvError() < path.get(best).cvError() ? i : best;
    }
    Step chosen = path.get(best);
    assertTrue(chosen.chosen(), path.toString());
    assertEquals(1, path.stream().filter(Step::chosen).count());
    assertEquals(chosen.shrinkage(), model.fit().shrinkage()[0]);
    assertEquals(chosen.mix(), model.fit().mix());
    assertEquals(List.of("ant", "bee", "dog"), model.classes());
  }

  /** From the most to the least shrunk; the model is that of the choice, to the bit. */
  @Test
  void theChoiceIsAFitLikeAnyOther() {
    TestRows rows = rows(true);
    DiscriminantSearch search =
        search(Kind.QDA, FoldRule.ofRows(5, 3), EXACT, new double[] {0, 1, 0.2}, 0, 1);
    DiscriminantModel model = train(search, rows, rows.blocks(3, 2));
    assertEquals(
        List.of(1.0, 1.0, 0.2, 0.2, 0.0, 0.0),
        model.validation().path().stream().map(Step::shrinkage).toList());
    assertEquals(
        List.of(1.0, 0.0, 1.0, 0.0, 1.0, 0.0),
        model.validation().path().stream().map(Step::mix).toList());
    Step chosen = model.validation().path().stream().filter(Step::chosen).findFirst().orElseThrow();
    DiscriminantAnalysis alone =
        new DiscriminantAnalysis(
            Kind.QDA, Priors.EMPIRICAL, Shrinkage.of(chosen.shrinkage()), chosen.mix(), EXACT);
    DiscriminantModel fit =
        alone.solve(
            alone.reduce(rows.blocks(1, 1), rows.encoder(), CLASSES.size()),
            rows.schema(),
            rows.encoder(),
            CLASSES);
    assertEquals(DiscriminantBits.sha256(fit), DiscriminantBits.sha256(model));
    // Cut otherwise, on other threads: the same errors to the bit.
    assertEquals(model.validation(), train(search, rows, rows.blocks(17, 3)).validation());
  }

  @Test
  void oneStandardErrorPrefersTheMostShrunk() {
    TestRows rows = rows(false);
    DiscriminantSearch least =
        search(
            Kind.QDA,
            FoldRule.ofRows(5, 3),
            EXACT,
            new double[] {0, 1e-5, 1e-4, 1e-3, 0.01, 0.03, 0.1, 0.3, 1},
            0);
    DiscriminantSearch simplest =
        new DiscriminantSearch(
            least.kind(),
            least.priors(),
            least.shrinkages(),
            least.mixes(),
            EXACT,
            Optional.of(new Folds(FoldRule.ofRows(5, 3), true)),
            false);
    List<Step> path = train(least, rows, rows.blocks(2, 1)).validation().path();
    Step best = path.stream().filter(Step::chosen).findFirst().orElseThrow();
    Step expected =
        path.stream()
            .filter(step -> step.cvError() <= best.cvError() + best.cvStandardError())
            .findFirst()
            .orElseThrow();
    assertTrue(expected.shrinkage() > best.shrinkage(), "else the two rules say the same");
    DiscriminantModel model = train(simplest, rows, rows.blocks(2, 1));
    assertEquals(expected.shrinkage(), model.fit().shrinkage()[0]);
  }

  @Test
  void shrinkageThatIsFoundIsValidatedToo() {
    TestRows rows = rows(false);
    DiscriminantSearch search =
        new DiscriminantSearch(
            Kind.QDA,
            Priors.UNIFORM,
            List.of(Shrinkage.AUTO),
            List.of(0.0, 0.5),
            EXACT,
            Optional.of(new Folds(FoldRule.ofRows(4, 1), false)),
            false);
    List<Step> path = train(search, rows, rows.blocks(2, 1)).validation().path();
    assertEquals(2, path.size());
    assertTrue(path.stream().allMatch(step -> Double.isNaN(step.shrinkage())));
    assertTrue(path.stream().allMatch(step -> step.cvError() > 0), path.toString());
  }

  // ---- what cannot be chosen -------------------------------------------------------------------

  private static final ClassGolden IRIS =
      ClassGolden.data(
          "iris.csv", "Species", "Sepal.Length", "Sepal.Width", "Petal.Length", "Petal.Width");

  private static DiscriminantModel train(DiscriminantSearch search, ClassGolden data) {
    return search.solve(
        data.data(),
        search.reduce(data.data(), data.encoder(), data.classes().size()),
        data.schema(),
        data.encoder(),
        data.classes());
  }

  private static String failure(Failure.Kind kind, DiscriminantSearch search, ClassGolden data) {
    Failure failure = assertThrows(Failure.class, () -> train(search, data));
    assertEquals(kind, failure.kind(), failure.getMessage());
    return failure.getMessage();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aSingularCandidateIsNotChosenAndSaysWhy(Kind kind) {
    ClassGolden twice = IRIS.with("again", IRIS.column("Sepal.Width"));
    FoldRule rule = FoldRule.ofRows(5, 1);
    DiscriminantModel model =
        train(search(kind, rule, EXACT, new double[] {0, 0.001, 0.5}, 0), twice);
    Step singular = model.validation().path().get(2);
    assertEquals(0, singular.shrinkage());
    assertFalse(singular.chosen());
    assertTrue(Double.isNaN(singular.cvError()));
    assertTrue(singular.problem().startsWith("without fold 0001: column"), singular.problem());
    assertEquals(0.001, model.fit().shrinkage()[0]);
    assertTrue(
        model.record().warnings().stream().anyMatch(w -> w.startsWith("1 of 3 values")),
        model.record().warnings().toString());
    String all =
        failure(Failure.Kind.NO_SOLUTION, search(kind, rule, EXACT, new double[] {0}, 0), twice);
    assertTrue(all.startsWith("cross-validation without fold 0001: column"), all);
    assertTrue(all.contains("discriminant.shrinkage"), all);
  }

  @Test
  void aClassThatIsInOneFoldAloneIsNamed() {
    int[] some = IntStream.range(0, 101).toArray(); // of virginica one row
    String message =
        failure(
            Failure.Kind.DATA,
            search(Kind.LDA, FoldRule.ofRows(3, 1), EXACT, new double[] {0}, 0),
            IRIS.rows(some));
    assertTrue(message.contains("'virginica'"), message);
    assertTrue(message.contains("in one fold"), message);
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    Failure several =
        assertThrows(
            Failure.class,
            () ->
                new DiscriminantSearch(
                    Kind.LDA,
                    Priors.EMPIRICAL,
                    List.of(Shrinkage.NONE, Shrinkage.of(0.5)),
                    List.of(0.0),
                    EXACT,
                    Optional.empty(),
                    false));
    assertEquals(Failure.Kind.USAGE, several.kind());
    assertTrue(several.getMessage().contains("cross-validation.folds"), several.getMessage());
    for (Shrinkage shrinkage : List.of(Shrinkage.AUTO, Shrinkage.of(0.5))) {
      Failure closed = assertThrows(Failure.class, () -> leaveOneOut(Kind.LDA, shrinkage));
      assertEquals(Failure.Kind.USAGE, closed.kind());
      assertTrue(closed.getMessage().contains("no closed form"), closed.getMessage());
    }
  }

  // ---- leave-one-out ---------------------------------------------------------------------------

  private static DiscriminantSearch leaveOneOut(Kind kind, Shrinkage shrinkage) {
    return new DiscriminantSearch(
        kind, Priors.EMPIRICAL, List.of(shrinkage), List.of(0.0), EXACT, Optional.empty(), true);
  }

  static Stream<Arguments> goldens() {
    return Stream.of("Pima_tr", "Vowel", "biopsy", "iris", "wine")
        .flatMap(set -> Stream.of(Kind.values()).map(kind -> Arguments.of(set, kind)));
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void leaveOneOutIsThatOfTheGoldens(String set, Kind kind) {
    ClassGolden golden = ClassGolden.of(kind.text() + "__" + set);
    DiscriminantModel model = train(leaveOneOut(kind, Shrinkage.NONE), golden);
    check(
        golden.results().path("loo_priors_refitted"),
        model.validation().leaveOneOut().orElseThrow());
    check(
        golden.results().path("loo_priors_fixed"), model.validation().fixedPriors().orElseThrow());
  }

  private static void check(JsonNode expected, LeaveOneOut found) {
    long[] confusion =
        Arrays.stream(ClassGolden.numbers(expected.path("confusion_rows_true_cols_predicted")))
            .mapToLong(count -> (long) count)
            .toArray();
    assertArrayEquals(confusion, found.confusion());
    assertEquals(expected.path("accuracy").asDouble(), found.accuracy(), 1e-15);
    assertTrue(found.logLoss() > 0 && found.logLoss() < 10, "" + found.logLoss());
  }

  /** The loss of a row that was left out, by a refit without it. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void leaveOneOutIsARefitWithoutEachRow(Kind kind) {
    TestRows rows = rows(false).weighted("w");
    DiscriminantSearch search = leaveOneOut(kind, Shrinkage.NONE);
    CountedBlocks blocks = new CountedBlocks(rows.blocks(3, 2));
    LeaveOneOut found = train(search, rows, blocks).validation().leaveOneOut().orElseThrow();
    assertEquals(2, blocks.passes);
    DiscriminantAnalysis analysis = search.first();
    double loss = 0;
    double right = 0;
    double weights = 0;
    for (int i = 0; i < N; i++) {
      int left = i;
      TestRows others = rows.rows(IntStream.range(0, N).filter(r -> r != left).toArray());
      DiscriminantModel naive =
          analysis.solve(
              analysis.reduce(others.blocks(1, 1), others.encoder(), CLASSES.size()),
              others.schema(),
              others.encoder(),
              CLASSES);
      double[] errors = errors(naive, rows, new int[] {i});
      double w = rows.number(i, "w");
      loss += w * errors[0];
      right += w * (1 - errors[1]);
      weights += w;
    }
    Tolerance.absolute(1e-9, "a column far from zero, in doubles")
        .check("loss", loss / weights, found.logLoss());
    Tolerance.absolute(1e-12, "sums of weights")
        .check("accuracy", right / weights, found.accuracy());
  }

  /** With given priors there is nothing to refit, and one table. */
  @Test
  void givenPriorsStay() {
    DiscriminantSearch search =
        new DiscriminantSearch(
            Kind.LDA,
            Priors.UNIFORM,
            List.of(Shrinkage.NONE),
            List.of(0.0),
            EXACT,
            Optional.empty(),
            true);
    DiscriminantModel model = train(search, IRIS);
    assertTrue(model.validation().leaveOneOut().isPresent());
    assertTrue(model.validation().fixedPriors().isEmpty());
  }

  @Test
  void meansOfMissingValuesHaveNoClosedForm() {
    TestRows rows = rows(true);
    Failure failure =
        assertThrows(
            Failure.class,
            () -> train(leaveOneOut(Kind.LDA, Shrinkage.NONE), rows, rows.blocks(1, 1)));
    assertEquals(Failure.Kind.USAGE, failure.kind());
    assertTrue(failure.getMessage().contains("data.missing=drop"), failure.getMessage());
  }
}
