package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people get wrong at their first try: the line says what is wrong and what to do. */
class MistakesTest {
  private static final String ROWS = "x,c,y\n1,a,2\n2,b,3\n3,a,5\n4,b,4\n5,a,6\n";

  @TempDir Path dir;

  private String error(int code, String... args) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    int found = Suffice.run(args, out, errors);
    String said = err.toString(StandardCharsets.UTF_8);
    assertEquals(code, found, said);
    List<String> lines = said.lines().filter(line -> !line.startsWith("BLAS")).toList();
    assertEquals(code == 0 ? lines.size() : 1, lines.size(), said);
    assertFalse(said.contains("Exception"), said);
    return said;
  }

  private String train(int code, String algorithm, Path data, String label, String... more) {
    List<String> args = new ArrayList<>(List.of("train", algorithm, "--data", data.toString()));
    args.addAll(List.of("--label", label, "--model", dir.resolve("model").toString()));
    args.addAll(Arrays.asList(more));
    return error(code, args.toArray(String[]::new));
  }

  private String train(int code, Path data, String... more) {
    return train(code, "linear-regression", data, "y", more);
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text);
  }

  private static void assertSays(String said, String... parts) {
    for (String part : parts) {
      assertTrue(said.contains(part), part + " is not in: " + said);
    }
  }

  @Test
  void quotedColumnsWithSemicolons() throws IOException {
    Path data = file("rows.csv", "\"x\";\"y\"\n1;2\n2;3\n3;5\n");
    assertSays(train(3, data), "rows.csv line 1: ", "did you mean data.delimiter=\";\"?");
  }

  @Test
  void compressedFileCutShort() throws IOException {
    Path whole = dir.resolve("whole.gz");
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(whole))) {
      out.write(ROWS.getBytes(StandardCharsets.UTF_8));
    }
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = Files.write(dir.resolve("cut.csv.gz"), Arrays.copyOf(bytes, bytes.length / 2));
    assertSays(train(3, cut), "cut.csv.gz: it ends in the midst of its compressed data");
  }

  @Test
  void pipeIsNotAnEmptyFile() throws IOException, InterruptedException {
    Path pipe = dir.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    assertSays(train(3, pipe, "--format", "csv"), "pipe is a pipe or a device", "write a file");
  }

  @Test
  void addressOfTheWeb() {
    String said =
        error(
            3,
            "train",
            "linear-regression",
            "--data",
            "https://localhost/rows.csv",
            "--label",
            "y",
            "--model",
            dir.resolve("model").toString());
    assertSays(said, "download https://localhost/rows.csv first");
  }

  @Test
  void settingWithoutItsGroup() throws IOException {
    Path data = file("rows.csv", ROWS);
    assertSays(train(2, data, "--set", "lambda=3"), "did you mean 'penalty.lambda'?");
    assertSays(train(2, data, "--set", "solver.folds=3"), "did you mean 'cross-validation.folds'?");
    assertSays(train(2, data, "--set", "penalty.lamda=3"), "did you mean 'penalty.lambda'?");
  }

  @Test
  void configurationThatDoesNotEnd() throws IOException {
    Path config = file("my.conf", "# mine\npenalty { type = ridge\n");
    String said = train(2, file("rows.csv", ROWS), "--config", config.toString());
    assertSays(said, "my.conf line ", "'}'", "end of file");
    assertFalse(said.contains("String"), said);
  }

  @Test
  void wordsWhereLeastSquaresNeedsNumbers() throws IOException {
    assertSays(
        train(3, "linear-regression", file("rows.csv", ROWS), "c"),
        "line 2, column 'c': 'a' is not a number",
        "train a classifier");
  }

  @Test
  void latinLettersSayWhichSettingReadsThem() throws IOException {
    Path data = Files.write(dir.resolve("rows.csv"), "x,y\né,1\nb,2\né,3\n".getBytes("ISO-8859-1"));
    assertSays(train(3, data), "is not UTF-8", "data.charset=");
  }

  @Test
  void fileInsideAModelAsTheModel() throws IOException {
    Path data = file("rows.csv", ROWS);
    train(0, data);
    String inside = dir.resolve("model").resolve("model.json").toString();
    assertSays(
        error(3, "describe", "--model", inside),
        "model.json is a file, and a model is a directory");
    assertSays(
        train(
            2,
            "logistic-regression",
            data,
            "c",
            "--overwrite",
            "--init-model",
            dir.resolve("model").toString()),
        "is of another algorithm, linear-regression");
  }

  @Test
  void everyFeatureMissingSaysWhatToSet() throws IOException {
    Path data = file("rows.csv", "x,y\n1,2\n,3\n4,5\n");
    assertSays(train(3, data, "--set", "data.missing=mean"), "line 3", "data.missing=drop");
  }

  @Test
  void labelOfManyNames() throws IOException {
    Path data = file("rows.csv", ROWS.replaceAll("(?m),[ab],(\\d)", ",name$1,$1"));
    assertSays(
        train(3, "lda", data, "c", "--set", "data.max-levels=3"),
        "an identifier? Name another --label; or raise data.max-levels");
  }
}
