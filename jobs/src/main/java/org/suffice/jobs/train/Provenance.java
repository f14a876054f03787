package org.suffice.jobs.train;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.suffice.jobs.pass.Engine;
import org.suffice.jobs.read.Input;
import org.suffice.linalg.NativeLibraries;

/**
 * When and by what a run was made.
 *
 * @param version of Suffice
 * @param started when the command began
 */
public record Provenance(String version, Instant started) {
  /** The facts of a run, by name. */
  public Map<String, String> of(Input input, Engine engine) {
    Instant now = Instant.now();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("suffice", version);
    facts.put("java", System.getProperty("java.version"));
    facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    facts.put("blas", NativeLibraries.description());
    facts.put("execution", engine.description());
    facts.put("input", input.path());
    facts.put("inputFiles", Integer.toString(input.numFiles()));
    facts.put("inputBytes", Long.toString(input.bytes()));
    facts.put("inputFingerprint", input.fingerprint());
    facts.put("partitions", Integer.toString(input.splits().size()));
    facts.put("started", started.toString());
    facts.put("finished", now.toString());
    facts.put("seconds", Double.toString(Duration.between(started, now).toMillis() / 1000.0));
    return facts;
  }
}
