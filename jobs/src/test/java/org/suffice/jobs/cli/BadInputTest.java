package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.model.Json;

/**
 * Bad input and bad commands: one line that a person can act on, the right exit code, nothing left
 * behind, and {@code run-status.json} saying the same.
 */
final class BadInputTest {
  private static final int USAGE = 2;
  private static final int DATA = 3;

  /** Rows 1–12 of three columns a, b, y that nothing is wrong with. */
  private static final String GOOD =
      "a,b,y\n1,2,3\n2,1,5\n3,7,2\n4,4,9\n5,9,1\n6,2,8\n7,5,4\n8,3,7\n9,8,6\n10,1,2\n11,6,5\n12,4,9\n";

  @TempDir Path dir;

  /**
   * One bad run.
   *
   * @param args makes the input in a directory and returns the words of the command
   * @param message what the whole message must match
   */
  private record Case(
      String name, int exitCode, String message, Function<Path, List<Object>> args) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Training on a file {@code x.csv} of this text. */
  private static Case csv(String name, int code, String message, String text, Object... more) {
    return file(name, code, message, "x.csv", text.getBytes(StandardCharsets.UTF_8), more);
  }

  private static Case file(
      String name, int code, String message, String file, byte[] bytes, Object... more) {
    return new Case(
        name,
        code,
        message,
        dir -> train(dir, Samples.write(dir.resolve("in").resolve(file), bytes), more));
  }

  private static List<Object> train(Path dir, Object data, Object... more) {
    List<Object> words =
        new ArrayList<>(
            List.of("train", "linear-regression", "--data", data, "--model", dir.resolve("out/m")));
    if (!List.of(more).contains("--label")) {
      words.addAll(List.of("--label", "y"));
    }
    words.addAll(List.of(more));
    return words;
  }

  /** Training on what a function makes in a directory. */
  private static Case data(
      String name, int code, String message, Function<Path, Object> input, Object... more) {
    return new Case(name, code, message, dir -> train(dir, input.apply(dir), more));
  }

  /** A command that applies a good model to a file of this text. */
  private static Case apply(
      String name, String command, int code, String message, String training, String text) {
    return new Case(
        name,
        code,
        message,
        dir -> {
          Path model = model(dir.resolve("in"), training);
          Path data = Samples.write(dir.resolve("in/new.csv"), text);
          return List.of(
              command, "--model", model, "--data", data, "--output", dir.resolve("out/m"));
        });
  }

  private static Path model(Path parent, String training) {
    Path data = Samples.write(parent.resolve("training.csv"), training);
    Path model = parent.resolve("model");
    Run.suffice("train", "linear-regression", "--data", data, "--label", "y", "--model", model)
        .good();
    return model;
  }

  private static byte[] gzip(String text, int cut) {
    try {
      Path file = Files.createTempFile("bad", ".gz");
      byte[] bytes = Samples.bytes(Samples.compressed(file, text));
      Files.delete(file);
      return Arrays.copyOf(bytes, bytes.length - cut);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Stream<Case> cells() {
    return Stream.of(
        csv(
            "text in a numeric column",
            DATA,
            ".*/in/x\\.csv line 4, column 'b': 'seven' is not a number; .*",
            GOOD.replace("3,7,2", "3,seven,2")),
        csv(
            "text in the label",
            DATA,
            ".*/x\\.csv line 4, column 'y': 'two' is not a number; .* train a classifier.*",
            GOOD.replace("3,7,2", "3,7,two")),
        csv(
            "decimal comma",
            DATA,
            ".*line 4, column 'b': '7,5' is not a number; a decimal comma\\?.*",
            GOOD.replace("3,7,2", "3,\"7,5\",2")),
        csv(
            "what only Java reads",
            DATA,
            ".*column 'b': '0x1p3' is.*",
            GOOD.replace("7,2", "0x1p3,2")),
        csv("a Java suffix", DATA, ".*column 'b': '7d' is not.*", GOOD.replace("7,2", "7d,2")),
        csv(
            "a column and a level of one name",
            DATA,
            ".*column 'x' and column 'x=b' both give the name 'x=b': rename a column, .*",
            "x,x=b,y\na,1,2\nb,3,1\na,2,5\nb,4,2\nb,2,7\n"),
        csv(
            "a column and a power of one name",
            DATA,
            ".*column 'a' and column 'a\\^2' both give the name 'a\\^2': rename .*",
            GOOD.replace("a,b", "a,a^2"),
            "--set",
            "features.basis=[{column=a, type=powers, degree=2}]"),
        csv(
            "a column and an interaction of one name",
            DATA,
            ".*column 'a:b' and interaction 'a:b' both give the name 'a:b': .*",
            "a,b,a:b,y\n1,2,3,1\n2,1,5,7\n3,3,1,2\n4,1,1,9\n",
            "--set",
            "features.interactions=[[a, b]]"),
        csv(
            "a column that is named as the constant",
            DATA,
            ".*column '\\(Intercept\\)' has the name of the constant: leave it out .*",
            GOOD.replace("a,b", "a,(Intercept)")),
        csv(
            "commas at the ends of lines",
            DATA,
            ".*line 2: the value of the column without a name is missing; data\\.ignore=\\[\"\"\\] .*",
            "a,y,\n1,2,\n2,3,\n4,1,\n"),
        csv("the word NaN", DATA, ".*column 'b': 'NaN' is not.*", GOOD.replace("7,2", "NaN,2")),
        csv(
            "infinity",
            DATA,
            ".*column 'b': 'Infinity' is not.*",
            GOOD.replace("7,2", "Infinity,2")),
        csv(
            "overflow",
            DATA,
            ".*line 4, column 'b': '1e309' is beyond the range of a double",
            GOOD.replace("3,7,2", "3,1e309,2")),
        csv(
            "label overflow",
            DATA,
            ".*line 4, column 'y': '-1e309' is beyond .*",
            GOOD.replace("3,7,2", "3,7,-1e309")),
        csv("full-width digit", DATA, ".*column 'b': '７' is not.*", GOOD.replace("7,2", "７,2")),
        csv(
            "a control character",
            DATA,
            ".*column 'b': '\\\\u001b\\[31m7' is not a number.*",
            GOOD.replace("7,2", "\u001b[31m7,2")),
        csv("NUL", DATA, ".*column 'b': '7\\\\u0000' is not.*", GOOD.replace("7,2", "7\0,2")),
        csv(
            "a long value is cut",
            DATA,
            ".*column 'b': 'x{80}…' is not a number.*",
            GOOD.replace("7,2", "x".repeat(500) + ",2")),
        csv(
            "too few columns",
            DATA,
            ".*/x\\.csv line 4: expected 3 columns, found 2",
            GOOD.replace("3,7,2", "3,7")),
        csv(
            "too many columns",
            DATA,
            ".*/x\\.csv line 4: expected 3 columns, found 4",
            GOOD.replace("3,7,2", "3,7,2,5")),
        csv(
            "an empty column too many",
            DATA,
            ".*line 4: expected 3 columns, found 4",
            GOOD.replace("3,7,2", "3,7,2,")),
        csv(
            "values so small that a coefficient is beyond the range",
            DATA,
            ".*column 'a': .* its coefficient leaves the range of a double; multiply it.*",
            "a,b,y\n1e-310,1,1\n2e-310,3,2\n3e-310,2,4\n4e-310,7,4\n"),
        csv(
            "a delimiter at the end of every line but the header",
            DATA,
            ".*/x\\.csv line 2: expected 3 columns, found 4",
            "a,b,y\n1,u,2,\n2,v,3,\n3,u,5,\n"),
        csv(
            "a quote that is not closed",
            DATA,
            ".*/x\\.csv line 4, column 'b': a quote is opened and not closed",
            GOOD.replace("3,7,2", "3,\"7,2")),
        csv(
            "text after a quote",
            DATA,
            ".*line 4, column 'b': text after a closing quote",
            GOOD.replace("3,7,2", "3,\"7\"0,2")),
        csv(
            "a missing value",
            DATA,
            ".*line 4, column 'b': the value is missing; data\\.missing=drop.*",
            GOOD.replace("3,7,2", "3,,2")),
        csv(
            "a mark of a missing value",
            DATA,
            ".*line 4, column 'b': the value is missing \\('NA'\\); .*",
            GOOD.replace("3,7,2", "3,NA,2")),
        csv(
            "a missing label",
            DATA,
            ".*line 4, column 'y': the label is missing.*",
            GOOD.replace("3,7,2", "3,7,")),
        csv(
            "the header again in the middle",
            DATA,
            ".*line 4: the header again, among the rows",
            GOOD.replace("3,7,2", "a,b,y")),
        csv(
            "a negative weight",
            DATA,
            ".*line 4, column 'b': the weight -7.0 is not 0 or more",
            GOOD.replace("3,7,2", "3,-7,2"),
            "--set",
            "data.weight=b"),
        csv(
            "a missing weight",
            DATA,
            ".*line 4, column 'b': the weight is missing.*",
            GOOD.replace("3,7,2", "3,,2"),
            "--set",
            "data.weight=b"),
        csv(
            "every weight zero",
            DATA,
            ".*the sum of the weights is 0.*12 of 12 rows.*",
            GOOD.replaceAll("(?m)^(\\d+),\\d+", "$1,0"),
            "--set",
            "data.weight=b"),
        csv(
            "every row dropped",
            DATA,
            ".*no rows to train on.*12 of 12 rows.*",
            GOOD.replaceAll("(?m)^(\\d+),\\d+", "$1,NA"),
            "--set",
            "data.missing=drop"),
        csv(
            "too many levels",
            DATA,
            ".*column 'b' has more than 11 levels.*data\\.ignore=\\[b\\].*",
            GOOD.replaceAll("(?m)^(\\d+),\\d+", "$1,id$1"),
            "--set",
            "data.max-levels=11"),
        file(
            "a level that is not UTF-8",
            DATA,
            ".*column 'b'.*'caf(é|\\\\u00e9)' is not UTF-8.*",
            "x.csv",
            GOOD.replaceAll("(?m)^(\\d+),\\d+", "$1,café").getBytes(StandardCharsets.ISO_8859_1)),
        csv(
            "a line of 2 MB",
            DATA,
            ".*/x\\.csv.*a line longer than data\\.max-line=1048576 bytes.*",
            GOOD + "1," + "7".repeat(2 << 20) + ",2\n"),
        csv(
            "a line of 200 KB where 1000 bytes are allowed",
            DATA,
            ".*/x\\.csv.*a line longer than data\\.max-line=1000 bytes.*",
            GOOD + "1," + " ".repeat(200_000) + "7,2\n",
            "--set",
            "data.max-line=1000"),
        csv("one row", DATA, ".*n=1 rows < p=3 coefficients.*", "a,b,y\n1,2,3\n"),
        csv("fewer rows than columns", DATA, ".*n=2 rows < p=3.*", "a,b,y\n1,2,3\n4,5,7\n"),
        csv("only a header", DATA, ".*no rows.*", "a,b,y\n"),
        csv("only blank lines", DATA, ".*no rows.*", "\n\r\n \n"),
        csv("an empty file", DATA, "no rows: .*/x\\.csv is empty", ""),
        csv(
            "a name twice in the header",
            DATA,
            ".*/x\\.csv line 1: the name 'a' stands at columns 1 and 2",
            GOOD.replace("a,b,y", "a,a,y")),
        csv(
            "a name twice in a header after blank lines",
            DATA,
            ".*/x\\.csv line 3: the name 'a' stands at columns 1 and 2",
            "\n\n" + GOOD.replace("a,b,y", "a,a,y")),
        csv("a quote in the header", DATA, ".*header.*", GOOD.replace("a,b,y", "\"a,b,y")),
        csv(
            "a decimal beyond double in LIBSVM",
            DATA,
            ".*/x\\.csv line 2, column 'f2': '1e999' is not a finite number",
            "1 1:2\n2 2:1e999\n",
            "--format",
            "libsvm"),
        csv(
            "index 0 in LIBSVM",
            DATA,
            ".*line 2: index '0': indexes start at 1; set data\\.zero-based=true.*",
            "1 1:2\n2 0:1\n",
            "--format",
            "libsvm"),
        csv(
            "an index twice in LIBSVM",
            DATA,
            ".*line 2: index 3 stands twice",
            "1 1:2\n2 3:1 2:5 3:4\n",
            "--format",
            "libsvm"),
        csv(
            "an index beyond int in LIBSVM",
            DATA,
            ".*line 2: index '2147483648' is too large",
            "1 1:2\n2 2147483648:1\n",
            "--format",
            "libsvm"),
        csv(
            "an index of a million in LIBSVM",
            USAGE,
            ".*1,000,000 features need .* MiB.*",
            "1 1:2\n2 1000000:1\n",
            "--format",
            "libsvm"),
        csv("CSV read as LIBSVM", DATA, ".*/x\\.csv.*", GOOD, "--format", "libsvm"),
        csv(
            "a label alone in LIBSVM",
            DATA,
            ".*no row of .*/x\\.csv has a feature",
            "1\n2\n",
            "--format",
            "libsvm"));
  }

  static Stream<Case> files() {
    return Stream.of(
        data("a missing file", DATA, "no such file.*: .*/no\\.csv", dir -> dir.resolve("no.csv")),
        data("a pattern without files", DATA, "no data files in .*", dir -> dir + "/*.csv"),
        data("an empty directory", DATA, "no data files in .*", dir -> directory(dir, "in")),
        data(
            "a directory in the directory",
            DATA,
            ".*/in/deep is a directory inside the input.*",
            dir -> {
              Samples.write(dir.resolve("in/a.csv"), GOOD);
              directory(dir, "in/deep");
              return dir.resolve("in");
            }),
        data(
            "empty files",
            DATA,
            "no rows: all files in .* are empty",
            dir -> {
              Samples.write(dir.resolve("in/a.csv"), "");
              return Samples.write(dir.resolve("in/b.csv"), "").getParent();
            }),
        data(
            "headers that differ",
            DATA,
            ".*/in/b\\.csv line 1: the header differs .* expected 'a,b,y', found 'b,a,y', first in column 1: 'a' and 'b'",
            dir -> {
              Samples.write(dir.resolve("in/a.csv"), GOOD);
              return Samples.write(dir.resolve("in/b.csv"), "b,a,y\n1,2,3\n").getParent();
            }),
        data(
            "headers that differ, after blank lines",
            DATA,
            ".*/in/b\\.csv line 3: the header differs .*",
            dir -> {
              Samples.write(dir.resolve("in/a.csv"), GOOD);
              return Samples.write(dir.resolve("in/b.csv"), "\n\r\nb,a,y\n1,2,3\n").getParent();
            }),
        file("gzip named .csv", DATA, ".*/x\\.csv is gzip inside.*\\.gz", "x.csv", gzip(GOOD, 0)),
        file("text named .gz", DATA, ".*/x\\.csv\\.gz: .*", "x.csv.gz", utf8(GOOD)),
        file("a truncated .gz", DATA, ".*/x\\.csv\\.gz: .*", "x.csv.gz", gzip(GOOD, 20)),
        file(
            "a .gz of zero bytes", DATA, "no rows: .*/x\\.csv\\.gz is empty", "x.csv.gz", utf8("")),
        file(
            "a .gz of nothing", DATA, "no rows: .*/x\\.csv\\.gz is empty", "x.csv.gz", gzip("", 0)),
        file("text named .bz2", DATA, ".*/x\\.csv\\.bz2: .*", "x.csv.bz2", utf8(GOOD)),
        data(
            "text named .bz2 among others",
            DATA,
            ".*/b\\.csv\\.bz2: .*",
            dir -> {
              Samples.write(dir.resolve("in/a.csv"), GOOD);
              return Samples.write(dir.resolve("in/b.csv.bz2"), GOOD).getParent();
            }),
        data(
            "a truncated .bz2",
            DATA,
            ".*/x\\.csv\\.bz2: .*",
            dir -> {
              Path file = Samples.compressed(dir.resolve("in.csv.bz2"), GOOD);
              byte[] bytes = Samples.bytes(file);
              return Samples.write(
                  dir.resolve("in/x.csv.bz2"), Arrays.copyOf(bytes, bytes.length - 20));
            }),
        file(
            "UTF-16, little-endian",
            DATA,
            ".*/x\\.csv looks like UTF-16; set data\\.charset=UTF-16",
            "x.csv",
            ("\ufeff" + GOOD).getBytes(StandardCharsets.UTF_16LE)),
        file(
            "UTF-16, big-endian",
            DATA,
            ".*/x\\.csv looks like UTF-16.*",
            "x.csv",
            GOOD.getBytes(StandardCharsets.UTF_16)),
        file("Parquet", DATA, ".*/x\\.csv is not text.*", "x.csv", utf8("PAR1" + GOOD)),
        file(
            "a zip file",
            DATA,
            ".*/x\\.csv is not text.*",
            "x.csv",
            utf8("PK\u0003\u0004" + GOOD)));
  }

  private static Path directory(Path dir, String name) {
    try {
      return Files.createDirectories(dir.resolve(name));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static Stream<Case> settings() {
    return Stream.of(
        csv(
            "a label that is not there",
            USAGE,
            "the label: column 'yy' is not in .*/x\\.csv; did you mean 'y'\\?",
            GOOD,
            "--label",
            "yy"),
        csv(
            "a wrong delimiter",
            USAGE,
            ".*column 'y' is not in .*one column was found.*did you mean data\\.delimiter.*",
            GOOD.replace(',', ';')),
        csv("no label", USAGE, "no label: .*--label", GOOD, "--label", ""),
        csv(
            "an unknown key",
            USAGE,
            "unknown key 'interceptt'; did you mean 'intercept'\\?",
            GOOD,
            "--set",
            "interceptt=false"),
        csv(
            "an unknown key with dots",
            USAGE,
            "unknown key 'data\\.mising'; did you mean 'data\\.missing'\\?",
            GOOD,
            "--set",
            "data.mising=drop"),
        csv("no key", USAGE, "--set '=1': expected key=value", GOOD, "--set", "=1"),
        csv("no value", USAGE, "--set 'intercept': expected key=value", GOOD, "--set", "intercept"),
        csv(
            "a wrong flag",
            USAGE,
            "intercept: expected true or false, found 'maybe'",
            GOOD,
            "--set",
            "intercept=maybe"),
        csv(
            "a wrong whole number",
            USAGE,
            "data\\.split-bytes: expected a whole number, found '1.5'",
            GOOD,
            "--set",
            "data.split-bytes=1.5"),
        csv(
            "a number out of its range",
            USAGE,
            "data\\.split-bytes: expected a number from 4096 to .*, found 1",
            GOOD,
            "--set",
            "data.split-bytes=1"),
        csv(
            "a wrong number",
            USAGE,
            "inference\\.level: expected a number, found 'high'",
            GOOD,
            "--set",
            "inference.level=high"),
        csv(
            "a level beyond 1",
            USAGE,
            "inference\\.level must lie between 0 and 1, found 95.*",
            GOOD,
            "--set",
            "inference.level=95"),
        csv(
            "a wrong choice",
            USAGE,
            "data\\.missing: expected one of error, drop.*, found 'skip'",
            GOOD,
            "--set",
            "data.missing=skip"),
        csv(
            "a delimiter of two characters",
            USAGE,
            "data\\.delimiter: expected one ASCII character.*'::'",
            GOOD,
            "--set",
            "data.delimiter=::"),
        csv(
            "a map for a list",
            USAGE,
            "data\\.ignore: expected a list.*",
            GOOD,
            "--set",
            "data.ignore={a=1}"),
        csv(
            "a column to ignore",
            USAGE,
            ".*data\\.ignore: column 'c' is not in .*",
            GOOD,
            "--set",
            "data.ignore=[c]"),
        csv(
            "a feature",
            USAGE,
            ".*data\\.features: column 'B' .*mean 'b'\\?",
            GOOD,
            "--set",
            "data.features=[B]"),
        csv(
            "a weight",
            USAGE,
            ".*data\\.weight: column 'w' is not in .*",
            GOOD,
            "--set",
            "data.weight=w"),
        csv(
            "no feature left",
            USAGE,
            "no feature columns are left in .*",
            GOOD,
            "--set",
            "data.ignore=[a,b]"),
        csv(
            "label and weight",
            USAGE,
            "data\\.weight and the label are the same.*",
            GOOD,
            "--set",
            "data.weight=y"),
        csv("a format", USAGE, ".*data\\.format.*", GOOD, "--format", "xls"),
        csv(
            "a file of settings",
            USAGE,
            "--config: no such file: /no/such\\.conf",
            GOOD,
            "--config",
            "/no/such.conf"),
        config("broken syntax", ".*/a\\.conf line [0-9]+: .*", "data {\n  header = true\n"),
        config(
            "an unknown key in a file",
            ".*/a\\.conf: unknown key 'data\\.heder'; did you mean 'data\\.header'\\?",
            "data.heder = true"),
        config(
            "a wrong type in a file",
            ".*/a\\.conf: data\\.header: expected true or false, found 'no'",
            "data.header = no"),
        data(
            "something that exists",
            USAGE,
            ".*exists; give another --model.*",
            dir -> {
              Samples.write(dir.resolve("out/m/keep.txt"), "mine");
              return Samples.write(dir.resolve("in/x.csv"), GOOD);
            }),
        data(
            "not a model to overwrite",
            USAGE,
            ".*exists and is not a model.*",
            dir -> {
              Samples.write(dir.resolve("out/m/keep.txt"), "mine");
              return Samples.write(dir.resolve("in/x.csv"), GOOD);
            },
            "--overwrite"),
        data(
            "a file where the model goes",
            USAGE,
            ".*exists and is not a model.*",
            dir -> {
              Samples.write(dir.resolve("out/m"), "mine");
              return Samples.write(dir.resolve("in/x.csv"), GOOD);
            },
            "--overwrite"));
  }

  private static Case config(String name, String message, String text) {
    return new Case(
        name,
        USAGE,
        message,
        dir ->
            train(
                dir,
                Samples.write(dir.resolve("in/x.csv"), GOOD),
                "--config",
                Samples.write(dir.resolve("in/a.conf"), text)));
  }

  static Stream<Case> applications() {
    String levels = "a,b,y\n1,u,3\n2,v,5\n3,u,2\n4,v,9\n5,u,1\n6,v,8\n";
    String missing = "a,c\n1,2\n";
    return Stream.of("predict", "evaluate")
        .flatMap(
            command ->
                Stream.of(
                    apply(
                        command + ", a column that is not there",
                        command,
                        USAGE,
                        ".*column 'b' is not in .*",
                        GOOD,
                        missing),
                    apply(
                        command + ", an unseen level",
                        command,
                        DATA,
                        ".*/new\\.csv line 3, column 'b': level 'w' was not in training.*",
                        levels,
                        "y,b,a\n1,u,2\n1,w,3\n"),
                    apply(
                        command + ", text where numbers were",
                        command,
                        DATA,
                        ".*/new\\.csv line 2, column 'a': 'x' is not a number.*",
                        GOOD,
                        "a,b,y\nx,1,2\n"),
                    apply(
                        command + ", a missing value",
                        command,
                        DATA,
                        ".*/new\\.csv line 3, column 'b': the value is missing.*",
                        GOOD,
                        "a,b,y\n1,1,2\n1,,2\n"),
                    apply(
                        command + ", only a header",
                        command,
                        DATA,
                        "no rows (to evaluate )?in .*/new\\.csv",
                        GOOD,
                        "a,b,y\n"),
                    apply(
                        command + ", an empty file",
                        command,
                        DATA,
                        "no rows: .*/new\\.csv is empty",
                        GOOD,
                        "")));
  }

  static Stream<Case> models() {
    return Stream.of(
        tampered("no model at all", "there is no model at .*/model", model -> delete(model, "*")),
        tampered(
            "no model but a directory",
            ".*no complete model: there is no _SUCCESS",
            model -> {
              delete(model, "*");
              directory(model.getParent(), "model");
            }),
        tampered("no _SUCCESS", ".*no complete model.*", model -> delete(model, "_SUCCESS")),
        tampered(
            "no arrays",
            ".*not complete.*model\\.safetensors",
            model -> delete(model, "model.safetensors")),
        tampered(
            "no model.json", ".*not complete.*model\\.json", model -> delete(model, "model.json")),
        tampered(
            "a changed byte of the arrays",
            ".*model\\.safetensors does not match the hash.*",
            model -> flip(model.resolve("model.safetensors"))),
        tampered(
            "a changed byte of model.json",
            ".*model\\.json was changed.*",
            model -> flip(model.resolve("model.json"))),
        tampered(
            "a cut model.json",
            ".*model\\.json was changed.*",
            model -> Samples.write(model.resolve("model.json"), "{")),
        tampered(
            "an empty _SUCCESS",
            ".*model\\.json was changed.*",
            model -> Samples.write(model.resolve("_SUCCESS"), "")));
  }

  private static Case tampered(
      String name, String message, java.util.function.Consumer<Path> harm) {
    return new Case(
        name,
        DATA,
        message,
        dir -> {
          Path model = model(dir.resolve("in"), GOOD);
          harm.accept(model);
          return List.of(
              "predict",
              "--model",
              model,
              "--data",
              dir.resolve("in/training.csv"),
              "--output",
              dir.resolve("out/m"));
        });
  }

  private static void delete(Path model, String name) {
    try {
      if (!name.equals("*")) {
        Files.delete(model.resolve(name));
        return;
      }
      for (String file : Samples.tree(model)) {
        Files.delete(model.resolve(file));
      }
      Files.delete(model);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void flip(Path file) {
    byte[] bytes = Samples.bytes(file);
    bytes[bytes.length * 2 / 3] ^= 1;
    Samples.write(file, bytes);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"cells", "files", "settings", "applications", "models"})
  void oneLineTheRightCodeAndNothingLeftBehind(Case bad) {
    List<Object> words = bad.args().apply(dir);
    List<String> before = Samples.tree(dir);

    Run run = Run.suffice(words.toArray());

    assertFails(bad, run);
    List<String> after = new ArrayList<>(Samples.tree(dir));
    after.remove("out/run-status.json");
    if (!before.contains("out")) {
      after.remove("out");
    }
    assertEquals(before, after);
    assertStatus(dir.resolve("out/run-status.json"), run);
  }

  private static void assertFails(Case bad, Run run) {
    String what = bad.name() + ": " + run.err();
    assertEquals(bad.exitCode(), run.exitCode(), what);
    assertEquals("", run.out(), what);
    assertEquals(1, run.err().lines().count(), what);
    assertTrue(run.err().startsWith("suffice: "), what);
    String message = run.err().substring("suffice: ".length()).stripTrailing();
    assertTrue(message.matches(bad.message()), what);
    assertFalse(message.matches(".*(Exception|Error\\b|\\bnull\\b|\\.java:).*"), what);
  }

  private static void assertStatus(Path file, Run run) {
    JsonNode status = status(file);
    assertEquals("failed", status.get("status").asText());
    assertEquals(run.exitCode(), status.get("exitCode").asInt());
    assertEquals("suffice: " + status.get("message").asText(), run.err().stripTrailing());
  }

  private static JsonNode status(Path file) {
    try {
      return Json.parse(Samples.bytes(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static Stream<Case> commands() {
    return Stream.of(
        command("an unknown command", "unknown word 'trane'; did you mean 'train'\\?.*", "trane"),
        command(
            "an unknown algorithm",
            "unknown word 'linear-regresion'; did you mean 'linear-regression'\\?.*",
            "train",
            "linear-regresion"),
        command(
            "an unknown option",
            "unknown word '--modell'; did you mean '--model'\\?.*",
            "describe",
            "--model",
            "m",
            "--modell"),
        command("no algorithm", "name an algorithm.*", "train"),
        command("no model", ".*--model.*", "describe"),
        command("no value", ".*--model.*", "describe", "--model"),
        command(
            "no such model",
            "there is no model at /no/such/model",
            "describe",
            "--model",
            "/no/such/model"));
  }

  private static Case command(String name, String message, Object... words) {
    return new Case(
        name, name.equals("no such model") ? DATA : USAGE, message, dir -> List.of(words));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("commands")
  void aWrongCommandNamesTheNearest(Case bad) {
    assertFails(bad, Run.suffice(bad.args().apply(dir).toArray()));
  }

  @Test
  void nothingToDoIsAUsageError() {
    Run run = Run.suffice();
    assertEquals(USAGE, run.exitCode());
    assertEquals("", run.out());
    assertTrue(run.err().contains("train") && run.err().contains("predict"), run.err());
  }

  /** The line in the message is the one an editor shows, whatever is in front of it. */
  @ParameterizedTest(name = "{0}, BOM {1}, blank lines {2}, header {3}, {4}")
  @CsvSource({
    "LF,   false, false, true,  driver",
    "LF,   false, false, true,  cluster",
    "CRLF, false, false, true,  driver",
    "CR,   false, false, true,  driver",
    "CRLF, true,  true,  true,  driver",
    "CRLF, true,  true,  true,  cluster",
    "LF,   true,  true,  false, driver",
    "CR,   true,  true,  true,  cluster"
  })
  void theLineNumberIsRightInEverySplit(
      String ending, boolean mark, boolean blank, boolean header, String execution) {
    String end = ending.replace("CR", "\r").replace("LF", "\n");
    for (int bad : new int[] {0, 1, 700, 2999, 3000}) {
      StringBuilder text = new StringBuilder(mark ? "\ufeff" : "");
      int line = 0;
      int badLine = 0;
      for (int i = header ? -1 : 0; i <= 3000; i++) {
        if (blank && i % 3 == 0) {
          text.append(end).append(" \t").append(end);
          line += 2;
        }
        line++;
        if (i == bad) {
          badLine = line;
        }
        text.append(i < 0 ? "c1,c2,c3" : i + "," + (i == bad ? "oops" : i % 7) + "," + i % 11);
        text.append(end);
      }
      Path file = Samples.write(dir.resolve("x.csv"), text.toString());
      Run run =
          Run.suffice(
              "train",
              "linear-regression",
              "--data",
              file,
              "--label",
              "c3",
              "--model",
              dir.resolve("m"),
              "--set",
              "data.split-bytes=4096",
              "--set",
              "data.header=" + header,
              "--set",
              "execution=" + execution);
      assertEquals(DATA, run.exitCode(), run.err());
      assertTrue(
          run.err().contains("/x.csv line " + badLine + ", column 'c2': 'oops' is not a number"),
          badLine + " expected: " + run.err());
    }
  }

  @Test
  void ofSeveralBadRowsTheFirstIsNamedWhicheverThreadIsQuicker() {
    String text = GOOD + "13,x,1\n".repeat(3000);
    Path file = Samples.write(dir.resolve("x.csv"), text);
    for (int repeat = 0; repeat < 10; repeat++) {
      Run run =
          Run.suffice(
              "train",
              "linear-regression",
              "--data",
              file,
              "--label",
              "y",
              "--model",
              dir.resolve("m"),
              "--set",
              "data.split-bytes=4096");
      assertTrue(run.err().contains("/x.csv line 14, column 'b'"), run.err());
    }
  }

  /** Spark keeps of a task's failure its text alone; the message must not change for that. */
  @Test
  void sparkFailsWithTheSameWords() {
    String header = GOOD.substring(0, GOOD.indexOf('\n') + 1);
    Path late =
        Samples.write(dir.resolve("late.csv"), GOOD.repeat(1).concat("1,2,3\n".repeat(2000)));
    Samples.write(late, Samples.read(late) + "1,x,3\n");
    Path cut = Samples.write(dir.resolve("cut.csv.gz"), gzip(GOOD, 20));
    Samples.write(dir.resolve("differ/a.csv"), GOOD);
    Path differ = Samples.write(dir.resolve("differ/b.csv"), "b,a,y\n1,2,3\n").getParent();
    StringBuilder many = new StringBuilder(header);
    for (int i = 0; i < 1200; i++) {
      many.append(i).append(",id").append(i).append(",1\n");
    }
    Path levels = Samples.write(dir.resolve("levels.csv"), many.toString());
    Path longLine =
        Samples.write(dir.resolve("long.csv"), GOOD + "1," + "7".repeat(2 << 20) + ",2\n");
    for (Path data : List.of(late, cut, differ, levels, longLine)) {
      List<Object> words = train(dir, data, "--set", "data.split-bytes=4096");
      Run driver = Run.suffice(words.toArray());
      words.addAll(List.of("--set", "execution=cluster"));
      Run cluster = Run.suffice(words.toArray());
      assertEquals(driver, cluster);
      assertEquals(DATA, driver.exitCode());
      assertEquals(List.of("run-status.json"), Samples.tree(dir.resolve("out")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "predict"})
  void nothingIsWrittenIntoTheInput(String command) {
    Path data = Samples.write(dir.resolve("in/x.csv"), GOOD).getParent();
    Run run =
        command.equals("train")
            ? Run.suffice(
                "train",
                "linear-regression",
                "--data",
                data,
                "--label",
                "y",
                "--model",
                data.resolve("m"))
            : Run.suffice(
                "predict",
                "--model",
                model(dir.resolve("good"), GOOD),
                "--data",
                data,
                "--output",
                data.resolve("p"));
    assertEquals(USAGE, run.exitCode(), run.err());
    assertEquals(List.of("x.csv"), Samples.tree(data), "a status file would be read as data");
  }

  @Test
  void theOutputOfAnEvaluationIsNotItsInput() {
    Path data = Samples.write(dir.resolve("x.csv"), GOOD);
    Run run =
        Run.suffice(
            "evaluate",
            "--model",
            model(dir.resolve("good"), GOOD),
            "--data",
            data,
            "--output",
            data);
    assertEquals(GOOD, Samples.read(data), "the data of the user are gone");
    assertEquals(USAGE, run.exitCode(), run.err());
  }

  @Test
  void anEvaluationThatCannotBeWrittenLeavesNothing() {
    Path model = model(dir.resolve("good"), GOOD);
    Path output = directory(dir, "out/taken");
    Run run =
        Run.suffice(
            "evaluate",
            "--model",
            model,
            "--data",
            dir.resolve("good/training.csv"),
            "--output",
            output);
    assertTrue(List.of(USAGE, DATA).contains(run.exitCode()), run.err());
    assertEquals(
        1, run.err().lines().filter(line -> line.startsWith("suffice: ")).count(), run.err());
    assertEquals(List.of("run-status.json", "taken"), Samples.tree(dir.resolve("out")));
  }

  @Test
  void libsvmDataForAModelOfCategoriesIsRefused() {
    Path model = model(dir.resolve("good"), "a,b,y\n1,u,3\n2,v,5\n3,u,2\n4,v,9\n5,u,1\n6,v,8\n");
    Path data = Samples.write(dir.resolve("x.libsvm"), "1 1:2 2:3\n");
    Run run =
        Run.suffice("predict", "--model", model, "--data", data, "--output", dir.resolve("out"));
    assertTrue(List.of(USAGE, DATA).contains(run.exitCode()), run.exitCode() + " " + run.err());
    assertEquals(1, run.err().lines().count(), run.err());
  }

  @Test
  void aParentThatCannotBeWrittenIsSaidBeforeTraining() throws Exception {
    Path data = Samples.write(dir.resolve("x.csv"), GOOD);
    List<Path> parents = new ArrayList<>(List.of(Samples.write(dir.resolve("file"), "")));
    if (Files.isDirectory(Path.of("/proc/self"))) {
      parents.add(Path.of("/proc"));
    }
    Path readOnly = directory(dir, "read-only");
    if (readOnly.toFile().setWritable(false) && !Files.isWritable(readOnly)) {
      parents.add(readOnly); // the superuser may write everywhere
    }
    for (Path parent : parents) {
      Run run =
          Run.suffice(
              "train",
              "linear-regression",
              "--data",
              data,
              "--label",
              "y",
              "--model",
              parent.resolve("m"));
      assertEquals(DATA, run.exitCode(), run.err());
      assertEquals(1, run.err().lines().count(), run.err());
      assertTrue(run.err().contains(parent.resolve("m").toString()), run.err());
      assertFalse(run.err().contains("internal"), run.err());
      assertEquals("", run.out(), "the data were read for nothing");
    }
    Assumptions.assumeTrue(readOnly.toFile().setWritable(true));
  }

  @Test
  void anOldModelSurvivesAFailedOverwrite() {
    Path model = model(dir, GOOD);
    byte[] arrays = Samples.bytes(model.resolve("model.safetensors"));
    List<String> before = Samples.tree(dir);
    Path bad = Samples.write(dir.resolve("training.csv"), GOOD.replace("3,7,2", "3,x,2"));
    Run run =
        Run.suffice(
            "train",
            "linear-regression",
            "--data",
            bad,
            "--label",
            "y",
            "--model",
            model,
            "--overwrite");
    assertEquals(DATA, run.exitCode());
    assertArrayEquals(arrays, Samples.bytes(model.resolve("model.safetensors")));
    assertEquals(before, Samples.tree(dir));
  }

  @Test
  void debugShowsTheTraceBesideTheLine() {
    Run run =
        Run.suffice(
            "train",
            "linear-regression",
            "--debug",
            "--data",
            dir.resolve("no.csv"),
            "--label",
            "y",
            "--model",
            dir.resolve("m"));
    assertTrue(run.err().contains("\tat org.suffice."), run.err());
    assertTrue(run.err().stripTrailing().endsWith("/no.csv"), run.err());
  }
}
