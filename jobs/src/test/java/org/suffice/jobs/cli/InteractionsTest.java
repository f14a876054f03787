package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.suffice.jobs.cli.BasesFixture.assertSameFit;
import static org.suffice.jobs.cli.BasesFixture.read;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.jobs.cli.BasesFixture.Line;
import org.suffice.model.LinearModel;

/** Products of two columns, end to end. */
final class InteractionsTest {
  @TempDir Path dir;
  private BasesFixture bases;

  @BeforeEach
  void open() {
    bases = new BasesFixture(dir);
  }

  /** The same columns, multiplied by hand. */
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void interactionsAreColumnsMultipliedByHand(boolean intercept) {
    List<Line> lines = Line.random(200, 3);
    StringBuilder byHand = new StringBuilder("a,b,g,h,ab,av,aw,bq,vq,wq,y\n");
    for (Line line : lines) {
      int v = line.g().equals("v") ? 1 : 0;
      int w = line.g().equals("w") ? 1 : 0;
      int q = line.h().equals("q") ? 1 : 0;
      byHand.append(
          String.format(
              "%d,%d,%s,%s,%d,%d,%d,%d,%d,%d,%d%n",
              line.a(),
              line.b(),
              line.g(),
              line.h(),
              line.a() * line.b(),
              line.a() * v,
              line.a() * w,
              line.b() * q,
              v * q,
              w * q,
              line.y()));
    }
    Path hand = Samples.write(dir.resolve("in/hand.csv"), byHand.toString());
    Path data = bases.rows("a.csv", lines);

    LinearModel expected = read(bases.trained(hand, "hand", "--set", "intercept=" + intercept));
    LinearModel found =
        read(
            bases.trained(
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
            bases.trained(
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
    LinearModel expected = read(bases.trained(hand, "hand", given.toArray()));
    given.addAll(List.of("--set", "features.interactions=[[a,c]]"));
    LinearModel found = read(bases.trained(data, "made", given.toArray()));

    assertEquals("a:c", found.names().get(found.names().size() - 1));
    assertEquals(expected.schema().labels(), found.schema().labels());
    assertSameFit(expected, found);
  }

  @Test
  void aPairOfLevelsThatNoRowHasIsLeftOut() {
    List<Line> lines =
        Line.random(80, 5).stream().filter(l -> !(l.g().equals("w") && l.h().equals("q"))).toList();

    LinearModel model =
        read(
            bases.trained(
                bases.rows("a.csv", lines), "m", "--set", "features.interactions=[[g,h]]"));

    assertEquals(List.of("a", "b", "g=v", "g=w", "h=q", "g=v:h=q"), model.names());
    assertEquals(List.of(), model.record().warnings());
    double unseen = model.predict(Map.of("a", "1", "b", "2", "g", "w", "h", "q"));
    double sum = model.fit().coefficients()[0] + model.fit().coefficients()[1];
    sum += 2 * model.fit().coefficients()[2];
    sum += model.fit().coefficients()[4] + model.fit().coefficients()[5];
    assertEquals(sum, unseen, 1e-12 * Math.abs(sum) + 1e-9);
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
    LinearModel expected = read(bases.trained(hand, "hand"));
    Path path =
        bases.trained(
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
    List<List<String>> predicted = Samples.cells(bases.part("p"));
    List<List<String>> right = Samples.cells(bases.part("q"));
    for (int i = 1; i <= lines.length; i++) {
      double value = Double.parseDouble(right.get(i).get(1));
      assertEquals(value, Double.parseDouble(predicted.get(i).get(1)), 1e-12 * 100, "row " + i);
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
  void aProductBeyondADoubleIsABadRow() {
    Path data =
        Samples.write(
            dir.resolve("in/a.csv"), "a,b,y\n1,2,1\n1e200,1e200,1\n2,3,5\n3,4,4\n5,1,2\n");
    Run run = bases.trainRun(data, "features.interactions=[[a,b]]");

    assertEquals(3, run.exitCode());
    assertTrue(
        run.err().contains("line 3, column 'a:b': the product is beyond the range of a double"),
        run.err());
  }
}
