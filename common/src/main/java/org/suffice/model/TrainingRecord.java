package org.suffice.model;

import java.util.List;
import java.util.Map;

/**
 * The facts of a training run that are not parameters: they stand in {@code model.json} only, so
 * that equal data give equal arrays wherever they are trained.
 *
 * @param options every setting by its configuration key, as text
 * @param account rows by what became of them: read, used, missingDropped, rejected, zeroWeight
 * @param warnings what a person should know, one line each
 * @param provenance input, versions, BLAS, execution and times, by name
 */
public record TrainingRecord(
    Map<String, String> options,
    Map<String, Long> account,
    List<String> warnings,
    Map<String, String> provenance) {
  /** Nothing on record. */
  public static final TrainingRecord EMPTY =
      new TrainingRecord(Map.of(), Map.of(), List.of(), Map.of());
}
