package org.suffice.jobs.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.suffice.solve.NetworkFit;
import org.suffice.train.NeuralNetwork;

/**
 * Epochs on the console, a line each, but one a second at most where they are short. Lines wait
 * until training has taken half a second: what is over in a moment prints none.
 */
final class ConsoleEpochs implements NeuralNetwork.Listener {
  private static final double FIRST_SECONDS = 0.5;
  private static final double INTERVAL_SECONDS = 1;

  private final PrintStream out;
  private final int epochs;
  private final List<String> waiting = new ArrayList<>();
  private double seconds;
  private double shown = Double.NEGATIVE_INFINITY;

  /**
   * A listener.
   *
   * @param epochs that are made at most
   */
  ConsoleEpochs(PrintStream out, int epochs) {
    this.out = out;
    this.epochs = epochs;
  }

  @Override
  public void epochOver(NetworkFit.Epoch epoch, long rows, double took) {
    seconds += took;
    boolean last = epoch.number() == epochs;
    if (seconds - shown < INTERVAL_SECONDS && !last) {
      return;
    }
    shown = seconds;
    waiting.add(line(epoch, rows, took));
    if (seconds >= FIRST_SECONDS) {
      waiting.forEach(out::println);
      waiting.clear();
    }
  }

  private String line(NetworkFit.Epoch epoch, long rows, double took) {
    String heldOut =
        Double.isNaN(epoch.validationLoss())
            ? ""
            : String.format(
                Locale.ROOT,
                ", held out %.6g (%.4f)",
                epoch.validationLoss(),
                epoch.validationMetric());
    return String.format(
        Locale.ROOT,
        "epoch %d of %d: loss %.6g%s, %,.0f rows/s, %.1f s",
        epoch.number(),
        epochs,
        epoch.loss(),
        heldOut,
        rows / Math.max(took, 1e-9),
        seconds);
  }
}
