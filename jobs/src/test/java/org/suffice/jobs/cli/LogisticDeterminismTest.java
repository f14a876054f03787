package org.suffice.jobs.cli;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An iterative fit has one result to the bit: whatever executes its many passes. */
final class LogisticDeterminismTest extends IterativeDeterminism {
  LogisticDeterminismTest() {
    super("logistic-regression", "solver.tolerance=1e-5");
  }

  /** What is fitted. */
  private enum Fit {
    NEWTON(Samples.diamonds(1200), "d.csv", "--label", "cut", "--set", "solver.name=newton"),
    LBFGS_OF_SPARSE_ROWS(
        sparse(),
        "d.libsvm",
        "--set",
        "solver.name=lbfgs",
        "--set",
        "penalty.type=ridge",
        "--set",
        "penalty.lambda=1"),
    LASSO_OF_FOLDS(
        Samples.diamonds(1200),
        "d.csv",
        "--label",
        "cut",
        "--set",
        "data.features=[carat, depth, color]",
        "--set",
        "penalty.type=lasso",
        "--set",
        "penalty.path-count=3",
        "--set",
        "penalty.path-floor=0.1",
        "--set",
        "cross-validation.folds=2");

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
      text.append(random.nextInt(3));
      int at = 0;
      for (int e = 0; e < 6; e++) {
        at += 1 + random.nextInt(60);
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
