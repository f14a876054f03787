package org.suffice.jobs.cli;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A network has one set of weights to the bit: whatever executes its many steps. */
final class NetworkDeterminismTest extends IterativeDeterminism {
  NetworkDeterminismTest() {
    super("neural-network", "optimizer.epochs=3");
  }

  /** What is trained. */
  private enum Fit {
    ADAM_OF_CLASSES(
        Samples.diamonds(900),
        "d.csv",
        "--label",
        "cut",
        "--set",
        "network.hidden=[6, 5]",
        "--set",
        "optimizer.batch-size=300",
        "--set",
        "early-stop.fraction=0.2"),
    NESTEROV_OF_SPARSE_ROWS(
        sparse(),
        "d.libsvm",
        "--set",
        "task=regression",
        "--set",
        "network.hidden=[4]",
        "--set",
        "network.activation=tanh",
        "--set",
        "optimizer.name=nesterov",
        "--set",
        "optimizer.batch-size=700"),
    MOMENTUM_AVERAGED(
        Samples.diamonds(900),
        "d.csv",
        "--label",
        "cut",
        "--set",
        "network.hidden=[6]",
        "--set",
        "optimizer.name=momentum",
        "--set",
        "optimizer.sync=average",
        "--set",
        "optimizer.local-steps=2",
        "--set",
        "optimizer.batch-size=20"),
    LBFGS_OF_TWO_NUMBERS(
        Samples.diamonds(900),
        "d.csv",
        "--label",
        "price,carat",
        "--set",
        "network.hidden=[5]",
        "--set",
        "optimizer.name=lbfgs",
        "--set",
        "penalty.lambda=1");

    private final String text;
    private final String file;
    private final List<Object> words;

    Fit(String text, String file, Object... words) {
      this.text = text;
      this.file = file;
      this.words = List.of(words);
    }
  }

  private static String sparse() {
    Random random = new Random(4);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 1500; i++) {
      text.append(random.nextGaussian());
      int at = 0;
      for (int e = 0; e < 6; e++) {
        at += 1 + random.nextInt(20);
        text.append(' ').append(at).append(':').append(random.nextInt(100) / 16.0);
      }
      text.append('\n');
    }
    return text.toString();
  }

  @ParameterizedTest
  @EnumSource(Fit.class)
  void neitherThreadsNorEnginesNorAKilledExecutorShow(Fit fit) {
    assertSameBitsWhateverExecutes(fit.file, fit.text, fit.words);
  }
}
