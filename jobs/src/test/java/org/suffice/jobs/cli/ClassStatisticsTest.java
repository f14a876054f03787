package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A real table in eight files, each summarised once: the sums of the classes, and those less one,
 * are the models of full refits to the bit.
 */
final class ClassStatisticsTest {
  private static final int FILES = 8;

  /** A class that one file alone has. */
  private static final String RARE = "ISLAND";

  private static final String LABEL = "ocean_proximity";
  private static final int RARE_FILE = 3;

  @TempDir Path dir;

  /** A part of California housing, with a column of words that only some files know all of. */
  private static List<String> housing() {
    Path file = Path.of("../common/src/test/resources/golden/data/california_housing.csv.gz");
    List<String> lines;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      lines = Samples.lines(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    List<String> some = new ArrayList<>();
    some.add(lines.get(0) + ",era");
    int age = List.of(lines.get(0).split(",")).indexOf("housing_median_age");
    for (int i = 1; i < lines.size(); i++) {
      String line = lines.get(i);
      if (i % 4 == 0 || line.contains(RARE)) {
        double years = Double.parseDouble(line.split(",")[age]);
        some.add(line + "," + (years < 3 ? "new" : years < 30 ? "middle" : "old"));
      }
    }
    return some;
  }

  /** Writes {@code data/0.csv} … {@code 7.csv}; the rare class, and new houses, are in one each. */
  private void writeFiles() {
    List<String> lines = housing();
    List<List<String>> files = new ArrayList<>();
    IntStream.range(0, FILES).forEach(f -> files.add(new ArrayList<>()));
    for (int i = 1; i < lines.size(); i++) {
      String line = lines.get(i);
      int f = line.contains(RARE) ? RARE_FILE : line.endsWith(",new") ? 5 : i % FILES;
      files.get(f).add(line);
    }
    for (int f = 0; f < FILES; f++) {
      Samples.write(file(f), lines.get(0) + "\n" + String.join("\n", files.get(f)) + "\n");
    }
  }

  private Path file(int f) {
    return dir.resolve("data/" + f + ".csv");
  }

  private static Run run(List<String> settings, Object... words) {
    List<Object> all = new ArrayList<>(List.of(words));
    settings.forEach(setting -> all.addAll(List.of("--set", setting)));
    return Run.suffice(all.toArray());
  }

  private Path summarize(String algorithm, Path data, String label, List<String> settings) {
    Path to = dir.resolve("statistics/" + algorithm + data.getFileName() + settings.hashCode());
    run(settings, "summarize", algorithm, "--data", data, "--label", label, "--statistics", to)
        .good();
    return to;
  }

  private Run trainFrom(
      String algorithm, List<Path> plus, List<Path> minus, List<String> settings) {
    List<Object> words = new ArrayList<>(List.of("train", algorithm, "--statistics"));
    words.addAll(plus);
    if (!minus.isEmpty()) {
      words.add("--minus");
      words.addAll(minus);
    }
    words.addAll(List.of("--model", dir.resolve("sum"), "--overwrite"));
    return run(settings, words.toArray());
  }

  private Run refit(String algorithm, Object data, List<String> settings) {
    return run(
        settings,
        "train",
        algorithm,
        "--data",
        data,
        "--label",
        LABEL,
        "--model",
        dir.resolve("full"),
        "--overwrite");
  }

  private JsonNode describe(String model) {
    return Run.suffice("describe", "--model", dir.resolve(model), "--json").json();
  }

  private void assertSameModel() {
    assertArrayEquals(
        Samples.bytes(dir.resolve("full/model.safetensors")),
        Samples.bytes(dir.resolve("sum/model.safetensors")));
    JsonNode right = describe("full");
    JsonNode other = describe("sum");
    for (String fact : List.of("rows", "features", "classes", "classRows", "means", "rowAccount")) {
      assertTrue(right.has(fact), fact);
      assertEquals(right.get(fact), other.get(fact), fact);
    }
  }

  static Stream<Arguments> ways() {
    return Stream.of(
        Arguments.of("lda", "qda", List.of("data.missing=mean", "discriminant.shrinkage=0.1")),
        Arguments.of("qda", "lda", List.of("data.missing=drop", "data.weight=households")),
        Arguments.of(
            "lda",
            "lda",
            List.of(
                "data.missing=mean",
                "discriminant.shrinkage=auto",
                "data.ignore=[longitude, latitude]")));
  }

  /** What one algorithm summarised the other trains from. */
  @ParameterizedTest
  @MethodSource("ways")
  void sumsAndDifferencesAreFullRefits(String summarised, String trained, List<String> settings) {
    writeFiles();
    List<Path> all =
        IntStream.range(0, FILES)
            .mapToObj(f -> summarize(summarised, file(f), LABEL, settings))
            .toList();
    refit(trained, dir.resolve("data"), settings).good();
    assertTrue(describe("full").get("classes").toString().contains(RARE));
    for (int seed = 0; seed < 2; seed++) {
      List<Path> shuffled = new ArrayList<>(all);
      Collections.shuffle(shuffled, new Random(seed));
      trainFrom(trained, shuffled, List.of(), settings).good();
      assertSameModel();
    }
    // Without the only file of a class, the class is forgotten; the level of another is not.
    refit(trained, dir.resolve("data") + "/{0,1,2,4,5,6,7}.csv", settings).good();
    assertFalse(describe("full").get("classes").toString().contains(RARE));
    assertTrue(describe("full").get("features").toString().contains("era=new"));
    trainFrom(trained, all, List.of(all.get(RARE_FILE)), settings).good();
    assertSameModel();
    refit(trained, dir.resolve("data") + "/{0,1,2,3,4,6,7}.csv", settings).good();
    assertFalse(describe("full").get("features").toString().contains("era=new"));
    trainFrom(trained, all, List.of(all.get(5)), settings).good();
    assertSameModel();
    String words = trainFrom(trained, all, List.of(), List.of("data.delimiter=;")).err();
    assertTrue(words.contains("data.delimiter was ',' when the statistics were made"), words);
  }

  // ---- what does not go together --------------------------------------------------------------

  private static final String ROWS =
      """
      a,b,c,y
      1,2,u,no
      2,1,v,no
      3,5,u,no
      4,4,v,yes
      5,9,u,yes
      6,7,v,yes
      7,3,u,yes
      """;

  private Path small(String name, String csv, String... settings) {
    Path data = Samples.write(dir.resolve("in/" + name + ".csv"), csv);
    return summarize("lda", data, "y", List.of(settings));
  }

  private static String only(String label) {
    return ROWS.lines()
        .filter(line -> line.endsWith(",y") || line.endsWith("," + label))
        .reduce("", (text, line) -> text + line + "\n");
  }

  private void assertRefused(int exitCode, String message, Run run) {
    assertEquals(exitCode, run.exitCode(), run.err());
    assertEquals("suffice: " + message, run.err().stripTrailing());
    assertFalse(Files.exists(dir.resolve("sum/_SUCCESS")));
  }

  /** The classes of a file that has one alone are those of others. */
  @Test
  void aPartMayHaveOneClass() {
    Path no = small("no", only("no"));
    Path yes = small("yes", only("yes"));
    assertRefused(
        3,
        "every row has class 'yes': there is nothing to tell apart",
        trainFrom("lda", List.of(yes), List.of(), List.of()));
    trainFrom("lda", List.of(yes, no), List.of(), List.of()).good();
    Path data = Samples.write(dir.resolve("whole.csv"), ROWS);
    run(List.of(), "train", "lda", "--data", data, "--label", "y", "--model", dir.resolve("full"))
        .good();
    assertSameModel();
    Run alone =
        run(
            List.of(),
            "train",
            "lda",
            "--data",
            dir.resolve("in/no.csv"),
            "--label",
            "y",
            "--model",
            dir.resolve("one"));
    assertEquals(3, alone.exitCode());
    assertTrue(alone.err().contains("has one class, 'no'"), alone.err());
  }

  @Test
  void squaresAreThereWhereAllHaveThem() {
    Path plain = small("plain", ROWS);
    Path auto = small("auto", ROWS.replace("5", "8"), "discriminant.shrinkage=auto");
    List<String> wanted = List.of("discriminant.shrinkage=auto");
    trainFrom("lda", List.of(auto), List.of(), wanted).good();
    Samples.write(dir.resolve("sum/_SUCCESS"), "");
    trainFrom("qda", List.of(auto), List.of(), List.of("discriminant.shrinkage=0.1")).exitCode();
    String message =
        "discriminant.shrinkage=auto needs statistics that were all summarized with it; summarize"
            + " anew, or give discriminant.shrinkage a number";
    for (List<Path> some : List.of(List.of(plain), List.of(auto, plain), List.of(plain, auto))) {
      Run run = trainFrom("lda", some, List.of(), wanted);
      assertEquals("suffice: " + message, run.err().stripTrailing());
      assertEquals(2, run.exitCode());
    }
  }

  /** Squares that nobody asks for change no bit. */
  @Test
  void squaresMayBeLeftUnused() {
    Path auto = small("auto", ROWS, "discriminant.shrinkage=auto");
    Path data = dir.resolve("in/auto.csv");
    for (String algorithm : List.of("lda", "qda")) {
      List<String> some = List.of("discriminant.shrinkage=0.25");
      run(
              some,
              "train",
              algorithm,
              "--data",
              data,
              "--label",
              "y",
              "--model",
              dir.resolve("full"),
              "--overwrite")
          .good();
      trainFrom(algorithm, List.of(auto), List.of(), some).good();
      assertSameModel();
    }
  }

  @Test
  void whatDiffersIsNamed() {
    Path classes = small("first", ROWS);
    Path other = small("other", ROWS, "data.ignore=[b]");
    assertRefused(
        2,
        "the statistics "
            + classes
            + " and "
            + other
            + " do not go together: column 'b' is in the first only",
        trainFrom("lda", List.of(classes, other), List.of(), List.of()));
    Path numbers =
        Samples.write(dir.resolve("in/numbers.csv"), ROWS.replace("no", "0").replace("yes", "1"));
    Path linear = summarize("linear-regression", numbers, "y", List.of());
    assertRefused(
        2,
        "the statistics "
            + classes
            + " and "
            + linear
            + " do not go together: sums of classes and sums of a regression",
        trainFrom("lda", List.of(classes, linear), List.of(), List.of()));
    assertRefused(
        2,
        "the statistics "
            + linear
            + " are those of linear-regression: qda needs others; suffice summarize qda makes them",
        trainFrom("qda", List.of(linear), List.of(), List.of()));
    assertRefused(
        2,
        "the statistics "
            + classes
            + " are those of lda and qda: linear-regression needs others; suffice summarize"
            + " linear-regression makes them",
        trainFrom("linear-regression", List.of(classes), List.of(), List.of()));
  }

  @Test
  void whatWasNotInCannotBeTakenAway() {
    Path first = small("first", ROWS);
    Path more = small("more", ROWS + "9,9,u,no\n");
    Path others = small("others", only("no").replace("1,2", "8,2"));
    Path swapped = small("swapped", ROWS.replace("3,5,u,no", "3,5,u,yes"));
    Path strange = small("strange", only("no").replace("no", "maybe"));
    for (Path minus : List.of(more, others, swapped, strange)) {
      assertRefused(
          2,
          "--minus " + minus + " takes away rows that are not in the sum",
          trainFrom("lda", List.of(first), List.of(minus), List.of()));
    }
    assertRefused(
        3, "no rows to train on", trainFrom("lda", List.of(first), List.of(first), List.of()));
  }

  @Test
  void whatNeedsRowsIsRefused() {
    Path first = small("first", ROWS);
    assertRefused(
        2,
        "discriminant.leave-one-out needs every row, which statistics do not keep: train from"
            + " --data",
        trainFrom("lda", List.of(first), List.of(), List.of("discriminant.leave-one-out=true")));
    assertRefused(
        2,
        "cross-validation: statistics keep no folds; train from --data, or without folds",
        trainFrom("lda", List.of(first), List.of(), List.of("cross-validation.folds=3")));
    assertRefused(
        2,
        "statistics are exact: precision=fast does not go with --statistics",
        trainFrom("lda", List.of(first), List.of(), List.of("precision=fast")));
    Path data = dir.resolve("in/first.csv");
    for (String setting :
        List.of("precision=fast", "cross-validation.folds=2", "discriminant.leave-one-out=true")) {
      Run run =
          run(
              List.of(setting),
              "summarize",
              "qda",
              "--data",
              data,
              "--label",
              "y",
              "--statistics",
              dir.resolve("none"));
      assertEquals(2, run.exitCode(), run.err());
      assertEquals(1, run.err().lines().count(), run.err());
      assertFalse(Files.exists(dir.resolve("none")));
    }
  }

  // ---- statistics that were damaged ------------------------------------------------------------

  /** Damage by somebody who can compute a hash. */
  static Stream<Arguments> damaged() {
    return Stream.of(
        damage("a class less", "expected", at -> Damaged.json(at, "\"no\", ", "")),
        damage("no classes", "the classes", at -> Damaged.json(at, "\"classes\"", "\"klasses\"")),
        damage(
            "another kind",
            "the classes",
            at -> Damaged.json(at, "\"exact-class-grams\"", "\"exact-gram\"")),
        damage(
            "squares",
            "expected",
            at -> Damaged.json(at, "\"squares\" : false", "\"squares\" : true")),
        damage("a level less", "expected", at -> Damaged.json(at, "\"u\", ", "")),
        damage("a class twice", "array 'classes'", at -> Damaged.longs(at, "classes", 1, 0)),
        damage("a class of no name", "array 'classes'", at -> Damaged.longs(at, "classes", 1, 2)),
        damage("a class before", "array 'classes'", at -> Damaged.longs(at, "classes", 0, -1)),
        damage("no rows of a class", "array 'rows'", at -> Damaged.longs(at, "rows", 0, 0)),
        damage("another row", "array 'rows'", at -> Damaged.longs(at, "rows", 0, 4)),
        damage("fewer than no rows", "array 'counts'", at -> Damaged.longs(at, "counts", 0, -1)),
        damage(
            "a window far away", "window 300", at -> Damaged.longs(at, "class.1.products", 0, 300)),
        damage(
            "a digit too large",
            "digit 2097152",
            at -> Damaged.longs(at, "class\\.0\\.products\\.-?[0-9]+", 0, 1L << 21)));
  }

  private static Arguments damage(String name, String message, StatisticsTest.Damage damage) {
    return Arguments.of(name, message, damage);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damaged")
  void damageIsFound(String name, String message, StatisticsTest.Damage damage) throws IOException {
    Path good = small("good", ROWS.replace("7", "8"));
    Path bad = small("bad", ROWS);
    damage.to(bad);
    for (boolean minus : new boolean[] {false, true}) {
      Run run =
          trainFrom(
              "lda",
              minus ? List.of(good) : List.of(good, bad),
              minus ? List.of(bad) : List.of(),
              List.of());
      assertEquals(3, run.exitCode(), run.err());
      assertEquals(1, run.err().lines().count(), run.err());
      assertTrue(run.err().contains(message), run.err());
      assertFalse(Files.exists(dir.resolve("sum")), "no model of damaged statistics");
    }
  }

  // ---- one answer whatever the engine ----------------------------------------------------------

  static Stream<List<String>> searches() {
    return Stream.of(
        List.of(
            "discriminant.shrinkage=[0, 0.001, 0.1]",
            "discriminant.mix=[0, 0.5]",
            "cross-validation.folds=3"),
        List.of("discriminant.leave-one-out=true"));
  }

  /** The errors on rows left out too, on two executors: what they send back holds no models. */
  @ParameterizedTest
  @MethodSource("searches")
  void aClusterFindsTheSame(List<String> search) {
    writeFiles();
    List<String> settings = new ArrayList<>(search);
    settings.addAll(List.of("data.missing=drop", "data.ignore=[era]", "data.split-bytes=40000"));
    Path table = dir.resolve("data/{0,1,2,4}.csv");
    List<Object> words =
        new ArrayList<>(List.of("train", "qda", "--data", table, "--label", LABEL, "--model"));
    words.addAll(List.of(dir.resolve("sum"), "--set", "execution=cluster"));
    settings.forEach(setting -> words.addAll(List.of("--set", setting)));
    Run.with(DeterminismTest.clusterOfTwo(), words.toArray()).good();
    refit("qda", table, settings).good();
    assertSameModel();
    for (String fact : List.of("path", "leaveOneOut")) {
      assertEquals(describe("full").get(fact), describe("sum").get(fact), fact);
    }
    assertEquals(
        search.size() > 1 ? 1 : 0,
        Arrays.stream(new String[] {"path"}).filter(describe("full")::has).count());
  }
}
