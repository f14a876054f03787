package org.suffice.jobs.retrain;

import java.util.Optional;
import org.suffice.jobs.pass.Engine;
import org.suffice.jobs.read.DataSettings;
import org.suffice.jobs.read.Input;
import org.suffice.model.Model;
import org.suffice.read.RowAccount;

/** What retraining needs of an algorithm, with its settings. */
public interface Trainer {
  /**
   * Trains from data.
   *
   * @param start the model in service, to start from where the algorithm can
   * @param directory where the model is written
   */
  Model train(
      Engine engine, Input input, DataSettings data, Optional<Model> start, String directory);

  /** Its statistics where they can be added and subtracted; empty where it needs the rows. */
  Optional<Statistics> statistics();

  /** Training from statistics. */
  interface Statistics {
    /** What of the settings decides about statistics: of others they are made anew. */
    String fingerprint();

    /** Reduces data to statistics. */
    RowAccount summarize(Engine engine, Input input, DataSettings data, String directory);

    /** Trains from the statistics in a directory, which stand for their rows. */
    Model train(String statistics, String directory);
  }
}
