package org.suffice.jobs.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.example.data.Group;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.suffice.Failure;
import org.suffice.block.Block;
import org.suffice.jobs.cli.TestSettings;
import org.suffice.jobs.pass.LocalEngine;
import org.suffice.pass.BlockSource;
import org.suffice.pass.Progress;
import org.suffice.read.Rejection;
import org.suffice.read.RowAccount;
import org.suffice.read.Schema;

/** The classes of a label: found in one scan, in every format, and told again in new data. */
class ClassLabelsTest {
  @TempDir Path directory;

  private int files;

  /** What stands for a class that the schema does not have. */
  private static final String OTHER = "(other)";

  /** The rows of a data set: the class of each by its name, and the account. */
  private record Read(
      Schema schema, List<String> classes, List<Double> weights, RowAccount account) {}

  private Path write(String name, String... lines) {
    try {
      return Files.write(directory.resolve(name), List.of(lines));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static DataSettings settings(Path path, String... pairs) {
    Map<String, String> values = new HashMap<>();
    values.put("data.path", path.toString());
    values.put("data.label", "y");
    for (int i = 0; i < pairs.length; i += 2) {
      values.put(pairs[i], pairs[i + 1]);
    }
    return TestSettings.data(values);
  }

  private static DataSet training(DataSettings settings, List<String> keep) {
    try (LocalEngine engine = new LocalEngine(2, Progress.NONE)) {
      return DataSet.forTraining(
          Task.CLASSIFICATION, settings, settings.input(), engine, (d, c) -> {}, keep);
    }
  }

  private static DataSet training(Path path, String... pairs) {
    return training(settings(path, pairs), List.of());
  }

  private static Read read(DataSet data) {
    List<String> classes = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    RowAccount account = new RowAccount();
    for (SplitSource source : data.sources()) {
      try (BlockSource.BlockReader reader = source.open()) {
        for (Block block = reader.next(); block != null; block = reader.next()) {
          account.merge(block.account());
          for (int i = 0; i < block.numRows(); i++) {
            double label = block.labels()[i];
            assertEquals(Math.rint(label), label);
            List<String> known = data.schema().classes();
            classes.add(label == known.size() ? OTHER : known.get((int) label));
            weights.add(block.weights() == null ? 1 : block.weights()[i]);
          }
        }
      }
    }
    return new Read(data.schema(), classes, weights, account);
  }

  private static Read read(Path path, String... pairs) {
    return read(training(path, pairs));
  }

  /** Evaluates: the rows of new data with the schema of a model. */
  private static DataSet evaluation(Schema schema, Path path, String... pairs) {
    DataSettings settings = settings(path, pairs);
    double[] means = new double[16];
    return DataSet.forModel(settings, settings.input(), schema, means, true, List.of());
  }

  private static String failure(Runnable work) {
    Failure failure = assertThrows(Failure.class, work::run);
    assertEquals(1, failure.getMessage().lines().count(), failure.getMessage());
    return failure.getMessage();
  }

  @Test
  void textsOfCsvAreStrippedAndStandInByteOrder() {
    Path path =
        write("a.csv", "x,y", "1, b ", "2,a", "3,\"B\"", "4,é", "5,\"a\"", "6,\uff5e", "7,𝄞");
    Read read = read(path);
    assertEquals(List.of("B", "a", "b", "é", "\uff5e", "𝄞"), read.schema().classes());
    assertEquals(List.of("b", "a", "B", "é", "a", "\uff5e", "𝄞"), read.classes());
    assertEquals(7, read.account().used());
  }

  @Test
  void numbersOfCsvAreTakenAsTheirText() {
    Read read = read(write("a.csv", "y,x", "2,1", "10,2", "1,3", "1.0,4", "-1,5", "2,6"));
    assertEquals(List.of("-1", "1", "1.0", "10", "2"), read.schema().classes());
    assertEquals(List.of("2", "10", "1", "1.0", "-1", "2"), read.classes());
  }

  @Test
  void libsvmLabelsAreNumbersWhateverTheirSpelling() {
    Read read = read(write("a.libsvm", "+1 1:2", "1.0 2:3", "-1", "1e0 3:1", "-0 1:1", "2.5 1:1"));
    assertEquals(List.of("-1", "0", "1", "2.5"), read.schema().classes());
    assertEquals(List.of("1", "1", "-1", "1", "0", "2.5"), read.classes());
  }

  @Test
  void libsvmRowsWithBasesHaveClassesToo() {
    Path path = write("a.libsvm", "+1 1:2", "-1 2:3", "1 1:5", "-1 1:7");
    Read read = read(path, "features.basis", "[{column=f1,type=fourier,harmonics=1}]");
    assertEquals(List.of("-1", "1"), read.schema().classes());
    assertEquals(List.of("1", "-1", "1", "-1"), read.classes());
  }

  private Path parquet(String label, BiConsumer<Group, Integer> fill) {
    return ParquetFiles.write(
        directory.resolve("a" + files++ + ".parquet"),
        "required double x; " + label + ";",
        6,
        (row, i) -> {
          row.append("x", i + 0.5);
          fill.accept(row, i);
        });
  }

  @Test
  void parquetTexts() {
    Path path =
        parquet("required binary y (STRING)", (row, i) -> row.append("y", i % 2 == 0 ? "u" : "T"));
    Read read = read(path);
    assertEquals(List.of("T", "u"), read.schema().classes());
    assertEquals(List.of("u", "T", "u", "T", "u", "T"), read.classes());
  }

  @Test
  void parquetWholeNumbers() {
    Read read = read(parquet("required int32 y", (row, i) -> row.append("y", 9 + i % 3)));
    assertEquals(List.of("10", "11", "9"), read.schema().classes());
    assertEquals(List.of("9", "10", "11", "9", "10", "11"), read.classes());
  }

  @Test
  void parquetTruthValues() {
    Read read = read(parquet("required boolean y", (row, i) -> row.append("y", i % 2 == 0)));
    assertEquals(List.of("false", "true"), read.schema().classes());
    assertEquals(List.of("true", "false", "true", "false", "true", "false"), read.classes());
  }

  @Test
  void parquetDoublesAreWholeWhereTheyCanBe() {
    Path path = parquet("required double y", (row, i) -> row.append("y", i % 3 / 2.0));
    Read read = read(path);
    assertEquals(List.of("0", "0.5", "1"), read.schema().classes());
    assertEquals(List.of("0", "0.5", "1", "0", "0.5", "1"), read.classes());
  }

  @Test
  void parquetNullsAreMissing() {
    Path path =
        parquet(
            "optional binary y (STRING)",
            (row, i) -> {
              if (i != 2) {
                row.append("y", i < 4 ? "u" : "v");
              }
            });
    Read read = read(path, "data.missing", "drop");
    assertEquals(List.of("u", "v"), read.schema().classes());
    assertEquals(List.of("u", "u", "u", "v", "v"), read.classes());
    assertEquals(1, read.account().missingDropped());
    assertEquals(1, read(path).account().count(Rejection.Reason.MISSING_LABEL));
  }

  /** Periods are found in the rows that are used: classes are not known yet. */
  @Test
  void rangesAndClassesAreFoundInOneScan() {
    String[] basis = {"features.basis", "[{column=x,type=fourier,harmonics=1}]"};
    Read csv = read(write("a.csv", "x,y,g", "1,b,u", "5,a,v", "3,,v"), both(basis, "drop"));
    assertEquals(List.of("a", "b"), csv.schema().classes());
    assertEquals(List.of("b", "a"), csv.classes());
    Path path =
        parquet("required binary y (STRING)", (row, i) -> row.append("y", i % 2 == 0 ? "u" : "t"));
    Read parquet = read(path, basis);
    assertEquals(List.of("t", "u"), parquet.schema().classes());
    assertEquals("u", parquet.classes().get(0));
  }

  private static String[] both(String[] pair, String missing) {
    return new String[] {pair[0], pair[1], "data.missing", missing};
  }

  @Test
  void weightsMeansDatesAndKeptColumnsGoOnWorking() {
    Path path =
        write(
            "a.csv",
            "t,x,w,y,fold",
            "2026-01-05,1,2,a,0",
            "2026-02-05,,1,b,1",
            "2026-03-05,3,0,c,0",
            "2026-04-05,4,0.5,a,1");
    DataSettings settings =
        settings(
            path,
            "data.weight",
            "w",
            "data.missing",
            "mean",
            "data.ignore",
            "[fold]",
            "features.date-parts",
            "[{column=t,parts=[month]}]");
    DataSet data = training(settings, List.of("fold"));
    Read read = read(data);
    assertEquals(List.of("month(t)", "x"), data.encoder().names());
    assertTrue(data.encoder().indicatorSlot(1) >= 0);
    // c stands in the data, in a row of weight zero.
    assertEquals(List.of("a", "b", "c"), read.schema().classes());
    assertEquals(List.of("a", "b", "a"), read.classes());
    assertEquals(List.of(2.0, 1.0, 0.5), read.weights());
    assertEquals(1, read.account().zeroWeight());
  }

  /** Whatever the order of the rows, however they are cut, plain or compressed. */
  @Test
  void classesDoNotDependOnTheOrderOfRows() throws IOException {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      rows.add(i + ",class " + i % 13);
    }
    List<String> expected = null;
    for (long seed = 0; seed < 5; seed++) {
      Collections.shuffle(rows, new Random(seed));
      Path folder = Files.createDirectories(directory.resolve("in" + seed));
      int cut = new Random(seed).nextInt(rows.size() - 1) + 1;
      Files.writeString(folder.resolve("a.csv"), "x,y\n" + String.join("\n", rows.subList(0, cut)));
      String rest = "x,y\n" + String.join("\n", rows.subList(cut, rows.size()));
      try (GZIPOutputStream out =
          new GZIPOutputStream(Files.newOutputStream(folder.resolve("b.csv.gz")))) {
        out.write(rest.getBytes(StandardCharsets.UTF_8));
      }
      Read read = read(folder, "data.split-bytes", "4096");
      expected = expected == null ? read.schema().classes() : expected;
      assertEquals(13, expected.size());
      assertEquals(expected, read.schema().classes(), "seed " + seed);
      assertEquals(
          rows.stream().map(row -> row.substring(row.indexOf(',') + 1)).toList(), read.classes());
    }
  }

  @Test
  void categoriesAreAllowedForLabelsOfClassesOnly() {
    Path path = write("a.csv", "x,y", "1,2", "2,3");
    assertEquals(List.of("2", "3"), read(path, "data.categorical", "[y]").schema().classes());
    DataSettings settings = settings(path, "data.categorical", "[y]");
    try (LocalEngine engine = new LocalEngine(1, Progress.NONE)) {
      String message =
          failure(() -> DataSet.forTraining(settings, settings.input(), engine, d -> {}));
      assertTrue(message.contains("a regression needs numbers"), message);
    }
  }

  @Test
  void oneLabelOnly() {
    Path path = write("a.csv", "x,y,z", "1,2,a", "2,3,b");
    String message = failure(() -> training(path, "data.label", "y,z"));
    assertTrue(message.contains("a classifier has one label, found 2: 'y' and 'z'"), message);
    Path libsvm = write("a.libsvm", "1 1:1", "2 1:2");
    assertTrue(failure(() -> training(libsvm, "data.label", "y,z")).contains("has one label"));
  }

  @ParameterizedTest
  @CsvSource({"a.csv", "a.libsvm"})
  void oneClassIsTooFew(String name) {
    Path path =
        name.endsWith("csv") ? write(name, "x,y", "1,7", "2,7") : write(name, "7 1:1", "+7 1:2");
    String message = failure(() -> training(path));
    assertTrue(message.contains("the label 'y' has one class, '7'"), message);
  }

  @Test
  void tooManyClasses() {
    List<String> lines = new ArrayList<>(List.of("x,y"));
    for (int i = 0; i < 12; i++) {
      lines.add(i + "," + i);
    }
    Path path = write("a.csv", lines.toArray(String[]::new));
    String numbers = failure(() -> training(path, "data.max-levels", "11"));
    assertTrue(numbers.contains("'y' has more than 11 classes, all of them numbers"), numbers);
    assertTrue(numbers.contains("linear-regression"), numbers);
    assertEquals(12, read(path, "data.max-levels", "12").schema().classes().size());
    lines.set(1, "0,id");
    Path ids = write("b.csv", lines.toArray(String[]::new));
    String words = failure(() -> training(ids, "data.max-levels", "11"));
    assertTrue(words.contains("an identifier?") && words.contains("data.max-levels"), words);
  }

  @Test
  void whatLooksMeasuredIsLeftToRegression() {
    List<String> lines = new ArrayList<>(List.of("x,y"));
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      lines.add(i + "," + i / 4.0);
      entries.add(i / 4.0 + " 1:1");
    }
    for (Path path :
        List.of(
            write("a.csv", lines.toArray(String[]::new)),
            write("a.libsvm", entries.toArray(String[]::new)))) {
      String message = failure(() -> training(path));
      assertTrue(message.contains("holds 30 different numbers"), message);
      assertTrue(message.contains("train a regression (linear-regression)"), message);
      assertTrue(message.contains("data.categorical=[y]"), message);
      assertEquals(30, read(path, "data.categorical", "[y]").schema().classes().size());
    }
  }

  @Test
  void linesThatNoRowComesFromHaveNoClass() {
    Path path =
        write("a.csv", "x,y", "1,a", "2,b", "3,c,4", "5", "6,\"d", "7,e\u0000", "x,y", "oops,f");
    DataSet data = training(path, "data.bad-rows", "10");
    Read read = read(data);
    // The header again and a bad number look like rows until they are parsed.
    assertEquals(List.of("a", "b", "f", "y"), read.schema().classes());
    assertEquals(List.of("a", "b"), read.classes());
    assertEquals(6, read.account().rejected());
    data.requireAcceptable(read.account());
  }

  /** The pass then says why, with file and line. */
  @Test
  void noLabelAtAll() {
    DataSet data = training(write("a.csv", "x,y", "1,", "2,NA"));
    Read read = read(data);
    assertEquals(0, read.account().used());
    String message = failure(() -> data.requireAcceptable(read.account()));
    assertTrue(message.contains("line 2, column 'y': the label is missing"), message);
  }

  @Test
  void theSizeIsToldBeforeAnythingOfItIsMade() {
    List<Integer> told = new ArrayList<>();
    DataSettings settings = settings(write("a.csv", "x,y,z", "1,a,2", "2,b,3", "3,c,4"));
    try (LocalEngine engine = new LocalEngine(1, Progress.NONE)) {
      DataSet.forTraining(
          Task.CLASSIFICATION,
          settings,
          settings.input(),
          engine,
          (d, c) -> told.addAll(List.of(d, c)),
          List.of());
    }
    assertEquals(List.of(2, 3), told);
  }

  @Test
  void aClassThatTrainingDidNotSeeStandsBehindTheOthers() {
    Schema schema = read(write("a.csv", "x,y", "1,a", "2,b")).schema();
    Path news = write("b.csv", "y,x", "b,1", "c,2", "a,3", ",4");
    DataSet strict = evaluation(schema, news);
    RowAccount first = read(strict).account();
    String message = failure(() -> strict.requireAcceptable(first));
    assertTrue(message.contains("b.csv line 5, column 'y'"), message);
    DataSet lenient = evaluation(schema, news, "data.bad-rows", "1");
    Read read = read(lenient);
    assertEquals(List.of("b", OTHER, "a"), read.classes());
    assertEquals(1, read.account().count(Rejection.Reason.MISSING_LABEL));
    lenient.requireAcceptable(read.account());
  }

  @Test
  void aClassThatTrainingDidNotSeeInOtherFormats() {
    Schema schema = read(write("a.libsvm", "1 1:1", "2 1:2")).schema();
    Read libsvm = read(evaluation(schema, write("b.libsvm", "2.0 1:1", "3 1:1", "+1 1:4")));
    assertEquals(List.of("2", OTHER, "1"), libsvm.classes());
    Schema words = read(parquet("required int32 y", (row, i) -> row.append("y", i % 2))).schema();
    Read parquet =
        read(evaluation(words, parquet("required int64 y", (row, i) -> row.append("y", i % 3L))));
    assertEquals(List.of("0", "1", OTHER, "0", "1", OTHER), parquet.classes());
  }

  @Test
  void numbersAreNoWords() {
    Schema words = read(write("a.csv", "x,y", "1,up", "2,down")).schema();
    Path numbers = parquet("required int32 y", (row, i) -> row.append("y", i));
    String message = failure(() -> evaluation(words, numbers));
    assertTrue(message.contains("column 'y' holds int32; words such as 'down'"), message);
  }

  @Test
  void predictionNeedsNoLabel() {
    Schema schema = read(write("a.csv", "x,y", "1,a", "2,b")).schema();
    DataSettings settings = settings(write("b.csv", "x", "4", "5"));
    DataSet data =
        DataSet.forModel(settings, settings.input(), schema, new double[1], false, List.of());
    assertEquals(2, read(data).account().used());
    assertFalse(data.schema().classes().isEmpty());
  }

  /** A class read as one number is told from another that differs in its spelling alone. */
  @Test
  void numbersFindTheClassWhoseTextTheyAre() {
    Schema schema = read(write("a.csv", "f1,y", "1,01", "2,1", "3,2.0")).schema();
    assertEquals(List.of("01", "1", "2.0"), schema.classes());
    Read read = read(evaluation(schema, write("b.libsvm", "1 1:1", "2 1:1", "1.0 1:1")));
    assertEquals(List.of("1", "2.0", "1"), read.classes());
    assertEquals(Arrays.asList(1.0, 1.0, 1.0), read.weights());
  }
}
