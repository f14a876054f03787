package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.suffice.model.LinearModel;
import org.suffice.model.ModelDirectory;

/** Rows, models and statistics of the tests of bases and interactions, in one directory. */
final class BasesFixture {
  private final Path dir;

  BasesFixture(Path dir) {
    this.dir = dir;
  }

  /** A row of the table most tests use; whole numbers, whose products are exact in text. */
  record Line(int a, int b, String g, String h, int y) {
    static List<Line> random(int rows, long seed) {
      Random random = new Random(seed);
      return Stream.generate(
              () ->
                  new Line(
                      random.nextInt(40) - 20,
                      random.nextInt(30),
                      List.of("u", "v", "w").get(random.nextInt(3)),
                      List.of("p", "q").get(random.nextInt(2)),
                      random.nextInt(1000)))
          .limit(rows)
          .toList();
    }

    String csv() {
      return a + "," + b + "," + g + "," + h + "," + y;
    }
  }

  /** A table of such rows as a file. */
  Path rows(String name, List<Line> lines) {
    StringBuilder text = new StringBuilder("a,b,g,h,y\n");
    lines.forEach(line -> text.append(line.csv()).append('\n'));
    return Samples.write(dir.resolve("in/" + name), text.toString());
  }

  /** A model of a run that succeeds, of the label y unless words name another. */
  Path trained(Object data, String name, Object... more) {
    Path model = dir.resolve("models/" + name);
    List<Object> words =
        new ArrayList<>(List.of("train", "linear-regression", "--data", data, "--model", model));
    words.addAll(List.of("--overwrite"));
    words.addAll(List.of(more));
    if (!words.contains("--label")) {
      words.addAll(List.of("--label", "y"));
    }
    Run.suffice(words.toArray()).good();
    return model;
  }

  /** A run of one setting, whatever comes of it. */
  Run trainRun(Path data, String setting) {
    return Run.suffice(
        "train",
        "linear-regression",
        "--data",
        data,
        "--label",
        "y",
        "--set",
        setting,
        "--model",
        dir.resolve("m"));
  }

  /** Statistics of a run that succeeds. */
  Path summarize(Path data, String name, String... settings) {
    Path statistics = dir.resolve("statistics/" + name);
    List<Object> words =
        new ArrayList<>(List.of("summarize", "linear-regression", "--data", data, "--label", "y"));
    words.addAll(List.of("--statistics", statistics));
    for (String setting : settings) {
      words.addAll(List.of("--set", setting));
    }
    Run.suffice(words.toArray()).good();
    return statistics;
  }

  static LinearModel read(Path model) {
    return ModelDirectory.read(model.toString(), LinearModel.class);
  }

  /** Of the arrays of a model. */
  static String hash(Path model) {
    try {
      return ModelDirectory.sha256(Files.readAllBytes(model.resolve("model.safetensors")));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** To the bit. */
  static void assertSameFit(LinearModel expected, LinearModel actual) {
    assertArrayEquals(expected.fit().coefficients(), actual.fit().coefficients());
    assertArrayEquals(expected.fit().standardErrors(), actual.fit().standardErrors());
    assertEquals(expected.fit().rss(), actual.fit().rss());
  }

  /** The first part of predictions. */
  String part(String output) {
    try {
      return Files.readString(dir.resolve(output).resolve("part-00000.csv"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
