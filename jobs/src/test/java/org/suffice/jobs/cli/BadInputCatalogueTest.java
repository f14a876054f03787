package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.BZip2Codec;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.suffice.block.DenseBlock;
import org.suffice.statistic.ExactGramStatistic;
import org.suffice.statistic.ExactMoments;
import org.suffice.statistic.GramStatistic;

/**
 * The catalogue of bad inputs, a test a row: E stops with one line, Q stops unless a budget of bad
 * rows covers it, W goes on and says so, OK gives what the clean file gives. Rows that only concern
 * classification are those of {@link BadClassCatalogueTest}.
 */
class BadInputCatalogueTest {
  private static final String[] CLEAN = {
    "x,z,y", "1,7.5,2.1", "2,3.25,3.9", "3,9,6.2", "4,1,7.8", "5,4,10.1", "6,6.5,12.2", "7,2,13.8"
  };
  private static final String CLEAN_TEXT = String.join("\n", CLEAN) + "\n";

  @TempDir Path dir;
  private int runs;

  private record Result(int code, String out, String err) {}

  private Result run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Suffice.run(
            args,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private Result train(Path data, String label, Path model, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "train",
                "linear-regression",
                "--data",
                data.toString(),
                "--model",
                model.toString()));
    if (label != null) {
      args.addAll(List.of("--label", label));
    }
    args.addAll(Arrays.asList(more));
    return run(args.toArray(String[]::new));
  }

  private Path model() {
    return dir.resolve("model" + runs++);
  }

  private JsonNode describe(Path model) throws IOException {
    Result result = run("describe", "--model", model.toString(), "--json");
    assertEquals(0, result.code, result.err);
    return new ObjectMapper().readTree(result.out);
  }

  private Path file(String name, byte[] bytes) throws IOException {
    Path path = dir.resolve("input" + runs++).resolve(name);
    Files.createDirectories(path.getParent());
    return Files.write(path, bytes);
  }

  private Path csv(String text) throws IOException {
    return file("rows.csv", text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gz = new GZIPOutputStream(out)) {
      gz.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] bzip2(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BZip2Codec codec = new BZip2Codec();
    codec.setConf(new Configuration(false));
    try (OutputStream bz = codec.createOutputStream(out)) {
      bz.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String with(int line, String inserted) {
    List<String> lines = new ArrayList<>(List.of(CLEAN));
    lines.add(line - 1, inserted);
    return String.join("\n", lines) + "\n";
  }

  /** One line on the error stream, the exit code, no model. */
  private void assertError(Result result, int code, String message, Path model) {
    assertEquals(code, result.code, result.err);
    List<String> lines = result.err.lines().filter(line -> line.startsWith("suffice: ")).toList();
    assertEquals(1, lines.size(), result.err);
    assertTrue(
        Pattern.compile(message).matcher(lines.get(0)).find(),
        () -> "expected /" + message + "/, found " + lines.get(0));
    assertFalse(result.err.contains("\tat "), "a stack trace");
    assertFalse(Files.exists(model));
    assertTrue(
        leftBehind(model.getParent()).isEmpty(), () -> "left: " + leftBehind(model.getParent()));
  }

  private static List<String> leftBehind(Path parent) {
    try (Stream<Path> files = Files.list(parent)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.contains(".writing-") || name.contains(".replaced-"))
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void error(Path data, int code, String message, String... more) {
    Path model = model();
    assertError(train(data, "y", model, more), code, message, model);
  }

  private JsonNode cleanModel() throws IOException {
    Path model = model();
    Result result = train(csv(CLEAN_TEXT), "y", model);
    assertEquals(0, result.code, result.err);
    return describe(model);
  }

  /** The same coefficients as the clean file; returns the description. */
  private JsonNode fine(Path data, String... more) throws IOException {
    Path model = model();
    Result result = train(data, "y", model, more);
    assertEquals(0, result.code, result.err);
    JsonNode found = describe(model);
    JsonNode expected = cleanModel();
    for (String name : List.of("x", "z")) {
      assertEquals(
          expected.get("coefficients").get(name).asDouble(),
          found.get("coefficients").get(name).asDouble(),
          1e-12, // another cut of the rows may change the last bits of a sum
          name);
    }
    return found;
  }

  private void warned(String warning, Path data, String... more) throws IOException {
    JsonNode found = fine(data, more);
    assertTrue(
        Pattern.compile(warning).matcher(found.get("warnings").toString()).find(),
        () -> "expected a warning /" + warning + "/, found " + found.get("warnings"));
  }

  /** Stops by default; with a budget the row is left out, counted and listed. */
  private void quarantined(int line, String row, String message) throws IOException {
    Path data = csv(with(line, row));
    error(data, 3, "rows\\.csv line " + line + ".*" + message);
    JsonNode found = fine(data, "--set", "data.bad-rows=1");
    JsonNode rows = found.get("rowAccount");
    assertEquals(1, rows.get("rejected").asInt());
    assertEquals(8, rows.get("read").asInt());
    assertEquals(7, rows.get("used").asInt());
    StringBuilder warnings = new StringBuilder();
    found.get("warnings").forEach(warning -> warnings.append(warning.asText()).append('\n'));
    assertTrue(
        Pattern.compile("rows\\.csv line " + line + ".*" + message).matcher(warnings).find(),
        () -> "not listed: " + warnings);
    fine(data, "--set", "data.bad-rows=13%");
    error(data, 3, "more bad rows than data.bad-rows=12.0%", "--set", "data.bad-rows=12%");
  }

  @FunctionalInterface
  private interface Body {
    void run() throws Exception;
  }

  private final List<DynamicTest> tests = new ArrayList<>();

  private void row(int number, String what, Body body) {
    tests.add(DynamicTest.dynamicTest(number + " " + what, body::run));
  }

  @TestFactory
  List<DynamicTest> linesAndFields() {
    row(1, "too few fields", () -> quarantined(4, "3,9", "expected 3 columns, found 2"));
    row(2, "too many fields", () -> quarantined(4, "3,9,4,1", "expected 3 columns, found 4"));
    row(3, "byte order mark", () -> fine(csv("\ufeff" + CLEAN_TEXT)));
    row(
        4,
        "UTF-16",
        () -> {
          for (String charset : List.of("UTF-16", "UTF-16LE", "UTF-16BE")) {
            byte[] bytes = CLEAN_TEXT.getBytes(Charset.forName(charset));
            error(file("rows.csv", bytes), 3, "looks like UTF-16");
            fine(file("rows.csv", bytes), "--set", "data.charset=" + charset);
          }
        });
    row(5, "CR LF", () -> fine(csv(CLEAN_TEXT.replace("\n", "\r\n"))));
    row(6, "CR only", () -> fine(csv(CLEAN_TEXT.replace("\n", "\r"))));
    row(
        7,
        "mixed endings, blank lines",
        () -> {
          String text = String.join("\r\n", Arrays.copyOf(CLEAN, 4)) + "\n\n\r" + "  \n";
          text += String.join("\r", Arrays.copyOfRange(CLEAN, 4, 8));
          warned("3 blank lines", csv(text));
        });
    row(8, "no newline at the end", () -> fine(csv(String.join("\n", CLEAN))));
    row(
        9,
        "quoted newline in a field",
        () -> {
          String text = "note,x,z,y\n";
          for (int i = 1; i < CLEAN.length; i++) {
            text += (i == 3 ? "\"two\nlines, \"\"quoted\"\"\"," : "plain,") + CLEAN[i] + "\n";
          }
          Path data = csv(text);
          error(data, 3, "line 4.*quote", "--set", "data.ignore=[note]");
          fine(data, "--set", "data.ignore=[note]", "--set", "data.multiline=true");
        });
    row(
        10,
        "quoted newline across splits",
        () -> {
          StringBuilder text = new StringBuilder("note,x,y\n");
          for (int i = 0; i < 3000; i++) {
            text.append("\"line\nof ").append(i).append("\",").append(i).append(',');
            text.append(3 * i + i % 2).append('\n');
          }
          Path model = model();
          Result result =
              train(
                  csv(text.toString()),
                  "y",
                  model,
                  "--set",
                  "data.ignore=[note]",
                  "--set",
                  "data.multiline=true",
                  "--set",
                  "data.split-bytes=4096");
          assertEquals(0, result.code, result.err);
          assertEquals(3000, describe(model).get("rows").asInt());
        });
    row(
        11,
        "unclosed quote",
        () -> {
          quarantined(4, "\"3,9,4", "quote is opened and not closed");
          error(
              csv(with(4, "\"3,9,4")),
              3,
              "line 4.*quote is opened and not closed",
              "--set",
              "data.multiline=true");
        });
    row(
        12,
        "quotes inside a field",
        () -> {
          Path doubled = csv(CLEAN_TEXT.replace("x,z,y", "x,\"z \"\"q\"\"\",y"));
          Path model = model();
          assertEquals(0, train(doubled, "y", model).code);
          assertTrue(describe(model).get("coefficients").has("z \"q\""));
          String text = "note,x,z,y\n";
          for (int i = 1; i < CLEAN.length; i++) {
            text += "\"a \\\"b\\\", c\"," + CLEAN[i] + "\n";
          }
          error(csv(text), 3, "line 2.*quote", "--set", "data.ignore=[note]");
          fine(csv(text), "--set", "data.ignore=[note]", "--set", "data.escape=\\");
        });
    row(
        13,
        "another delimiter",
        () -> {
          error(csv(CLEAN_TEXT.replace(',', ';')), 2, "did you mean data.delimiter=\";\"");
          error(csv(CLEAN_TEXT.replace(',', '\t')), 2, "did you mean data.delimiter=\"\\\\t\"");
          fine(csv(CLEAN_TEXT.replace(',', ';')), "--set", "data.delimiter=;");
          fine(csv(CLEAN_TEXT.replace(',', '\t')), "--set", "data.delimiter=\\t");
        });
    row(
        14,
        "NUL byte",
        () -> {
          quarantined(4, "3,9\u0000,4", "'9\\\\u0000' is not a number");
          String text = "c,y\na,1\na,2\nb,3\nb,4\nb\u0000,5\n";
          error(csv(text), 3, "line 6.*NUL byte");
        });
    row(
        15,
        "Latin-1 in a category",
        () -> {
          byte[] latin = "c,y\né,1\né,2\nè,4\nè,5\n".getBytes(StandardCharsets.ISO_8859_1);
          error(file("rows.csv", latin), 3, "column 'c'.*not UTF-8");
          Path model = model();
          Result result =
              train(file("rows.csv", latin), "y", model, "--set", "data.charset=ISO-8859-1");
          assertEquals(0, result.code, result.err);
          assertTrue(describe(model).get("coefficients").has("c=é"));
        });
    row(
        16,
        "U+2028 and U+0085 are no line ends",
        () -> {
          Path model = model();
          Path data = csv("c,y\na\u2028b,1\na\u2028b,2\na\u0085c,4\na\u0085c,5\n");
          assertEquals(0, train(data, "y", model).code);
          assertEquals(4, describe(model).get("rows").asInt());
        });
    row(
        17,
        "a line of 4 MB",
        () ->
            error(csv(with(4, "1".repeat(4 << 20))), 3, "longer than data.max-line=1048576 bytes"));
    row(18, "empty file", () -> error(csv(""), 3, "no rows: .* is empty"));
    row(19, "header only", () -> error(csv("x,z,y\n"), 3, "no rows in "));
    row(
        20,
        "header missing",
        () -> {
          String text = CLEAN_TEXT.substring(CLEAN_TEXT.indexOf('\n') + 1);
          error(csv(text), 2, "column 'y' is not in");
          Path model = model();
          assertEquals(0, train(csv(text), "2.1", model).code);
          assertTrue(describe(model).get("warnings").toString().contains("data.header=false"));
        });
    row(
        21,
        "header in each part",
        () -> {
          Path first = csv("x,z,y\n" + String.join("\n", Arrays.copyOfRange(CLEAN, 1, 4)) + "\n");
          Path parent = first.getParent();
          String rest = String.join("\n", Arrays.copyOfRange(CLEAN, 4, 8)) + "\n";
          Files.writeString(parent.resolve("second.csv"), "x,z,y\n" + rest);
          Files.move(first, parent.resolve("first.csv"));
          fine(parent);
          Files.writeString(parent.resolve("second.csv"), "z,x,y\n" + rest);
          error(parent, 3, "second.csv line 1: the header differs.*'x,z,y'.*'z,x,y'");
        });
    row(22, "header in the middle", () -> quarantined(5, "x,z,y", "the header again"));
    row(
        23,
        "duplicate column names",
        () -> error(csv("x,x,y\n1,2,3\n"), 3, "'x' stands at columns 1 and 2"));
    row(
        24,
        "unusual column names",
        () -> {
          Path model = model();
          Path data = csv(CLEAN_TEXT.replace("x,z,y", ",größe in cm,y"));
          assertEquals(0, train(data, "y", model).code);
          assertTrue(describe(model).get("coefficients").has("größe in cm"));
          assertTrue(describe(model).get("warnings").toString().contains("has no name"));
          error(csv("x,X,y\n1,2,3\n"), 3, "but for its case");
        });
    row(
        25,
        "100,000 columns",
        () -> {
          StringBuilder header = new StringBuilder("y");
          for (int i = 0; i < 100_000; i++) {
            header.append(",c").append(i);
          }
          error(csv(header + "\n"), 3, "100,001 columns.*data.max-columns=10,000.*8·p² bytes");
        });
    return tests;
  }

  @TestFactory
  List<DynamicTest> filesAndDirectories() {
    row(
        26,
        "hidden files",
        () -> {
          Path parent = csv(CLEAN_TEXT).getParent();
          Files.writeString(parent.resolve("_SUCCESS"), "");
          Files.writeString(parent.resolve(".rows.csv.crc"), "crc");
          Files.writeString(parent.resolve("_x"), "x");
          fine(parent);
        });
    row(
        27,
        "files that are no data",
        () -> {
          for (String name : List.of("part-0.tmp", "README", "rows.csv.bak")) {
            Path parent = csv(CLEAN_TEXT).getParent();
            Files.writeString(parent.resolve(name), "x");
            error(parent, 3, Pattern.quote(name) + " does not look like data by its name");
          }
        });
    row(
        28,
        "a directory in the directory",
        () -> {
          Path parent = csv(CLEAN_TEXT).getParent();
          Files.createDirectory(parent.resolve("more"));
          error(parent, 3, "more is a directory inside the input; data.recursive=true");
          fine(parent, "--set", "data.recursive=true");
        });
    row(
        29,
        "empty and unfinished directories",
        () -> {
          Path empty = Files.createDirectory(dir.resolve("empty"));
          error(empty, 3, "no data files in");
          Path unfinished = Files.createDirectories(dir.resolve("unfinished/_temporary"));
          error(unfinished.getParent(), 3, "did not finish");
        });
    row(
        30,
        "nothing there",
        () -> {
          error(dir.resolve("absent.csv"), 3, "no such file or directory: .*absent.csv");
          error(dir.resolve("absent*.csv"), 3, "no data files in .*absent\\*.csv");
        });
    row(
        31,
        "pattern characters in a name",
        () -> {
          byte[] bytes = utf8(CLEAN_TEXT);
          fine(file("a,b[1]{2}.csv", bytes));
          fine(file("a[1].csv", bytes), "--set", "data.literal-path=true");
        });
    row(32, "space, % and : in a name", () -> fine(file("a b%20:c.csv", utf8(CLEAN_TEXT))));
    row(
        33,
        "gz",
        () -> {
          fine(file("rows.csv.gz", gzip(utf8(CLEAN_TEXT))));
          StringBuilder text = new StringBuilder("x,y\n");
          for (int i = 0; i < 5000; i++) {
            text.append(i * 37 % 1009).append('.').append(i).append(',').append(i).append('\n');
          }
          Path model = model();
          Path data = file("rows.csv.gz", gzip(utf8(text.toString())));
          assertEquals(0, train(data, "y", model, "--set", "data.split-bytes=4096").code);
          assertTrue(describe(model).get("warnings").toString().contains("compressed as a whole"));
        });
    row(
        34,
        "gz truncated or corrupted",
        () -> {
          byte[] gz = gzip(utf8(CLEAN_TEXT.repeat(1)));
          error(file("rows.csv.gz", Arrays.copyOf(gz, gz.length - 9)), 3, "cannot read .*rows");
          byte[] broken = gz.clone();
          broken[gz.length - 6] ^= 1;
          error(file("rows.csv.gz", broken), 3, "cannot read .*rows.csv.gz: Corrupt GZIP");
        });
    row(
        35,
        "gz of two members",
        () -> {
          byte[] first = gzip(utf8(CLEAN_TEXT.substring(0, 30)));
          byte[] second = gzip(utf8(CLEAN_TEXT.substring(30)));
          byte[] both = Arrays.copyOf(first, first.length + second.length);
          System.arraycopy(second, 0, both, first.length, second.length);
          fine(file("rows.csv.gz", both));
        });
    row(36, "gz of no bytes", () -> error(file("rows.csv.gz", new byte[0]), 3, "no rows"));
    row(
        37,
        "name and content differ",
        () -> {
          error(file("rows.csv.gz", utf8(CLEAN_TEXT)), 3, "its name says gzip");
          error(file("rows.csv", gzip(utf8(CLEAN_TEXT))), 3, "is gzip inside");
        });
    row(
        38,
        "bz2",
        () -> {
          byte[] bz2 = bzip2(utf8(CLEAN_TEXT));
          fine(file("rows.csv.bz2", bz2));
          error(file("rows.csv.bz2", Arrays.copyOf(bz2, bz2.length - 20)), 3, "cannot read");
        });
    row(
        39,
        "other formats by their first bytes",
        () -> {
          error(file("rows.csv", utf8("PK\u0003\u0004 zip")), 3, "not text");
          error(file("rows.csv", utf8("PAR1 parquet")), 3, "not text");
        });
    row(
        40,
        "decompression bomb",
        () -> {
          Path big = file("rows.csv.gz", gzip(utf8(CLEAN_TEXT)));
          error(big, 3, "expands to more than", "--set", "data.max-expanded-bytes=50");
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          try (OutputStream gz = new GZIPOutputStream(out)) {
            byte[] zeros = new byte[1 << 20];
            Arrays.fill(zeros, (byte) '\n');
            gz.write(utf8(CLEAN_TEXT));
            for (int i = 0; i < 100; i++) {
              gz.write(zeros);
            }
          }
          error(file("bomb.csv.gz", out.toByteArray()), 3, "expands more than 1000 times");
        });
    return tests;
  }

  @TestFactory
  List<DynamicTest> cells() {
    row(
        41,
        "marks of missing values",
        () -> {
          for (String word : List.of("NaN", "nan", "?", "n/a")) {
            quarantined(4, "3," + word + ",4", "is not a number");
          }
          for (String mark : List.of("", "NA", "null")) {
            Path data = csv(with(4, "3," + mark + ",4"));
            error(data, 3, "line 4, column 'z': the value is missing");
            fine(data, "--set", "data.missing=drop");
          }
          fine(
              csv(with(4, "3,?,4")),
              "--set",
              "data.missing=drop",
              "--set",
              "data.missing-values=[\"?\"]");
        });
    row(
        42,
        "beyond the range",
        () -> {
          quarantined(4, "3,1e309,4", "beyond the range of a double");
          quarantined(4, "3,Infinity,4", "is not a number");
        });
    row(
        43,
        "underflow",
        () -> {
          Path model = model();
          Path data = csv(with(4, "3,1e-400,4").replace("7.5", "4.9e-324"));
          assertEquals(0, train(data, "y", model).code);
          assertTrue(describe(model).get("warnings").toString().contains("1 number too small"));
        });
    row(
        44,
        "what only Java calls a number",
        () -> {
          for (String word : List.of("1d", "1f", "0x1p3")) {
            quarantined(4, "3," + word + ",4", "is not a number");
          }
        });
    row(
        45,
        "separators and units",
        () -> {
          for (String word : List.of("1_000", "1 000", "\"1,000\"", "\"1,5\"", "EUR 5", "5%")) {
            quarantined(4, "3," + word + ",4", "is not a number");
          }
          error(csv(with(4, "3,\"1,5\",4")), 3, "a decimal comma");
        });
    row(
        46,
        "blanks, signs and points",
        () -> {
          String text =
              CLEAN_TEXT.replace("1,7.5,2.1", " 1 ,\t+7.5,.21E+1").replace("3,9,", "3.,9,");
          fine(csv(text));
        });
    row(
        47,
        "digits of other scripts",
        () -> {
          quarantined(4, "3,\u00a09,4", "is not a number");
          quarantined(4, "3,\u0663,4", "is not a number");
          quarantined(4, "3,\uff19,4", "is not a number");
        });
    row(
        48,
        "identifiers above 2^53",
        () -> {
          Path model = model();
          assertEquals(0, train(csv(with(4, "3,9007199254740993,4")), "y", model).code);
          assertTrue(describe(model).get("warnings").toString().contains("above 2^53"));
        });
    row(
        49,
        "yes, no and dates in a column of numbers",
        () -> {
          quarantined(4, "3,true,4", "looks like yes and no");
          quarantined(4, "3,2026-11-22,4", "looks like dates");
        });
    row(
        50,
        "20 digits",
        () -> fine(csv(CLEAN_TEXT.replace("3.25", "3.2500000000000000000000001"))));
    row(
        51,
        "label missing",
        () -> {
          quarantined(4, "3,4,", "the label is missing");
          Path data = csv(with(4, "3,4,"));
          fine(data, "--set", "data.missing=drop");
          error(data, 3, "the label is missing", "--set", "data.missing=mean");
        });
    row(52, "label NaN", () -> quarantined(4, "3,4,NaN", "column 'y'.*is not a number"));
    row(
        53,
        "label not there",
        () -> {
          Path model = model();
          Result result = train(csv(CLEAN_TEXT.replace(",y", ",yield")), "yeild", model);
          assertError(result, 2, "'yeild'.*did you mean 'yield'", model);
        });
    row(
        54,
        "label constant",
        () -> {
          Path model = model();
          Result result = train(csv("x,y\n1,5\n2,5\n3,5\n4,5\n"), "y", model);
          assertEquals(0, result.code, result.err);
          JsonNode found = describe(model);
          assertEquals(0, found.get("coefficients").get("x").asDouble());
          assertTrue(found.get("r2").isNull());
          assertTrue(found.get("warnings").toString().contains("label is constant"));
        });
    return tests;
  }

  private Result predict(Path model, String text, String... more) throws IOException {
    List<String> args =
        new ArrayList<>(
            List.of(
                "predict",
                "--model",
                model.toString(),
                "--data",
                csv(text).toString(),
                "--output",
                dir.resolve("predictions" + runs++).toString()));
    args.addAll(Arrays.asList(more));
    return run(args.toArray(String[]::new));
  }

  private Path trained() throws IOException {
    Path model = model();
    String text = "c,x,y\na,1,2\nb,2,5\na,3,6.5\nb,4,9\nother,5,9\nother,7,14\na,8,16\n";
    assertEquals(0, train(csv(text), "y", model).code);
    return model;
  }

  @TestFactory
  List<DynamicTest> newData() {
    row(
        63,
        "a level that training did not see",
        () -> {
          Path model = trained();
          Result result = predict(model, "c,x\nz,1\na,2\n");
          assertEquals(3, result.code);
          assertTrue(result.err.contains("line 2, column 'c': level 'z' was not in training"));
          for (String policy : List.of("other", "missing")) {
            Result accepted =
                predict(
                    model,
                    "c,x\nz,1\na,2\n",
                    "--set",
                    "data.unseen-level=" + policy,
                    "--set",
                    "data.missing=mean");
            assertEquals(0, accepted.code, accepted.err);
            assertTrue(accepted.err.contains("1 level that training did not see"));
          }
        });
    row(
        64,
        "columns in another order",
        () -> {
          Path model = trained();
          assertEquals(0, predict(model, "x,c\n1,a\n").code);
          Result result = predict(model, "1,a\n2,b\n", "--set", "data.header=false");
          assertEquals(2, result.code);
          assertTrue(result.err.contains("the model: column 'c' is not in "), result.err);
        });
    row(
        65,
        "a column missing",
        () -> {
          Result result = predict(trained(), "x\n1\n");
          assertEquals(2, result.code);
          assertTrue(result.err.contains("the model: column 'c' is not in "), result.err);
        });
    row(
        66,
        "a column more",
        () -> {
          Result result = predict(trained(), "c,q,x\na,1,2\n");
          assertEquals(0, result.code);
          assertTrue(result.err.contains("column 'q' is not one of the model's"), result.err);
        });
    row(
        67,
        "a column of another type",
        () -> {
          Result result = predict(trained(), "c,x\na,many\n");
          assertEquals(3, result.code);
          assertTrue(result.err.contains("column 'x': 'many' is not a number"), result.err);
        });
    row(
        82,
        "evaluated on the training data",
        () -> {
          Path data = csv(CLEAN_TEXT);
          Path model = model();
          assertEquals(0, train(data, "y", model).code);
          Result result = run("evaluate", "--model", model.toString(), "--data", data.toString());
          assertTrue(result.err.contains("the model was trained on"), result.err);
        });
    row(
        95,
        "formulas in kept columns",
        () -> {
          Path model = trained();
          Path output = dir.resolve("kept");
          Path data = csv("c,x,n\na,1,=cmd()\na,2,-5\na,3,@x\n");
          Result result =
              run(
                  "predict",
                  "--model",
                  model.toString(),
                  "--data",
                  data.toString(),
                  "--output",
                  output.toString(),
                  "--keep",
                  "n");
          assertEquals(0, result.code, result.err);
          List<String> lines = Files.readAllLines(output.resolve("part-00000.csv"));
          assertTrue(lines.get(1).endsWith(",'=cmd()"), lines.get(1));
          assertTrue(lines.get(2).endsWith(",-5"), lines.get(2));
          assertTrue(lines.get(3).endsWith(",'@x"), lines.get(3));
        });
    return tests;
  }

  @TestFactory
  List<DynamicTest> numbersOfRowsAndColumns() {
    row(
        68,
        "a constant column",
        () -> {
          Path model = model();
          assertEquals(0, train(csv("x,k,y\n1,7,2\n2,7,4\n3,7,7\n4,7,8\n"), "y", model).code);
          JsonNode found = describe(model);
          assertTrue(found.get("coefficients").get("k").isNull());
          assertTrue(found.get("warnings").toString().contains("'k' has no coefficient"));
        });
    row(
        69,
        "dependent columns",
        () -> {
          Path model = model();
          String text = "x,z,s,y\n1,2,4,2\n2,5,9,4\n3,1,7,7\n4,4,12,8\n5,2,12,11\n";
          assertEquals(0, train(csv(text), "y", model).code);
          JsonNode found = describe(model);
          assertTrue(found.get("coefficients").get("s").isNull());
          assertTrue(
              found
                  .get("warnings")
                  .toString()
                  .contains("'s' has no coefficient of its own: it equals 2 · 'x' + 'z'"),
              found.get("warnings").toString());
        });
    row(
        70,
        "nearly dependent columns",
        () -> {
          StringBuilder text = new StringBuilder("x,z,y\n");
          for (int i = 0; i < 50; i++) {
            double x = i / 7.0;
            text.append(x).append(',').append(x + (i % 3) * 1e-5).append(',').append(2 * x + i % 5);
            text.append('\n');
          }
          Path model = model();
          assertEquals(0, train(csv(text.toString()), "y", model, "--set", "precision=fast").code);
          assertTrue(describe(model).get("warnings").toString().contains("condition number"));
          Path exact = model();
          assertEquals(0, train(csv(text.toString().replace("E-5", "E-12")), "y", exact).code);
        });
    row(
        71,
        "fewer rows than coefficients",
        () -> {
          error(csv("x,z,y\n1,2,3\n4,5,7\n"), 3, "n=2 rows < p=3 coefficients");
          Path model = model();
          assertEquals(0, train(csv("x,z,y\n1,2,3\n4,5,7\n6,6,6\n"), "y", model).code);
          JsonNode found = describe(model);
          assertTrue(found.get("standardErrors").get("x").isNull());
          assertTrue(found.get("adjustedR2").isNull());
          assertTrue(found.get("warnings").toString().contains("not defined"));
        });
    row(72, "one row", () -> error(csv("x,y\n1,2\n"), 3, "n=1 rows < p=2 coefficients"));
    row(
        73,
        "times as numbers",
        () -> {
          StringBuilder text = new StringBuilder("t,y\n");
          for (int i = 0; i < 100; i++) {
            text.append(1_000_000_000 + i).append(',').append(i + i % 2 * 0.5).append('\n');
          }
          Path model = model();
          assertEquals(0, train(csv(text.toString()), "y", model).code);
          double slope = describe(model).get("coefficients").get("t").asDouble();
          assertEquals(1 + 150.0 / 999_900, slope, 1e-9); // least squares, in rationals
        });
    row(
        74,
        "extreme scales",
        () -> {
          StringBuilder text = new StringBuilder("x,z,y\n");
          for (int i = 0; i < 20; i++) {
            text.append(i)
                .append(i == 0 ? "," : "E200,")
                .append(i * i)
                .append(',')
                .append(i)
                .append('\n');
          }
          error(
              csv(text.toString()),
              3,
              "squares of column 'x' exceed the range",
              "--set",
              "precision=fast");
          for (String scale : List.of("E200", "E-200")) {
            Path model = model();
            String scaled = text.toString().replaceAll("E2\\d\\d", scale);
            assertEquals(0, train(csv(scaled), "y", model).code);
            assertEquals(0, describe(model).get("coefficients").get("z").asDouble(), 1e-12);
            assertEquals(1, describe(model).get("r2").asDouble(), 1e-12);
          }
        });
    row(
        75,
        "nothing but missing values",
        () -> {
          Path data = csv(with(4, "NA,NA,4"));
          error(data, 3, "line 4.*every feature is missing", "--set", "data.missing=mean");
          fine(data, "--set", "data.missing=mean", "--set", "data.bad-rows=1");
          error(
              csv("x,k,y\n1,,2\n2,,4\n3,,7\n4,,8\n"),
              3,
              "column 'k' has no value",
              "--set",
              "data.missing=mean");
        });
    row(
        76,
        "weights below zero or missing",
        () -> {
          for (String weight : List.of("-1", "", "NaN")) {
            String text = "x,w,y\n1,1,2\n2," + weight + ",4\n3,1,7\n4,2,8\n";
            error(csv(text), 3, "line 3, column 'w'", "--set", "data.weight=w");
          }
          String text = "x,w,y\n1,1,2\n2,-1,4\n3,1,7\n4,2,8\n";
          error(
              csv(text),
              3,
              "line 3, column 'w'.*not 0 or more",
              "--set",
              "data.weight=w",
              "--set",
              "data.bad-rows=100%");
        });
    row(
        77,
        "zero weights",
        () -> {
          String text = "w,x,z,y\n";
          for (int i = 1; i < CLEAN.length; i++) {
            text += "1," + CLEAN[i] + "\n" + "0,3,100,-5\n";
          }
          JsonNode found = fine(csv(text), "--set", "data.weight=w");
          assertEquals(7, found.get("rowAccount").get("zeroWeight").asInt());
          error(
              csv(text.replace("\n1,", "\n0,")),
              3,
              "sum of the weights is 0",
              "--set",
              "data.weight=w");
        });
    row(
        79,
        "more rows than an int counts",
        () -> {
          ExactGramStatistic exact = new ExactGramStatistic(1);
          GramStatistic fast = new GramStatistic(1);
          double[] x = {1, 2, 6};
          exact.add(DenseBlock.of(1, x, new double[] {3, 5, 13}, null));
          fast.add(DenseBlock.of(1, x, new double[] {3, 5, 13}, null));
          for (int i = 0; i < 30; i++) {
            exact.merge(exact.fresh().merge(exact));
            fast.merge(fast.fresh().merge(fast));
          }
          assertEquals(3L << 30, exact.rows());
          assertEquals(3L << 30, exact.account().read());
          assertEquals(3L << 30, fast.rows());
          assertEquals(3, fast.mean(0), 1e-12);
          assertEquals(3, ExactMoments.of(exact).mean(0));
        });
    row(
        81,
        "the same rows twice",
        () -> {
          Path data = csv(CLEAN_TEXT);
          Files.copy(data, data.resolveSibling("again.csv"));
          assertEquals(14, fine(data.getParent()).get("rows").asInt());
        });
    row(
        80,
        "many splits without a row",
        () -> {
          String padded = CLEAN_TEXT.replace("\n", "\n" + " ".repeat(9000) + "\n");
          fine(csv(padded), "--set", "data.split-bytes=4096");
        });
    return tests;
  }

  private Path libsvm(String text) throws IOException {
    return file("rows.libsvm", utf8(text));
  }

  private static String libsvmText() {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i < CLEAN.length; i++) {
      String[] cells = CLEAN[i].split(",");
      text.append(cells[2]).append(" 1:").append(cells[0]).append(" 2:").append(cells[1]);
      text.append('\n');
    }
    return text.toString();
  }

  private JsonNode libsvmModel(String text, String... more) throws IOException {
    Path model = model();
    Result result = train(libsvm(text), null, model, more);
    assertEquals(0, result.code, result.err);
    JsonNode found = describe(model);
    JsonNode clean = cleanModel();
    assertEquals(
        clean.get("coefficients").get("x").asDouble(),
        found.get("coefficients").get("f1").asDouble(),
        1e-12);
    return found;
  }

  private void libsvmError(String text, String message, String... more) throws IOException {
    Path model = model();
    assertError(train(libsvm(text), null, model, more), 3, message, model);
  }

  @TestFactory
  List<DynamicTest> libsvm() {
    row(
        83,
        "indexes from 0",
        () -> {
          libsvmError("1 0:2 1:3\n2 0:1\n", "line 1: index '0'.*data.zero-based=true");
          Path model = model();
          String text = libsvmText().replace(" 1:", " 0:").replace(" 2:", " 1:");
          Result result = train(libsvm(text), null, model, "--set", "data.zero-based=true");
          assertEquals(0, result.code, result.err);
          assertTrue(describe(model).get("coefficients").has("f0"));
        });
    row(
        84,
        "indexes out of order",
        () -> {
          String text = libsvmText().replace("2.1 1:1 2:7.5", "2.1 2:7.5 1:1");
          assertTrue(libsvmModel(text).get("warnings").toString().contains("1 row with indexes"));
        });
    row(85, "an index twice", () -> libsvmError("1 1:2 1:3\n", "line 1: index 1 stands twice"));
    row(
        86,
        "giant indexes",
        () -> {
          libsvmError("1 1:2 2000000:1\n", "index of 2000000, more than data.max-features=1000000");
          libsvmError("1 1:2 2147483647:1\n", "is too large");
          libsvmError("1 1:2 2147483648:1\n", "index '2147483648' is too large");
          libsvmError("1 1:2 99999999999999999999:1\n", "is too large");
        });
    row(
        87,
        "broken entries",
        () -> {
          for (String entry : List.of("1:", ":3", "1=2", "1:nan", "x:1", "1:1e999")) {
            libsvmError(libsvmText() + "5 " + entry + "\n", "line 8.*'.*' is not");
            libsvmModel(libsvmText() + "5 " + entry + "\n", "--set", "data.bad-rows=1");
          }
        });
    row(
        88,
        "comments, tabs, qid, several labels",
        () -> {
          libsvmModel(
              libsvmText().replace("2:7.5\n", "2:7.5 # a comment\n").replace(" 2:", "\t2:"));
          String text = libsvmText().replace("2.1 1:1", "2.1 qid:3 1:1");
          assertTrue(libsvmModel(text).get("warnings").toString().contains("1 qid entry"));
          libsvmError("1,2 1:3\n", "line 1, column 'label': '1,2': several labels");
        });
    row(
        89,
        "labels alone, blank lines",
        () -> {
          Path model = model();
          Result result = train(libsvm(libsvmText() + "\n0.5\n\n0.25\n"), null, model);
          assertEquals(0, result.code, result.err);
          assertEquals(9, describe(model).get("rows").asInt());
        });
    row(
        90,
        "features that the model does not have",
        () -> {
          Path model = model();
          assertEquals(0, train(libsvm(libsvmText()), null, model).code);
          Result result =
              run(
                  "predict",
                  "--model",
                  model.toString(),
                  "--data",
                  libsvm("1 1:2 2:3 9:4\n").toString(),
                  "--output",
                  dir.resolve("p90").toString());
          assertEquals(0, result.code, result.err);
          assertTrue(result.err.contains("1 entry of a feature that the model does not have"));
        });
    return tests;
  }

  @Test
  void quarantineHoldsTheBadRows() throws IOException {
    Path data = csv(with(4, "3,bad,4"));
    Path out = dir.resolve("bad-rows");
    fine(data, "--set", "data.bad-rows=1", "--set", "data.quarantine=" + out);
    String part = Files.readString(out.resolve("part-00000.csv"));
    assertTrue(part.startsWith("file,offset,reason,column,found,row\n"), part);
    assertTrue(part.contains(",not a number,z,"), part);
    assertTrue(part.contains("\"3,bad,4\""), part);
  }
}
