package org.suffice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** Facts of this machine, and whether others use it while nothing of ours runs. */
final class Machine {
  private static final Path STAT = Path.of("/proc/stat");

  private double mostForeign;
  private double sumForeign;
  private int samples;

  static String cpu() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  static String jvm() {
    return System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version");
  }

  static String system() {
    return System.getProperty("os.name")
        + " "
        + System.getProperty("os.version").replaceAll("-.*", "")
        + ", "
        + System.getProperty("os.arch");
  }

  /** To be called between runs, when all sides wait: what is busy now is not ours. */
  void sample() {
    if (!Files.isReadable(STAT)) {
      return;
    }
    try {
      Thread.sleep(150); // what a side does after its answer
      long[] before = cpuTimes();
      Thread.sleep(250);
      long[] after = cpuTimes();
      double total = Math.max(1, after[0] - before[0]);
      double busy = 1 - (after[1] - before[1]) / total;
      mostForeign = Math.max(mostForeign, busy);
      sumForeign += busy;
      samples++;
    } catch (IOException e) {
      samples = 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** All ticks, and the idle ones. */
  private static long[] cpuTimes() throws IOException {
    String line = Files.readAllLines(STAT).get(0);
    long[] ticks =
        Arrays.stream(line.strip().split("\\s+")).skip(1).mapToLong(Long::parseLong).toArray();
    return new long[] {Arrays.stream(ticks).sum(), ticks[3] + ticks[4]};
  }

  String foreignLoad() {
    if (samples == 0) {
      return "not known on this system";
    }
    double mean = sumForeign / samples;
    return String.format(
        Locale.ROOT,
        "%s (%.0f %% of the cores on average between runs, at most %.0f %%)",
        mean < 0.05 ? "quiet" : "BUSY: times are not to be trusted, ratios with care",
        100 * mean,
        100 * mostForeign);
  }
}
