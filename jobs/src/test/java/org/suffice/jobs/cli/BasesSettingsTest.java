package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.suffice.jobs.cli.BasesFixture.Line;

/** Settings of bases and interactions that cannot be met, each refused in one line. */
final class BasesSettingsTest {
  @TempDir Path dir;
  private BasesFixture bases;

  @BeforeEach
  void open() {
    bases = new BasesFixture(dir);
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
    Run run = bases.trainRun(bases.rows("a.csv", Line.random(20, 1)), "features." + setting);

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
