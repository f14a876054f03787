package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code suffice train linear-regression} and {@code suffice describe}, end to end. */
final class TrainTest {
  /** The digits that doubles keep on data of condition number 100, squared. */
  private static final double TOLERANCE = 1e-10;

  /** Two ways to the same sums in doubles, on data as harmless. */
  private static final double SAME = 1e-12;

  @TempDir Path dir;

  /** Trains on a path and returns {@code describe --json}. */
  private JsonNode train(Object data, Object... more) {
    Path model = dir.resolve("model");
    List<Object> words =
        new ArrayList<>(List.of("train", "linear-regression", "--data", data, "--model", model));
    words.add("--overwrite");
    words.addAll(List.of(more));
    Run.suffice(words.toArray()).good();
    return describe(model);
  }

  private static JsonNode describe(Path model) {
    return Run.suffice("describe", "--model", model, "--json").json();
  }

  private static void assertClose(double expected, double actual, double tolerance, String what) {
    assertEquals(expected, actual, tolerance * Math.abs(expected), what);
  }

  private static void assertSameFit(JsonNode expected, JsonNode actual, double tolerance) {
    List<Double> right = new ArrayList<>();
    List<Double> found = new ArrayList<>();
    expected.get("coefficients").forEach(value -> right.add(value.asDouble()));
    actual.get("coefficients").forEach(value -> found.add(value.asDouble()));
    assertEquals(right.size(), found.size());
    assertClose(
        expected.get("intercept").asDouble(),
        actual.get("intercept").asDouble(),
        tolerance,
        "intercept");
    for (int i = 0; i < right.size(); i++) {
      assertClose(right.get(i), found.get(i), tolerance, "coefficient " + i);
    }
  }

  private static void assertFits(ExactLeastSquares exact, List<String> names, JsonNode json) {
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      double coefficient =
          name.equals("(Intercept)")
              ? json.get("intercept").asDouble()
              : json.get("coefficients").get(name).asDouble();
      assertClose(exact.coefficient(i), coefficient, TOLERANCE, name);
      assertClose(
          exact.standardError(i), json.get("standardErrors").get(name).asDouble(), TOLERANCE, name);
    }
  }

  private Path mtcars() {
    return Samples.write(dir.resolve("mtcars.csv"), Samples.mtcars());
  }

  @Test
  void mtcarsGivesTheCoefficientsOfExactArithmetic() {
    List<List<String>> rows = Samples.cells(Samples.mtcars());
    List<String> names = new ArrayList<>(List.of("(Intercept)"));
    names.addAll(rows.get(0).subList(0, 10));
    List<List<String>> x = new ArrayList<>();
    List<String> y = new ArrayList<>();
    for (List<String> row : rows.subList(1, rows.size())) {
      List<String> values = new ArrayList<>(List.of("1"));
      values.addAll(row.subList(0, 10));
      x.add(values);
      y.add(row.get(10));
    }
    ExactLeastSquares exact = new ExactLeastSquares(x, y, null);

    JsonNode json = train(mtcars(), "--label", "mpg");

    assertFits(exact, names, json);
    assertEquals(32, json.get("rows").asLong());
    assertEquals(21, json.get("degreesOfFreedom").asLong());
    assertClose(Math.sqrt(exact.rss() / 21), json.get("sigma").asDouble(), TOLERANCE, "sigma");
    double tss = 1126.0471875; // Σ(mpg − mean)², exact in decimals
    assertClose(1 - exact.rss() / tss, json.get("r2").asDouble(), TOLERANCE, "r2");
    assertEquals("CONVERGED", json.get("solution").get("status").asText());
  }

  @Test
  void categoriesAreCodedAgainstTheFirstLevelInByteOrder() {
    String csv = Samples.text("mpg.csv");
    List<String> header = Samples.cells(csv).get(0);
    List<String> names = List.of("displ", "year", "cyl", "drv", "class", "hwy");
    List<List<String>> rows = Samples.cells(Samples.columns(csv, names));
    TreeSet<String> drives = new TreeSet<>();
    TreeSet<String> classes = new TreeSet<>();
    rows.subList(1, rows.size()).forEach(row -> drives.add(row.get(3)));
    rows.subList(1, rows.size()).forEach(row -> classes.add(row.get(4)));
    assertEquals("4", drives.pollFirst());
    assertEquals("2seater", classes.pollFirst());
    List<String> slots = new ArrayList<>(List.of("(Intercept)", "displ", "year", "cyl"));
    drives.forEach(level -> slots.add("drv=" + level));
    classes.forEach(level -> slots.add("class=" + level));
    List<List<String>> x = new ArrayList<>();
    List<String> y = new ArrayList<>();
    for (List<String> row : rows.subList(1, rows.size())) {
      List<String> values = new ArrayList<>(List.of("1", row.get(0), row.get(1), row.get(2)));
      drives.forEach(level -> values.add(level.equals(row.get(3)) ? "1" : "0"));
      classes.forEach(level -> values.add(level.equals(row.get(4)) ? "1" : "0"));
      x.add(values);
      y.add(row.get(5));
    }
    assertTrue(header.containsAll(names));

    JsonNode json =
        train(
            Samples.write(dir.resolve("mpg.csv"), csv),
            "--label",
            "hwy",
            "--set",
            "data.features=[displ, year, cyl, drv, class]",
            "--set",
            "data.categorical=[drv]");

    assertFits(new ExactLeastSquares(x, y, null), slots, json);
    assertEquals(
        slots.subList(1, slots.size()),
        Stream.iterate(0, i -> i < json.get("features").size(), i -> i + 1)
            .map(i -> json.get("features").get(i).asText())
            .toList());
  }

  @Test
  void aColumnThatFollowsFromOthersHasNoCoefficient() {
    String csv = "a,b,c,y\n1,2,3,1\n2,1,3,5\n3,5,8,2\n4,4,8,9\n5,9,14,3\n";
    JsonNode json = train(Samples.write(dir.resolve("abc.csv"), csv), "--label", "y");
    assertTrue(json.get("coefficients").get("c").isNull());
    assertTrue(json.get("warnings").get(0).asText().contains("'a' + 'b'"), json.toString());
  }

  @Test
  void describeHasEveryNameOfTheContract() {
    JsonNode json = train(mtcars(), "--label", "mpg");
    List<String> contract =
        List.of(
            ("algorithm rows features solution warnings intercept coefficients standardErrors"
                    + " tValues pValues confidenceIntervals sigma degreesOfFreedom r2 adjustedR2"
                    + " fStatistic fPValue logLikelihood aic bic lambda conditionNumber")
                .split(" "));
    contract.forEach(name -> assertTrue(json.has(name), name));
    List.of("status", "iterations", "objective", "gradientNorm")
        .forEach(name -> assertTrue(json.get("solution").has(name), name));
    assertEquals("linear-regression", json.get("algorithm").asText());
    for (String name : List.of("standardErrors", "tValues", "pValues", "confidenceIntervals")) {
      assertEquals(11, json.get(name).size(), name);
      assertTrue(json.get(name).has("(Intercept)"), name);
    }
    assertEquals(10, json.get("coefficients").size());
    JsonNode interval = json.get("confidenceIntervals").get("wt");
    double wt = json.get("coefficients").get("wt").asDouble();
    assertTrue(interval.get(0).asDouble() < wt && wt < interval.get(1).asDouble());
  }

  @Test
  void describeForPeopleNamesEveryColumn() {
    train(mtcars(), "--label", "mpg");
    String text = Run.suffice("describe", "--model", dir.resolve("model")).good().out();
    Samples.cells(Samples.mtcars()).get(0).forEach(name -> assertTrue(text.contains(name), name));
    assertTrue(text.contains("(Intercept)") && text.contains("R²"), text);
  }

  /** Ways to write mtcars: a name, and what makes the input from a directory and the text. */
  static Stream<Arguments> sameTable() {
    return Stream.of(
        way("gz", (dir, csv) -> Samples.compressed(dir.resolve("x.csv.gz"), csv)),
        way("bz2", (dir, csv) -> Samples.compressed(dir.resolve("x.csv.bz2"), csv)),
        way("CRLF", (dir, csv) -> text(dir, csv.replace("\n", "\r\n"))),
        way("CR", (dir, csv) -> text(dir, csv.replace("\n", "\r"))),
        way("BOM", (dir, csv) -> text(dir, "\ufeff" + csv)),
        way("no newline at the end", (dir, csv) -> text(dir, csv.stripTrailing())),
        way("blank lines", (dir, csv) -> text(dir, "\n \n" + csv.replace("\n", "\n\n\t\n"))),
        way("quoted cells", (dir, csv) -> text(dir, csv.replaceAll("[^,\n]+", "\"$0\""))),
        way("blanks around cells", (dir, csv) -> text(dir, csv.replace(",", " ,\t"))),
        way("plus signs and exponents", (dir, csv) -> text(dir, csv.replace(",0", ",+0e+1"))),
        way("a file URI", (dir, csv) -> text(dir, csv).toUri()),
        way("a directory of parts", (dir, csv) -> parts(dir.resolve("parts"), csv)),
        way("a pattern", (dir, csv) -> parts(dir.resolve("p"), csv) + "/part-*.csv"),
        way("a name with blanks", (dir, csv) -> Samples.write(dir.resolve("a b/x y.csv"), csv)));
  }

  private static Path text(Path dir, String csv) {
    return Samples.write(dir.resolve("x.csv"), csv);
  }

  private static Arguments way(String name, BiFunction<Path, String, Object> input) {
    return Arguments.of(name, input);
  }

  /** Three parts with a header each, and the files beside them that a job leaves. */
  private static Path parts(Path directory, String csv) {
    List<String> lines = Samples.lines(csv);
    for (int part = 0; part < 3; part++) {
      List<String> some = new ArrayList<>(List.of(lines.get(0)));
      some.addAll(lines.subList(1 + part * 11, Math.min(lines.size(), 12 + part * 11)));
      Samples.write(directory.resolve("part-0" + part + ".csv"), String.join("\n", some) + "\n");
    }
    Samples.write(directory.resolve("_SUCCESS"), "");
    Samples.write(directory.resolve(".part-00.csv.crc"), "crc");
    Samples.write(directory.resolve("part-03.csv"), "");
    return directory;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sameTable")
  void theSameTableGivesTheSameModel(String way, BiFunction<Path, String, Object> input) {
    JsonNode expected = train(mtcars(), "--label", "mpg");
    byte[] arrays = Samples.bytes(dir.resolve("model/model.safetensors"));

    JsonNode json = train(input.apply(dir, Samples.mtcars()), "--label", "mpg");

    assertSameFit(expected, json, SAME);
    assertEquals(32, json.get("rows").asLong());
    if (!way.contains("parts") && !way.contains("pattern")) { // cut alike, hence the same bits
      assertArrayEquals(arrays, Samples.bytes(dir.resolve("model/model.safetensors")));
    }
  }

  @Test
  void anotherDelimiterAndOtherMarksOfMissingValues() {
    String csv = Samples.mtcars().replace(",", ";");
    Path input = Samples.write(dir.resolve("x.csv"), csv + "?;1;1;1;1;1;1;1;1;1;1\n-9" + "\n");
    Run run =
        Run.suffice(
            "train",
            "linear-regression",
            "--data",
            input,
            "--label",
            "mpg",
            "--model",
            dir.resolve("m"),
            "--set",
            "data.delimiter=;",
            "--set",
            "data.missing=drop",
            "--set",
            "data.missing-values=[\"?\"]");
    assertEquals(3, run.exitCode()); // the last line is ragged, whatever its first cell means
    assertTrue(run.err().contains("line 35: expected 11 columns, found 1"), run.err());

    Samples.write(input, csv + "?;1;1;1;1;1;1;1;1;1;1\n");
    JsonNode json =
        train(
            input,
            "--label",
            "mpg",
            "--set",
            "data.delimiter=;",
            "--set",
            "data.missing=drop",
            "--set",
            "data.missing-values=[\"?\"]");
    assertSameFit(train(mtcars(), "--label", "mpg"), json, SAME);
    assertEquals(1, json.get("rowAccount").get("missingDropped").asLong());
  }

  @Test
  void withoutHeaderColumnsAreNumbered() {
    String csv = Samples.mtcars();
    String bare = csv.substring(csv.indexOf('\n') + 1);
    JsonNode json =
        train(
            Samples.write(dir.resolve("bare.csv"), bare),
            "--label",
            "c11",
            "--set",
            "data.header=false");
    assertSameFit(train(mtcars(), "--label", "mpg"), json, SAME);
    assertEquals("c1", json.get("features").get(0).asText());
  }

  @Test
  void aWeightCountsAsThatManyRows() {
    List<String> lines = Samples.lines(Samples.mtcars());
    StringBuilder weighted = new StringBuilder("w," + lines.get(0) + "\n");
    StringBuilder repeated = new StringBuilder(lines.get(0) + "\n");
    for (int i = 1; i < lines.size(); i++) {
      int weight = i % 4; // a row of weight zero is as if absent
      weighted.append(weight).append(',').append(lines.get(i)).append('\n');
      repeated.append((lines.get(i) + "\n").repeat(weight));
    }
    JsonNode json =
        train(
            Samples.write(dir.resolve("w.csv"), weighted.toString()),
            "--label",
            "mpg",
            "--set",
            "data.weight=w");
    assertEquals(8, json.get("rowAccount").get("zeroWeight").asLong());
    assertEquals(24, json.get("rows").asLong());
    JsonNode rows =
        train(Samples.write(dir.resolve("r.csv"), repeated.toString()), "--label", "mpg");
    // 24 rows on 11 coefficients: sums of other terms, a condition number of 1e4 squared.
    assertSameFit(rows, json, TOLERANCE);
  }

  @Test
  void weightsAndNoInterceptAsInExactArithmetic() {
    List<List<String>> rows = Samples.cells(Samples.mtcars());
    List<List<String>> x = new ArrayList<>();
    List<String> y = new ArrayList<>();
    List<String> w = new ArrayList<>();
    for (List<String> row : rows.subList(1, rows.size())) {
      x.add(List.of(row.get(1), row.get(4), row.get(5)));
      w.add(row.get(3));
      y.add(row.get(10));
    }
    JsonNode json =
        train(
            mtcars(),
            "--label",
            "mpg",
            "--set",
            "intercept=false",
            "--set",
            "data.weight=hp".replace("hp", "drat"),
            "--set",
            "data.features=[disp, wt, qsec]");
    assertFits(new ExactLeastSquares(x, y, w), List.of("disp", "wt", "qsec"), json);
    assertEquals(29, json.get("degreesOfFreedom").asLong());
  }

  @Test
  void libsvmGivesTheCoefficientsOfCsv() {
    JsonNode expected = train(mtcars(), "--label", "mpg");
    for (boolean sparse : new boolean[] {false, true}) {
      String text = Samples.libsvm(Samples.mtcars(), sparse);
      JsonNode json = train(Samples.write(dir.resolve("x.libsvm"), text));
      assertSameFit(expected, json, SAME);
      assertSameFit(expected, train(Samples.compressed(dir.resolve("x.svm.gz"), text)), SAME);
      Path named = Samples.write(dir.resolve("x.txt"), text + "# a comment\n");
      assertEquals(32, text.lines().count());
      Samples.write(named, text.replace("\n", " # a comment\n"));
      assertSameFit(expected, train(named, "--format", "libsvm"), SAME);
    }
  }

  @Test
  void trulySparseLibsvmGivesTheCoefficientsOfCsv() {
    // 400 rows, 60 features, one entry in twelve: the sparse way through the statistic.
    StringBuilder csv = new StringBuilder();
    for (int j = 1; j <= 60; j++) {
      csv.append('f').append(j).append(',');
    }
    csv.append("y\n");
    java.util.SplittableRandom random = new java.util.SplittableRandom(7);
    for (int i = 0; i < 400; i++) {
      for (int j = 0; j < 60; j++) {
        csv.append(random.nextInt(12) == 0 ? random.nextInt(1, 1000) / 8.0 : 0).append(',');
      }
      csv.append(random.nextInt(1000)).append('\n');
    }
    JsonNode dense = train(Samples.write(dir.resolve("s.csv"), csv.toString()), "--label", "y");
    JsonNode sparse =
        train(
            Samples.write(dir.resolve("s.libsvm"), Samples.libsvm(csv.toString(), true)),
            "--set",
            "data.split-bytes=4096");
    assertSameFit(dense, sparse, SAME);
  }

  @Test
  void fileOverridesDefaultsAndSetOverridesFile() {
    Path conf =
        Samples.write(
            dir.resolve("a.conf"),
            "intercept = false\ninference { level = 0.9 }\ndata.label = mpg\ndata.ignore = [cyl]\n");
    JsonNode json = train(mtcars(), "--config", conf, "--set", "inference.level=0.5");
    assertEquals("false", json.get("options").get("intercept").asText());
    assertEquals("0.5", json.get("options").get("inference.level").asText());
    assertEquals("error", json.get("options").get("data.missing").asText());
    assertEquals(9, json.get("coefficients").size());
    JsonNode option = train(mtcars(), "--config", conf, "--label", "wt");
    assertEquals("wt", option.get("options").get("data.label").asText());
    assertTrue(option.get("coefficients").has("mpg"));
  }

  @Test
  void overwriteReplacesAModelWhole() {
    train(mtcars(), "--label", "mpg");
    JsonNode second = train(mtcars(), "--label", "hp");
    assertEquals("hp", second.get("options").get("data.label").asText());
    assertEquals(
        List.of("_SUCCESS", "model.json", "model.safetensors", "report.html"),
        Samples.tree(dir.resolve("model")));
    assertEquals(
        List.of(
            "model",
            "model/_SUCCESS",
            "model/model.json",
            "model/model.safetensors",
            "model/report.html",
            "mtcars.csv",
            "run-status.json"),
        Samples.tree(dir));
  }

  @Test
  void theModelSaysWhereItComesFrom() throws Exception {
    JsonNode provenance = train(mtcars(), "--label", "mpg").get("provenance");
    for (String fact : List.of("blas", "java", "inputFingerprint", "started", "execution")) {
      assertTrue(!provenance.get(fact).asText().isEmpty(), fact);
    }
    assertEquals("1", provenance.get("partitions").asText());
    JsonNode status = org.suffice.model.Json.parse(Samples.bytes(dir.resolve("run-status.json")));
    assertEquals("done", status.get("status").asText());
    assertEquals(0, status.get("exitCode").asInt());
    assertEquals(dir.resolve("model").toString(), status.get("output").asText());
  }

  @Test
  void localeAndTimeZoneChangeNothing() {
    train(mtcars(), "--label", "mpg");
    byte[] arrays = Samples.bytes(dir.resolve("model/model.safetensors"));
    String report = report();
    java.util.Locale locale = java.util.Locale.getDefault();
    try {
      for (String tag : List.of("fr-FR", "tr-TR", "ar-EG-u-nu-arab")) {
        java.util.Locale.setDefault(java.util.Locale.forLanguageTag(tag));
        train(mtcars(), "--label", "mpg");
        assertArrayEquals(arrays, Samples.bytes(dir.resolve("model/model.safetensors")), tag);
        assertEquals(report, report(), tag);
      }
    } finally {
      java.util.Locale.setDefault(locale);
    }
  }

  private String report() {
    return Run.suffice("describe", "--model", dir.resolve("model")).good().out();
  }

  @Test
  void sparkPropertiesOfTheProcessChooseTheEngine() {
    Run.with(
            Map.of("spark.master", "local[1]"),
            "train",
            "linear-regression",
            "--data",
            mtcars(),
            "--label",
            "mpg",
            "--model",
            dir.resolve("one"))
        .good();
    assertEquals(
        "driver memory, 1 thread",
        describe(dir.resolve("one")).get("provenance").get("execution").asText());
  }

  @Test
  void charactersOutsideAsciiSurvive() {
    String csv = "größe,цвет,y\n1,красный,1\n2,синий,3\n4,красный,2\n8,синий,7\n";
    Path input = Samples.write(dir.resolve("ü.csv"), csv);
    JsonNode json = train(input, "--label", "y");
    assertTrue(json.get("coefficients").has("größe"));
    assertTrue(json.get("coefficients").has("цвет=синий"));
    assertTrue(
        new String(Samples.bytes(dir.resolve("model/report.html")), StandardCharsets.UTF_8)
            .contains("цвет=синий"));
  }
}
