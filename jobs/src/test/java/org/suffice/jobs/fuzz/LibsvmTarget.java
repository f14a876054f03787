package org.suffice.jobs.fuzz;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.suffice.jobs.cli.TestSettings;
import org.suffice.jobs.read.DataSettings;

/** Makes LIBSVM files: well-formed ones, most of them then damaged. */
final class LibsvmTarget implements Target {
  private final Path scratch;
  private final DataSettings[] settings = new DataSettings[2];

  LibsvmTarget(Path scratch) {
    this.scratch = scratch;
    for (int zeroBased = 0; zeroBased < 2; zeroBased++) {
      settings[zeroBased] =
          TestSettings.data(
              Map.of(
                  "data.path",
                  "rows.libsvm",
                  "data.format",
                  "libsvm",
                  "data.bad-rows",
                  "100%",
                  "data.max-features",
                  "100000",
                  "data.zero-based",
                  Boolean.toString(zeroBased == 1)));
    }
  }

  @Override
  public Input make(SplittableRandom random) {
    int zeroBased = random.nextInt(2);
    boolean clean = random.nextInt(6) == 0;
    byte[] bytes = text(random, 1 - zeroBased, clean).getBytes(StandardCharsets.UTF_8);
    if (!clean && random.nextInt(4) > 0) {
      byte[] other = text(random, 0, false).getBytes(StandardCharsets.UTF_8);
      bytes = new Mutator(random).mutate(bytes, List.of(bytes, other));
    }
    int model = random.nextInt(3) == 0 ? 1 + random.nextInt(12) : 0;
    return new LibsvmFile(scratch, settings[zeroBased], bytes, clean, model, random.nextInt());
  }

  private static String text(SplittableRandom random, int first, boolean clean) {
    StringBuilder out = new StringBuilder();
    int rows = 1 + random.nextInt(10);
    for (int i = 0; i < rows; i++) {
      out.append(value(random, clean));
      if (!clean && random.nextInt(15) == 0) {
        out.append(" qid:").append(random.nextInt(5));
      }
      int index = first;
      int entries = random.nextInt(8);
      boolean unsorted = !clean && random.nextInt(10) == 0;
      for (int e = 0; e < entries; e++) {
        index += 1 + random.nextInt(3);
        int shown = unsorted ? first + random.nextInt(30) : index;
        out.append(random.nextInt(12) == 0 ? "\t " : " ").append(shown).append(':');
        out.append(value(random, clean));
      }
      out.append(random.nextInt(15) == 0 ? " # a comment 3:4" : "");
      out.append(random.nextInt(15) == 0 ? "\r\n" : "\n");
    }
    return out.toString();
  }

  private static String value(SplittableRandom random, boolean clean) {
    switch (random.nextInt(clean ? 4 : 7)) {
      case 0:
        return Integer.toString(random.nextInt(100) - 50);
      case 1:
        return Double.toString(random.nextDouble());
      case 2:
        return "+1";
      case 3:
        return "-1";
      case 4:
        return Double.toString(Double.longBitsToDouble(random.nextLong()));
      case 5:
        return "0";
      default:
        return random.nextLong() + "e" + (random.nextInt(660) - 330);
    }
  }
}
