package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.suffice.jobs.cli.BasesFixture.hash;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.suffice.jobs.cli.BasesFixture.Line;
import org.suffice.model.StatisticsDirectory;
import org.suffice.read.Fourier;

/** Stored statistics of bases and interactions. */
final class BasesStatisticsTest {
  @TempDir Path dir;
  private BasesFixture bases;

  @BeforeEach
  void open() {
    bases = new BasesFixture(dir);
  }

  /** Levels of one part are not those of another; slots find their places by name. */
  @Test
  void statisticsOfPartsAreThoseOfTheWhole() {
    String interactions = "features.interactions=[[a,b],[g,a],[g,h]]";
    String basis =
        "features.basis=[{column=b,type=powers,degree=2},{column=b,type=fourier,"
            + "harmonics=2,period=12},{column=a,type=powers,degree=3}]";
    List<Line> all = Line.random(120, 7);
    List<Line> first = all.stream().filter(line -> !line.g().equals("w")).toList();
    List<Line> second = all.stream().filter(line -> line.g().equals("w")).toList();
    List<Line> third = Line.random(70, 11);
    bases.summarize(bases.rows("1.csv", first), "1", interactions, basis);
    bases.summarize(bases.rows("2.csv", third), "2", interactions, basis);
    Path whole =
        bases.summarize(
            bases.rows("3.csv", joined(List.of(first, third, second))), "3", interactions, basis);
    Path rest = bases.summarize(bases.rows("4.csv", second), "4", interactions, basis);

    Path sum = fromStatistics("sum", List.of("1", "2"), List.of());
    Path difference = fromStatistics("difference", List.of("3"), List.of("4"));
    Path direct =
        bases.trained(
            bases.rows("5.csv", joined(List.of(first, third))),
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
    Path data = bases.rows("a.csv", Line.random(40, 1));
    bases.summarize(data, "1", setting);
    bases.summarize(data, "2", "features.interactions=[[a,g]]");
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
  void statisticsNeedAPeriod() {
    Path data = bases.rows("a.csv", Line.random(9, 1));
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
}
