package org.suffice.jobs.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The drill of nights with faults: each of its ten faults once. */
@Tag("faults")
final class DrillFaults {
  @Test
  void fortyOfFiftyNightsPublishAndTenFailCleanly() throws Exception {
    Shell drill = Shell.run(Map.of(), "scripts/retrain-drill", "50");
    Files.writeString(Path.of("target/retrain-drill.log"), drill.out());
    drill.good();
    List<String> lines = drill.out().lines().toList();
    String sum = lines.get(lines.size() - 2);
    assertTrue(sum.startsWith("50 nights: 40 published, 10 failed cleanly, 0 went wrong; "), sum);
    assertTrue(sum.endsWith(" times meanwhile, whole always"), sum);
    assertEquals(
        10, lines.stream().filter(line -> line.contains(" failed ")).distinct().count() - 1);
  }
}
