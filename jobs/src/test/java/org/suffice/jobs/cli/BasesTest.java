package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.model.LinearModel;
import org.suffice.model.ModelDirectory;
import org.suffice.model.StatisticsDirectory;
import org.suffice.read.Fourier;

/** Bases and interactions, end to end. */
final class BasesTest {
  @TempDir Path dir;

  /** A row of the table most tests use; whole numbers, whose products are exact in text. */
  private record Line(int a, int b, String g, String h, int y) {
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

  private Path rows(String name, List<Line> lines) {
    StringBuilder text = new StringBuilder("a,b,g,h,y\n");
    lines.forEach(line -> text.append(line.csv()).append('\n'));
    return Samples.write(dir.resolve("in/" + name), text.toString());
  }

  private Path trained(Object data, String name, Object... more) {
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

  private static LinearModel read(Path model) {
    return ModelDirectory.read(model.toString(), LinearModel.class);
  }

  private static String hash(Path model) {
    try {
      return ModelDirectory.sha256(Files.readAllBytes(model.resolve("model.safetensors")));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertSameFit(LinearModel expected, LinearModel actual) {
    assertArrayEquals(expected.fit().coefficients(), actual.fit().coefficients());
    assertArrayEquals(expected.fit().standardErrors(), actual.fit().standardErrors());
    assertEquals(expected.fit().rss(), actual.fit().rss());
  }

  /** The same columns, multiplied by hand. */
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void interactionsAreColumnsMultipliedByHand(boolean intercept) {
    List<Line> lines = Line.random(200, 3);
    StringBuilder byHand = new StringBuilder("a,b,g,h,ab,av,aw,bq,vq,wq,y\n");
    for (Line line : lines) {
      int v = line.g.equals("v") ? 1 : 0;
      int w = line.g.equals("w") ? 1 : 0;
      int q = line.h.equals("q") ? 1 : 0;
      byHand.append(
          String.format(
              "%d,%d,%s,%s,%d,%d,%d,%d,%d,%d,%d%n",
              line.a,
              line.b,
              line.g,
              line.h,
              line.a * line.b,
              line.a * v,
              line.a * w,
              line.b * q,
              v * q,
              w * q,
              line.y));
    }
    Path hand = Samples.write(dir.resolve("in/hand.csv"), byHand.toString());
    Path data = rows("a.csv", lines);

    LinearModel expected = read(trained(hand, "hand", "--set", "intercept=" + intercept));
    LinearModel found =
        read(
            trained(
                data,
                "made",
                "--set",
                "intercept=" + intercept,
                "--set",
                "features.interactions=[[a,b],[a,g],[h,b],[g,h]]"));

    List<String> names = new ArrayList<>(List.of("a", "b", "g=u", "g=v", "g=w", "h=q"));
    if (intercept) {
      names.remove("g=u");
    }
    names.addAll(List.of("a:b", "a:g=v", "a:g=w", "h=q:b", "g=v:h=q", "g=w:h=q"));
    assertEquals(names, found.names());
    assertSameFit(expected, found);

    LinearModel fast =
        read(
            trained(
                data,
                "fast",
                "--set",
                "precision=fast",
                "--set",
                "intercept=" + intercept,
                "--set",
                "features.interactions=[[a,b],[a,g],[h,b],[g,h]]"));
    for (int i = 0; i < names.size(); i++) {
      double right = found.fit().coefficients()[i];
      assertEquals(right, fast.fit().coefficients()[i], 1e-9 * Math.abs(right), names.get(i));
    }
  }

  /** Whatever is made of the sums, they are those of the columns by hand. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "penalty.type=ridge;penalty.lambda=2",
        "penalty.type=lasso;penalty.lambda=50",
        "penalty.type=ridge;penalty.lambda=3;cross-validation.folds=3",
        "inference.covariance=HC3",
        "features.standardize=true",
        "intercept=true;--label y,b"
      })
  void everyFitTakesInteractions(String settings) {
    StringBuilder byHand = new StringBuilder("a,b,c,ab,y\n");
    StringBuilder text = new StringBuilder("a,b,c,y\n");
    Random random = new Random(23);
    for (int i = 0; i < 150; i++) {
      int x = random.nextInt(50) - 25;
      int c = random.nextInt(20);
      String more = random.nextInt(9) + "," + c;
      int y = random.nextInt(300) + x * c;
      byHand.append(x + "," + more + "," + x * c + "," + y + "\n");
      text.append(x + "," + more + "," + y + "\n");
    }
    List<Object> given = new ArrayList<>();
    for (String setting : settings.split(";")) {
      boolean option = setting.startsWith("--");
      given.addAll(option ? List.of(setting.split(" ")) : List.of("--set", setting));
    }
    Path hand = Samples.write(dir.resolve("in/hand.csv"), byHand.toString());
    Path data = Samples.write(dir.resolve("in/a.csv"), text.toString());
    LinearModel expected = read(trained(hand, "hand", given.toArray()));
    given.addAll(List.of("--set", "features.interactions=[[a,c]]"));
    LinearModel found = read(trained(data, "made", given.toArray()));

    assertEquals("a:c", found.names().get(found.names().size() - 1));
    assertEquals(expected.schema().labels(), found.schema().labels());
    assertSameFit(expected, found);
  }

  @Test
  void aPairOfLevelsThatNoRowHasIsLeftOut() {
    List<Line> lines =
        Line.random(80, 5).stream().filter(l -> !(l.g.equals("w") && l.h.equals("q"))).toList();

    LinearModel model =
        read(trained(rows("a.csv", lines), "m", "--set", "features.interactions=[[g,h]]"));

    assertEquals(List.of("a", "b", "g=v", "g=w", "h=q", "g=v:h=q"), model.names());
    assertEquals(List.of(), model.record().warnings());
    double unseen = model.predict(Map.of("a", "1", "b", "2", "g", "w", "h", "q"));
    double sum = model.fit().coefficients()[0] + model.fit().coefficients()[1];
    sum += 2 * model.fit().coefficients()[2];
    sum += model.fit().coefficients()[4] + model.fit().coefficients()[5];
    assertEquals(sum, unseen, 1e-12 * Math.abs(sum) + 1e-9);
  }

  /** Levels of one part are not those of another; slots find their places by name. */
  @Test
  void statisticsOfPartsAreThoseOfTheWhole() {
    String interactions = "features.interactions=[[a,b],[g,a],[g,h]]";
    String basis =
        "features.basis=[{column=b,type=powers,degree=2},{column=b,type=fourier,"
            + "harmonics=2,period=12},{column=a,type=powers,degree=3}]";
    List<Line> all = Line.random(120, 7);
    List<Line> first = all.stream().filter(line -> !line.g.equals("w")).toList();
    List<Line> second = all.stream().filter(line -> line.g.equals("w")).toList();
    List<Line> third = Line.random(70, 11);
    summarize(rows("1.csv", first), "1", interactions, basis);
    summarize(rows("2.csv", third), "2", interactions, basis);
    Path whole =
        summarize(rows("3.csv", joined(List.of(first, third, second))), "3", interactions, basis);
    Path rest = summarize(rows("4.csv", second), "4", interactions, basis);

    Path sum = fromStatistics("sum", List.of("1", "2"), List.of());
    Path difference = fromStatistics("difference", List.of("3"), List.of("4"));
    Path direct =
        trained(
            rows("5.csv", joined(List.of(first, third))),
            "d",
            "--set",
            interactions,
            "--set",
            basis);

    assertTrue(Files.exists(whole) && Files.exists(rest));
    assertEquals(hash(direct), hash(sum));
    assertEquals(hash(direct), hash(difference));
  }

  private static List<Line> joined(List<List<Line>> parts) {
    return parts.stream().flatMap(List::stream).toList();
  }

  private Path summarize(Path data, String name, String... settings) {
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

  private Path fromStatistics(String name, List<String> plus, List<String> minus) {
    Path model = dir.resolve("models/" + name);
    List<Object> words = new ArrayList<>(List.of("train", "linear-regression", "--statistics"));
    plus.forEach(part -> words.add(dir.resolve("statistics/" + part)));
    if (!minus.isEmpty()) {
      words.add("--minus");
      minus.forEach(part -> words.add(dir.resolve("statistics/" + part)));
    }
    words.addAll(List.of("--model", model));
    Run.suffice(words.toArray()).good();
    return model;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "features.interactions=[[a,b]] | interactions 'a:b' and 'a:g'",
        "features.basis=[{column=a,type=powers,degree=2}] "
            + "| column 'a' is numeric of degree 2 and numeric",
        "features.basis=[{column=a,type=fourier,harmonics=2,period=7}] "
            + "| column 'a' is numeric of degree 0 with 2 harmonics of period 7.0 and numeric",
      })
  void statisticsOfOtherBasesAreRefused(String setting, String message) {
    Path data = rows("a.csv", Line.random(40, 1));
    summarize(data, "1", setting);
    summarize(data, "2", "features.interactions=[[a,g]]");
    Run run =
        Run.suffice(
            "train",
            "linear-regression",
            "--statistics",
            dir.resolve("statistics/1"),
            dir.resolve("statistics/2"),
            "--model",
            dir.resolve("m"));

    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains(message), run.err());
  }

  /** The mean of the products that are there, not the product of means. */
  @Test
  void aMissingValueTakesTheMeanOfTheProduct() {
    String[] lines = {
      "2,4,u,7", "6,NA,v,3", "NA,3,u,5", "4,12,v,11", "8,13,v,2", "NA,NA,u,6", "5,8,u,1", "5,8,v,9",
    };
    // a: the mean of 2 6 4 8 5 5 is 5; b: that of 4 3 12 13 8 8 is 8; a·b: that of 8 48 104 40 40
    // is
    // 48, not 40; a where g is v: that of 0 6 4 8 0 5.
    StringBuilder data = new StringBuilder("a,b,g,y\n");
    StringBuilder byHand = new StringBuilder("a,b,g,ab,av,y\n");
    for (String line : lines) {
      data.append(line).append('\n');
      String[] cells = line.split(",");
      boolean hasA = !cells[0].equals("NA");
      boolean hasB = !cells[1].equals("NA");
      int a = hasA ? Integer.parseInt(cells[0]) : 5;
      int b = hasB ? Integer.parseInt(cells[1]) : 8;
      double v = hasA ? cells[2].equals("v") ? a : 0 : 23 / 6.0;
      int product = hasA && hasB ? a * b : 48;
      byHand.append(a + "," + b + "," + cells[2] + "," + product + "," + v + "," + cells[3] + "\n");
    }
    Path hand = Samples.write(dir.resolve("in/hand.csv"), byHand.toString());
    Path missing = Samples.write(dir.resolve("in/missing.csv"), data.toString());
    LinearModel expected = read(trained(hand, "hand"));
    Path path =
        trained(
            missing,
            "m",
            "--set",
            "data.missing=mean",
            "--set",
            "features.interactions=[[a,b],[a,g]]");
    LinearModel found = read(path);
    Run.suffice("predict", "--model", path, "--data", missing, "--output", dir.resolve("p")).good();
    Path handModel = dir.resolve("models/hand");
    Run.suffice("predict", "--model", handModel, "--data", hand, "--output", dir.resolve("q"))
        .good();

    assertEquals(List.of("a", "b", "g=v", "a:b", "a:g=v"), found.names());
    for (int i = 0; i < 6; i++) {
      double right = expected.fit().coefficients()[i];
      assertEquals(right, found.fit().coefficients()[i], 1e-12 * Math.abs(right), "" + i);
    }
    List<List<String>> predicted = Samples.cells(part("p"));
    List<List<String>> right = Samples.cells(part("q"));
    for (int i = 1; i <= lines.length; i++) {
      double value = Double.parseDouble(right.get(i).get(1));
      assertEquals(value, Double.parseDouble(predicted.get(i).get(1)), 1e-12 * 100, "row " + i);
    }
  }

  private String part(String output) {
    try {
      return Files.readString(dir.resolve(output).resolve("part-00000.csv"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anInteractionWithoutARowIsAnError() {
    Path data =
        Samples.write(dir.resolve("in/a.csv"), "a,b,y\n1,NA,2\nNA,3,4\n5,NA,7\nNA,1,1\n2,NA,2\n");
    Run run =
        Run.suffice(
            "train",
            "linear-regression",
            "--data",
            data,
            "--label",
            "y",
            "--set",
            "data.missing=mean",
            "--set",
            "features.interactions=[[a,b]]",
            "--model",
            dir.resolve("m"));

    assertEquals(3, run.exitCode());
    assertTrue(run.err().contains("'a:b' have a value together in no row"), run.err());
  }

  @Test
  void slotsComeInTheOrderOfThePage() {
    Path statistics = dir.resolve("statistics/s");
    Path data = Samples.write(dir.resolve("in/a.csv"), "x,t,g,z,y\n1,2,u,5,1\n3,NA,v,6,2\n");
    Run.suffice(
            "summarize",
            "linear-regression",
            "--data",
            data,
            "--label",
            "y,z",
            "--statistics",
            statistics,
            "--set",
            "data.missing=mean",
            "--set",
            "features.basis=[{column=t,type=fourier,harmonics=1,period=8,keep=true},"
                + "{column=x,type=powers,degree=2}]",
            "--set",
            "features.interactions=[[x,t],[g,x]]")
        .good();
    StatisticsDirectory.Stored stored = StatisticsDirectory.read(statistics.toString());

    assertEquals(
        List.of("x", "x^2", "t", "sin(1*t)", "cos(1*t)", "g=u", "g=v", "x:t", "g=u:x", "g=v:x"),
        stored.encoder().names());
    assertEquals(10, stored.encoder().indicatorSlot(1));
    assertEquals(11, stored.encoder().interactionIndicator(0));
    assertEquals(-1, stored.encoder().interactionIndicator(1));
    assertEquals(12, stored.encoder().labelSlot(1));
    assertEquals(13, stored.encoder().width());
    assertEquals(new Fourier(1, 8), stored.schema().features().get(1).fourier().orElseThrow());
  }

  @Test
  void powersAndFourierKeepTheColumn() {
    Path data = rows("a.csv", Line.random(60, 2));
    LinearModel both =
        read(
            trained(
                data,
                "m",
                "--set",
                "features.basis=[{column=b,type=fourier,harmonics=2,period=12},"
                    + "{column=b,type=powers,degree=2}]",
                "--set",
                "data.features=[b]"));
    LinearModel alone =
        read(
            trained(
                data,
                "n",
                "--set",
                "features.basis=[{column=b,type=fourier,harmonics=1,period=12}]",
                "--set",
                "data.features=[b]"));

    assertEquals(List.of("b", "b^2", "sin(1*b)", "cos(1*b)", "sin(2*b)", "cos(2*b)"), both.names());
    assertEquals(List.of("sin(1*b)", "cos(1*b)"), alone.names());
  }

  /** The least and the largest of the rows that are used, wherever files are cut. */
  @ParameterizedTest
  @ValueSource(strings = {"data.split-bytes=4096", "data.split-bytes=16777216"})
  void thePeriodIsTheRangeOfTheRowsThatAreUsed(String split) {
    StringBuilder text = new StringBuilder("t,x,g,w,y\n");
    text.append("-500,NA,u,1,1\n"); // dropped
    text.append("900,1,u,0,1\n"); // of weight 0
    text.append("700,1,u,1,oops\n"); // bad
    text.append("800,1e200,u,1,2\n"); // x^2 is no double
    Random random = new Random(9);
    for (int i = 0; i < 900; i++) {
      int t = i == 411 ? -7 : i == 820 ? 33 : random.nextInt(40) - 7;
      text.append(t + ",1." + random.nextInt(99) + ",v,2," + random.nextInt(99) + "\n");
    }
    Path data = Samples.write(dir.resolve("in/a.csv"), text.toString());
    Object[] settings = {
      "--set", split,
      "--set", "data.missing=drop",
      "--set", "data.weight=w",
      "--set", "data.bad-rows=2",
      "--set",
          "features.basis=[{column=t,type=fourier,harmonics=2},{column=x,type=powers,degree=2}]"
    };
    Path model = trained(data, "m", settings);
    settings[9] =
        "features.basis=[{column=t,type=fourier,harmonics=2,period=40},"
            + "{column=x,type=powers,degree=2}]";
    Path given = trained(data, "n", settings);

    assertEquals(
        new Fourier(2, 40), read(model).schema().features().get(0).fourier().orElseThrow());
    assertEquals(hash(given), hash(model));
  }

  @Test
  void aRangeOfZeroIsNoPeriod() {
    Path data = Samples.write(dir.resolve("in/a.csv"), "t,y\n5,1\n5,2\n5,4\n");
    Run run = trainRun(data, "features.basis=[{column=t,type=fourier,harmonics=1}]");

    assertEquals(3, run.exitCode());
    assertTrue(
        run.err()
            .contains(
                "features.basis: column 't' holds one value, 5.0, which gives no period; set one"
                    + " with period="),
        run.err());
  }

  @Test
  void statisticsNeedAPeriod() {
    Path data = rows("a.csv", Line.random(9, 1));
    Run run =
        Run.suffice(
            "summarize",
            "linear-regression",
            "--data",
            data,
            "--label",
            "y",
            "--set",
            "features.basis=[{column=a,type=fourier,harmonics=1}]",
            "--statistics",
            dir.resolve("s"));

    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("give it with period="), run.err());
  }

  private Run trainRun(Path data, String setting) {
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

  /** The same numbers as CSV and as sparse LIBSVM, where an absent number has a cosine. */
  @ParameterizedTest
  @ValueSource(strings = {"period=7,", ""})
  void libsvmRowsAreEncodedLikeAnyOther(String period) {
    Random random = new Random(17);
    StringBuilder csv = new StringBuilder("f1,f2,f3,y\n");
    for (int i = 0; i < 90; i++) {
      csv.append(random.nextInt(4)).append(',').append(random.nextInt(3) - 1).append(',');
      csv.append(1 + random.nextInt(9)).append(',').append(random.nextInt(50)).append('\n');
    }
    String settings =
        "features.basis=[{column=f2,type=fourier,harmonics=1,"
            + period
            + "keep=true},"
            + "{column=f3,type=powers,degree=3}]";
    Path table = Samples.write(dir.resolve("in/a.csv"), csv.toString());
    Path entries = Samples.write(dir.resolve("in/a.libsvm"), Samples.libsvm(csv.toString(), true));
    Object[] more = {"--set", settings, "--set", "features.interactions=[[f1,f2]]"};

    Path fromTable = trained(table, "t", more);
    Path fromEntries = trained(entries, "e", more);
    Run.suffice("predict", "--model", fromTable, "--data", table, "--output", dir.resolve("p"))
        .good();
    Run.suffice("predict", "--model", fromTable, "--data", entries, "--output", dir.resolve("q"))
        .good();
    Run.suffice("predict", "--model", fromEntries, "--data", table, "--output", dir.resolve("r"))
        .good();

    assertEquals(hash(fromTable), hash(fromEntries));
    assertEquals(
        period.isEmpty() ? 2 : 7,
        read(fromEntries).schema().features().get(1).fourier().orElseThrow().period());
    assertEquals(part("p"), part("q"));
    assertEquals(part("p"), part("r"));
    LinearModel model = read(fromEntries);
    List<List<String>> predicted = Samples.cells(part("p"));
    List<List<String>> cells = Samples.cells(csv.toString());
    for (int i = 1; i < 20; i++) {
      List<String> row = cells.get(i);
      double one = model.predict(Map.of("f1", row.get(0), "f2", row.get(1), "f3", row.get(2)));
      assertEquals(Double.parseDouble(predicted.get(i).get(1)), one);
    }
    Run half = trainRun(entries, "features.basis=[{column=f4,type=powers,degree=2}]");
    assertEquals(2, half.exitCode());
    assertTrue(half.err().contains("'f4' is not one of the features"), half.err());
  }

  @Test
  void libsvmFeaturesThatAreLeftOutAreNotTakenForOthers() {
    Path table = Samples.write(dir.resolve("in/a.csv"), "f1,f3,y\n1,2,3\n2,1,4\n3,5,1\n4,4,4\n");
    Path entries = Samples.write(dir.resolve("in/b.libsvm"), "1 1:1 2:7 3:2\n");
    Path model = trained(table, "m");
    Run run =
        Run.suffice("predict", "--model", model, "--data", entries, "--output", dir.resolve("p"));

    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("'f3'"), run.err());
  }

  @Test
  void aProductBeyondADoubleIsABadRow() {
    Path data =
        Samples.write(
            dir.resolve("in/a.csv"), "a,b,y\n1,2,1\n1e200,1e200,1\n2,3,5\n3,4,4\n5,1,2\n");
    Run run = trainRun(data, "features.interactions=[[a,b]]");

    assertEquals(3, run.exitCode());
    assertTrue(
        run.err().contains("line 3, column 'a:b': the product is beyond the range of a double"),
        run.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "basis=[{column=aa,type=powers,degree=2}] "
            + "| features.basis: column 'aa' is not in .*; did you mean 'a'\\?",
        "basis=[{column=y,type=powers,degree=2}] | .*column 'y' is not one of the features of .*",
        "basis=[{column=g,type=powers,degree=2}] | .*column 'g' is not a column of numbers",
        "basis=[{column=g,type=fourier,harmonics=2}] | .*column 'g' is not a column of numbers",
        "basis=[{column=a,type=fourier,harmonics=0}] "
            + "| .*'a', harmonics: expected a whole number from 1 to 1000, found '0'",
        "basis=[{column=a,type=fourier,harmonics=1.5}] | .*harmonics: expected a whole.*'1.5'",
        "basis=[{column=a,type=fourier,harmonics=2,period=0}] "
            + "| .*'a', period: expected a number above 0, found '0'",
        "basis=[{column=a,type=fourier,harmonics=2,period=-3}] | .*above 0, found '-3'",
        "basis=[{column=a,type=fourier,harmonics=2,period=NaN}] | .*above 0, found 'NaN'",
        "basis=[{column=a,type=fourier,harmonics=2,period=1e-280}] | .*found '1.0E-280'",
        "basis=[{column=a,type=fourier,harmonics=2,period=year}] | .*above 0, found 'year'",
        "basis=[{column=a,type=fourier,harmonics=2,period=2,keep=1}] | .*keep: expected true or.*",
        "basis=[{column=a,type=fourier,harmonics=2,perod=2}] "
            + "| .*type=fourier has no 'perod'; did you mean 'period'\\?",
        "basis=[{column=a,type=powers,degree=2,keep=true}] | .*type=powers has no 'keep'.*",
        "basis=[{column=a,type=powers,degree=100}] | .*from 1 to 99, found '100'",
        "basis=[{column=a,type=power,degree=2}] "
            + "| .*there is no type 'power'; did you mean 'powers'\\?",
        "basis=[{column=a,degree=2}] | .*without type",
        "basis=[{type=powers,degree=2}] | .*without column",
        "basis=[{column=a,type=powers}] | .*without degree",
        "basis=[{column=a,type=powers,degree=2},{column=a,type=powers,degree=3}] "
            + "| .*type=powers of column 'a' stands there twice",
        "basis=[a] | .*expected a list of \\{key=value, …\\}.*",
        "interactions=[[a,a]] | .*column 'a' with itself; its square is in features.basis.*",
        "interactions=[[a,b],[b,a]] | .*'b:a' stands there twice, in whichever order",
        "interactions=[[a,b,g]] | .*expected \\[column, column\\], found '\\[a, b, g\\]'",
        "interactions=[a,b] | .*expected a list of lists such as \\[\\[a, b\\]\\].*",
        "interactions=[[a,bb]] | .*column 'bb' is not in .*; did you mean 'b'\\?",
        "interactions=[[a,y]] | .*column 'y' is not one of the features of .*",
        "interaction=[[a,b]] | unknown key 'features.interaction'; did you mean.*interactions'\\?",
      })
  void badSettingsAreOneLine(String setting, String message) {
    Run run = trainRun(rows("a.csv", Line.random(20, 1)), "features." + setting);

    assertEquals(2, run.exitCode(), run.err());
    List<String> lines = run.err().lines().toList();
    assertEquals(1, lines.size(), run.err());
    assertTrue(lines.get(0).matches("suffice: " + message), run.err());
  }

  @Test
  void datesAndSinesHaveNoInteractions() {
    Path data =
        Samples.write(
            dir.resolve("in/d.csv"),
            "d,t,a,y\n2026-11-21,1,2,3\n2026-11-22,2,3,4\n2026-11-23,3,1,1\n");
    Run dates =
        Run.suffice(
            "train",
            "linear-regression",
            "--data",
            data,
            "--label",
            "y",
            "--set",
            "features.date-parts=[{column=d,parts=[day]}]",
            "--set",
            "features.interactions=[[a,d]]",
            "--model",
            dir.resolve("m"));
    Run sines =
        Run.suffice(
            "train",
            "linear-regression",
            "--data",
            data,
            "--label",
            "y",
            "--set",
            "data.ignore=[d]",
            "--set",
            "features.basis=[{column=t,type=fourier,harmonics=1,period=3}]",
            "--set",
            "features.interactions=[[a,t]]",
            "--model",
            dir.resolve("m"));

    assertEquals(2, dates.exitCode());
    assertTrue(dates.err().contains("'d' holds dates, whose parts have no inter"), dates.err());
    assertEquals(2, sines.exitCode());
    assertTrue(sines.err().contains("'t' is replaced by its sines and cosines"), sines.err());
  }
}
