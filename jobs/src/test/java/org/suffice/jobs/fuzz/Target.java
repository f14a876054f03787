package org.suffice.jobs.fuzz;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** Makes inputs for one part of the product. */
interface Target {
  /** The names of the targets. */
  List<String> NAMES = List.of("csv", "libsvm", "model");

  /** The target of that name; it leaves its files in a directory. */
  static Target named(String name, Path scratch) throws Exception {
    return switch (name) {
      case "csv" -> new CsvTarget(scratch);
      case "libsvm" -> new LibsvmTarget(scratch);
      case "model" -> new ModelTarget(scratch);
      default -> throw new IllegalArgumentException("no target " + name + ", only " + NAMES);
    };
  }

  /** An input that depends on the random numbers alone. */
  Input make(SplittableRandom random);
}
