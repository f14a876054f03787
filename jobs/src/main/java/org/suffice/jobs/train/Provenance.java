package org.suffice.jobs.train;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.suffice.jobs.pass.Engine;
import org.suffice.jobs.read.Input;
import org.suffice.linalg.NativeLibraries;
import org.suffice.model.TrainingRecord;
import org.suffice.read.RowAccount;

/**
 * When and by what a run was made.
 *
 * @param version of Suffice
 * @param started when the command began
 */
public record Provenance(String version, Instant started) {
  /** The facts of a run on data, by name. */
  public Map<String, String> of(Input input, Engine engine) {
    Map<String, String> facts = machine();
    facts.put("blas", NativeLibraries.description());
    facts.put("execution", engine.description());
    facts.put("input", input.path());
    facts.put("inputFiles", Integer.toString(input.numFiles()));
    facts.put("inputBytes", Long.toString(input.bytes()));
    facts.put("inputFingerprint", input.fingerprint());
    facts.put("partitions", Integer.toString(input.splits().size()));
    return timed(facts);
  }

  /** The facts of a run on stored statistics, by name. */
  public Map<String, String> ofStatistics(List<String> plus, List<String> minus) {
    Map<String, String> facts = machine();
    facts.put("statistics", String.join(" ", plus));
    if (!minus.isEmpty()) {
      facts.put("minus", String.join(" ", minus));
    }
    return timed(facts);
  }

  private Map<String, String> machine() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("suffice", version);
    facts.put("java", System.getProperty("java.version"));
    facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return facts;
  }

  private Map<String, String> timed(Map<String, String> facts) {
    Instant now = Instant.now();
    facts.put("started", started.toString());
    facts.put("finished", now.toString());
    facts.put("seconds", Double.toString(Duration.between(started, now).toMillis() / 1000.0));
    return facts;
  }

  /** What a training run leaves on record. */
  TrainingRecord record(
      Map<String, String> options,
      RowAccount account,
      List<String> warnings,
      Map<String, String> facts) {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("read", account.read());
    counts.put("used", account.used());
    counts.put("missingDropped", account.missingDropped());
    counts.put("rejected", account.rejected());
    counts.put("zeroWeight", account.zeroWeight());
    return new TrainingRecord(options, counts, List.copyOf(warnings), facts);
  }
}
