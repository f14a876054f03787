package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person finds out without reading the source: help texts and the commented settings. */
final class HelpTest {
  @Test
  void helpListsEveryKeyWithItsDefault() {
    assertLists(Keys.linearRegression(), "train", "linear-regression", "--help");
    assertLists(Keys.logisticRegression(), "train", "logistic-regression", "--help");
    assertLists(Keys.discriminant(false), "train", "lda", "--help");
    assertLists(Keys.discriminant(true), "train", "qda", "--help");
    assertLists(Keys.discriminant(false), "summarize", "lda", "--help");
    assertLists(Keys.discriminant(true), "summarize", "qda", "--help");
    assertLists(Keys.neighbours(), "train", "knn", "--help");
    assertLists(Keys.supportVectorMachine(), "train", "svm", "--help");
    assertLists(NetworkKeys.all(), "train", "neural-network", "--help");
    assertLists(Keys.application(), "predict", "--help");
    assertLists(Keys.application(), "evaluate", "--help");
    assertLists(RetrainKeys.all(), "retrain", "--help");
  }

  private static void assertLists(List<Key> keys, Object... words) {
    Run help = Run.suffice(words).good();
    assertEquals("", help.err());
    String oneLine = help.out().replaceAll("\\s+", " ");
    for (Key key : keys) {
      String line = "  " + key.name() + "=" + key.fallback();
      assertTrue(help.out().lines().anyMatch(line::equals), line + " in\n" + help.out());
      assertTrue(oneLine.contains(key.help()), key.name());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "train --help", "describe --help", "--version"})
  void everyCommandHelps(String line) {
    Run help = Run.suffice((Object[]) line.split(" ")).good();
    assertEquals("", help.err());
    assertTrue(help.out().contains("suffice"), help.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "linear-regression",
        "logistic-regression",
        "lda",
        "qda",
        "knn",
        "svm",
        "neural-network",
        "retrain"
      })
  void theCommentedFileHoldsEveryKeyAtItsDefault(String algorithm) {
    List<Key> keys =
        switch (algorithm) {
          case "linear-regression" -> Keys.linearRegression();
          case "logistic-regression" -> Keys.logisticRegression();
          case "knn" -> Keys.neighbours();
          case "svm" -> Keys.supportVectorMachine();
          case "neural-network" -> NetworkKeys.all();
          case "retrain" -> RetrainKeys.all();
          default -> Keys.discriminant(algorithm.equals("qda"));
        };
    File file = new File("../conf/" + algorithm + ".conf");
    Config config = ConfigFactory.parseFile(file);
    Settings defaults = new Settings(keys);
    for (Key key : keys) {
      assertTrue(config.hasPath(key.name()), key.name() + " is missing in " + file.getName());
    }
    // An unknown key in the file is an error of Settings.
    Settings read = new Settings(keys).file(Path.of(file.getPath()).toString());
    assertEquals(defaults.asText(), read.asText());
  }
}
