package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.suffice.jobs.cli.BasesFixture.hash;
import static org.suffice.jobs.cli.BasesFixture.read;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.jobs.cli.BasesFixture.Line;
import org.suffice.model.LinearModel;
import org.suffice.read.Fourier;

/** Powers, and sines and cosines, of columns: end to end. */
final class BasesTest {
  @TempDir Path dir;
  private BasesFixture bases;

  @BeforeEach
  void open() {
    bases = new BasesFixture(dir);
  }

  @Test
  void powersAndFourierKeepTheColumn() {
    Path data = bases.rows("a.csv", Line.random(60, 2));
    LinearModel both =
        read(
            bases.trained(
                data,
                "m",
                "--set",
                "features.basis=[{column=b,type=fourier,harmonics=2,period=12},"
                    + "{column=b,type=powers,degree=2}]",
                "--set",
                "data.features=[b]"));
    LinearModel alone =
        read(
            bases.trained(
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
    Path model = bases.trained(data, "m", settings);
    settings[9] =
        "features.basis=[{column=t,type=fourier,harmonics=2,period=40},"
            + "{column=x,type=powers,degree=2}]";
    Path given = bases.trained(data, "n", settings);

    assertEquals(
        new Fourier(2, 40), read(model).schema().features().get(0).fourier().orElseThrow());
    assertEquals(hash(given), hash(model));
  }

  @Test
  void aRangeOfZeroIsNoPeriod() {
    Path data = Samples.write(dir.resolve("in/a.csv"), "t,y\n5,1\n5,2\n5,4\n");
    Run run = bases.trainRun(data, "features.basis=[{column=t,type=fourier,harmonics=1}]");

    assertEquals(3, run.exitCode());
    assertTrue(
        run.err()
            .contains(
                "features.basis: column 't' holds one value, 5.0, which gives no period; set one"
                    + " with period="),
        run.err());
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

    Path fromTable = bases.trained(table, "t", more);
    Path fromEntries = bases.trained(entries, "e", more);
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
    assertEquals(bases.part("p"), bases.part("q"));
    assertEquals(bases.part("p"), bases.part("r"));
    LinearModel model = read(fromEntries);
    List<List<String>> predicted = Samples.cells(bases.part("p"));
    List<List<String>> cells = Samples.cells(csv.toString());
    for (int i = 1; i < 20; i++) {
      List<String> row = cells.get(i);
      double one = model.predict(Map.of("f1", row.get(0), "f2", row.get(1), "f3", row.get(2)));
      assertEquals(Double.parseDouble(predicted.get(i).get(1)), one);
    }
    Run half = bases.trainRun(entries, "features.basis=[{column=f4,type=powers,degree=2}]");
    assertEquals(2, half.exitCode());
    assertTrue(half.err().contains("'f4' is not one of the features"), half.err());
  }

  @Test
  void libsvmFeaturesThatAreLeftOutAreNotTakenForOthers() {
    Path table = Samples.write(dir.resolve("in/a.csv"), "f1,f3,y\n1,2,3\n2,1,4\n3,5,1\n4,4,4\n");
    Path entries = Samples.write(dir.resolve("in/b.libsvm"), "1 1:1 2:7 3:2\n");
    Path model = bases.trained(table, "m");
    Run run =
        Run.suffice("predict", "--model", model, "--data", entries, "--output", dir.resolve("p"));

    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("'f3'"), run.err());
  }
}
