package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.suffice.solve.NetworkFit;

/** What a person sees of epochs while they are made. */
final class ConsoleEpochsTest {
  /** Epochs that take so many seconds each, of which all but the last are told. */
  private static List<String> lines(int epochs, int made, double seconds, double validation) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    ConsoleEpochs console = new ConsoleEpochs(out, epochs);
    for (int e = 1; e <= made; e++) {
      console.epochOver(
          new NetworkFit.Epoch(e, 0.1, 1.0 / e, validation, validation / 2), 5000, seconds);
    }
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void longEpochsAreAllTold() {
    assertEquals(
        List.of(
            "epoch 1 of 9: loss 1.00000, held out 0.500000 (0.2500), 2,500 rows/s, 2.0 s",
            "epoch 2 of 9: loss 0.500000, held out 0.500000 (0.2500), 2,500 rows/s, 4.0 s",
            "epoch 3 of 9: loss 0.333333, held out 0.500000 (0.2500), 2,500 rows/s, 6.0 s"),
        lines(9, 3, 2, 0.5));
  }

  @Test
  void ofShortOnesOneASecondAndTheLast() {
    List<String> lines = lines(1000, 1000, 0.00390625, Double.NaN);
    assertEquals(5, lines.size(), lines.toString());
    assertEquals("epoch 1 of 1000: loss 1.00000, 1,280,000 rows/s, 0.0 s", lines.get(0));
    assertEquals("epoch 1000 of 1000: loss 0.00100000, 1,280,000 rows/s, 3.9 s", lines.get(4));
  }

  @Test
  void whatIsSoonOverPrintsNothing() {
    assertEquals(List.of(), lines(20, 20, 0.001, 0.5));
  }
}
