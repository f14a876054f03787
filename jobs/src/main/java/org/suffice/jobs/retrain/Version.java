package org.suffice.jobs.retrain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.suffice.model.CurrentPointer;

/**
 * A published model of a store.
 *
 * @param name such as v000042
 * @param directory of the model
 * @param parent the version that it took the place of
 * @param run that published it
 * @param published when, as ISO 8601 says it
 * @param sha256 of its arrays
 * @param manifest the SHA-256 of its {@code model.json}
 * @param facts what the run that published it wanted remembered with it
 */
public record Version(
    String name,
    String directory,
    Optional<String> parent,
    String run,
    String published,
    String sha256,
    String manifest,
    ObjectNode facts) {
  /** The number in the name. */
  public long number() {
    return CurrentPointer.number(name);
  }
}
