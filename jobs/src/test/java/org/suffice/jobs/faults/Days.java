package org.suffice.jobs.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.suffice.storage.Storage;

/** The diamonds, shuffled and dealt out over days, as they might have been sold. */
final class Days {
  private static final int ROWS = 300;

  private final String header;
  private final List<String> rows;

  Days() throws IOException {
    try (InputStream in =
        new GZIPInputStream(Files.newInputStream(Path.of("../scripts/samples/diamonds.csv.gz")))) {
      List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      header = lines.get(0);
      rows = new ArrayList<>(lines.subList(1, lines.size()));
    }
    Collections.shuffle(rows, new Random(1));
  }

  /** The rows of a day, from 1 on, with a header. */
  String day(int day) {
    return header + "\n" + String.join("\n", rows.subList(day * ROWS, (day + 1) * ROWS)) + "\n";
  }

  /** Delivers a day to a directory of partitions. */
  void deliver(String data, int day) throws IOException {
    deliver(data, day, day(day));
  }

  /** Delivers something as a day. */
  void deliver(String data, int day, String csv) throws IOException {
    String partition = data + String.format("/day=%04d", day);
    Storage storage = Storage.of(partition);
    storage.makeDirectories(partition);
    for (String[] file : new String[][] {{"part.csv", csv}, {"_SUCCESS", ""}}) {
      storage.delete(partition + "/" + file[0]);
      try (OutputStream out = storage.create(partition + "/" + file[0])) {
        out.write(file[1].getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  /** Settings for a store beside the data; every model is promoted. */
  static Path settings(Path file, String store, String data) throws IOException {
    return Files.writeString(
        file,
        String.join(
            "\n",
            "retrain.store = \"" + store + "\"",
            "retrain.input = \"" + data + "/day=*\"",
            "retrain.algorithm = linear-regression",
            "retrain.window = 4",
            "retrain.keep = 3",
            "retrain.gate { policy = no-worse, test = none, max-worsening = 1000 }",
            "data.label = price",
            "data.missing = error",
            ""));
  }
}
