package org.suffice.jobs.retrain;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.suffice.jobs.read.DataSettings;

/**
 * What a retraining run is asked to do.
 *
 * @param algorithm its name
 * @param input the pattern of the partitions
 * @param excluded names of partitions that are left out
 * @param requireSuccess whether a partition without {@code _SUCCESS} is not there yet
 * @param window how many partitions a model is trained on
 * @param holdOut how many of the newest are for comparison only
 * @param evaluation data to compare on instead
 * @param keep how many versions are kept
 * @param lease how long the right to change the store outlives a run that is gone
 * @param gate what a new model must show
 * @param drift from where moves are warned of
 * @param options every setting as text, for the record
 * @param data how the data of a path are read
 * @param heldOut how those to compare on are read
 * @param memoryBytes a model that is data is held in memory up to this size
 */
public record RetrainPlan(
    String algorithm,
    String input,
    Set<String> excluded,
    boolean requireSuccess,
    int window,
    int holdOut,
    Optional<String> evaluation,
    int keep,
    Duration lease,
    Gate gate,
    DriftLimits drift,
    Map<String, String> options,
    Function<String, DataSettings> data,
    Function<String, DataSettings> heldOut,
    long memoryBytes) {}
