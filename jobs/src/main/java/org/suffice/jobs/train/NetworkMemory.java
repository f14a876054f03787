package org.suffice.jobs.train;

import java.util.Locale;
import org.suffice.Failure;
import org.suffice.train.NeuralNetwork;

/** Whether the heap can hold what the training of a network needs. */
final class NetworkMemory {
  /** Vectors of all parameters that a run holds at a time: those of an optimiser, sums merged. */
  private static final int VECTORS = 24;

  /** Rows that a thread takes through the network at a time, and what each unit has for them. */
  private static final double ROWS_OF_A_THREAD = 256;

  private static final double UNIT_VALUES = 3;

  private NetworkMemory() {}

  /**
   * Refuses parameters that the heap cannot hold, before the data are read.
   *
   * @param features the number d of inputs
   * @param classes how many there are; 0 where labels are numbers
   * @param labels how many labels there are
   * @throws Failure that says how many parameters there would be
   */
  static void require(NeuralNetwork trainer, int features, int classes, int labels) {
    double parameters = 0;
    double inputs = features;
    double allUnits = features;
    for (int units : trainer.shape().hidden()) {
      parameters += (inputs + 1) * units;
      allUnits += units;
      inputs = units;
    }
    int outputs = classes == 0 ? labels : classes == 2 ? 1 : classes;
    parameters += (inputs + 1) * outputs;
    allUnits += outputs;
    double rowsAtWork = ROWS_OF_A_THREAD * Runtime.getRuntime().availableProcessors();
    double bytes = 8 * (VECTORS * parameters + UNIT_VALUES * rowsAtWork * allUnits);
    long heap = Runtime.getRuntime().maxMemory();
    if (bytes > heap || parameters > Integer.MAX_VALUE / 2) {
      throw Failure.usage(
          String.format(
              Locale.ROOT,
              "%,d features, hidden layers of %s and %,d classes make %,.0f parameters; these and"
                  + " the units of the rows at work need %,.0f MiB; the heap has %,d MiB: take smaller layers, give the driver more"
                  + " memory, or leave columns out with data.ignore",
              features,
              trainer.shape().hidden(),
              classes,
              parameters,
              bytes / (1 << 20),
              heap >> 20));
    }
  }
}
