package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.suffice.solve.SolverState;

/** What a person sees of the iterations of a solver. */
final class ConsoleIterationsTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private long now = 1000;

  private List<String> lines() {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private void iterate(ConsoleIterations shown, int iteration, double value) {
    shown.iterated(new SolverState(new double[1], iteration, new TreeMap<>()), value, 0.25);
  }

  @Test
  void workThatIsOverInAMomentPrintsNothing() {
    ConsoleIterations shown = new ConsoleIterations(out, false, () -> now);
    now += 10_000; // the data are read first
    for (int i = 0; i < 12; i++) {
      iterate(shown, i, 10 - i);
      now += 40;
    }
    assertEquals(List.of(), lines());
  }

  /** The lines that waited are not lost. */
  @Test
  void longWorkPrintsEveryIterationFromTheFirst() {
    ConsoleIterations shown = new ConsoleIterations(out, false, () -> now);
    iterate(shown, 0, 69.314718056);
    now += 499;
    iterate(shown, 1, 12.5);
    assertEquals(List.of(), lines());
    now += 1001;
    iterate(shown, 2, 12);
    assertEquals(
        List.of(
            "iteration 0: mean loss 69.31471806, gradient norm 2.50e-01, 0.0 s",
            "iteration 1: mean loss 12.50000000, gradient norm 2.50e-01, 0.5 s",
            "iteration 2: mean loss 12.00000000, gradient norm 2.50e-01, 1.5 s"),
        lines());
  }

  @Test
  void manyAreThinnedOut() {
    ConsoleIterations shown = new ConsoleIterations(out, false, () -> now);
    iterate(shown, 0, 1);
    now += 10_000;
    for (int i = 1; i < 1000; i++) {
      iterate(shown, i, 1);
    }
    List<String> numbers =
        lines().stream().map(line -> line.replaceAll("iteration (\\d+):.*", "$1")).toList();
    assertEquals(20 + 18 + 8, numbers.size());
    assertEquals(
        List.of("18", "19", "29", "39"), numbers.subList(18, 22), "each, then every tenth");
    assertEquals(List.of("189", "199", "299"), numbers.subList(36, 39), "then every hundredth");
    assertEquals("999", numbers.get(45));
  }

  /** Along a path of penalties, and for every fold, a solver starts anew. */
  @Test
  void laterFitsAreNumbered() {
    ConsoleIterations shown = new ConsoleIterations(out, false, () -> now);
    iterate(shown, 0, 1);
    now += 10_000;
    for (int i : new int[] {1, 0, 1, 2, 0}) {
      iterate(shown, i, 1);
    }
    assertEquals(
        List.of(
            "iteration 0",
            "iteration 1",
            "fit 2, iteration 0",
            "fit 2, iteration 1",
            "fit 2, iteration 2",
            "fit 3, iteration 0"),
        lines().stream().map(line -> line.replaceAll(":.*", "")).toList());
  }

  /** The mean loss, of this iteration and not of the one a hundred before. */
  @Test
  void gradientDescentPrintsItsCost() {
    ConsoleIterations shown = new ConsoleIterations(out, true, () -> now);
    for (int i = 0; i <= 200; i++) {
      iterate(shown, i, 2.0 / (1 + i));
    }
    assertEquals(
        List.of(
            "Cost after iteration 0: 2.000000",
            "Cost after iteration 100: 0.019802",
            "Cost after iteration 200: 0.009950"),
        lines());
  }
}
