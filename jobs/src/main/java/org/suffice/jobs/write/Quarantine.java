package org.suffice.jobs.write;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.suffice.Failure;
import org.suffice.jobs.pass.Engine;
import org.suffice.jobs.read.DataSet;
import org.suffice.jobs.read.SplitSource;
import org.suffice.read.Text;
import org.suffice.storage.Storage;

/**
 * The rows that could not be used, as CSV parts: file, byte offset (or row of a Parquet file),
 * reason, column, what was found, and the row as it stands. One more pass, made only when there are
 * such rows and they are asked for, so that a retried task cannot write one twice.
 */
public final class Quarantine {
  private Quarantine() {}

  /**
   * Writes the directory, whole or not at all; one that is there is replaced if it is such a one.
   */
  public static void write(Engine engine, DataSet data, String directory) {
    Storage storage = Storage.of(directory);
    String target = storage.absolute(directory);
    String aside =
        Storage.parent(target)
            + "/."
            + Storage.name(target)
            + ".writing-"
            + ProcessHandle.current().pid();
    try {
      PredictionJob.requireWritable(directory, data.input().path(), true);
      storage.delete(aside);
      storage.makeDirectories(aside);
      List<SplitSource> numbered = new ArrayList<>();
      for (int i = 0; i < data.sources().size(); i++) {
        numbered.add(data.sources().get(i).withPositionsFrom(0, i));
      }
      engine.onEachSplit(
          "quarantine",
          numbered,
          (source, attempt) -> {
            writePart(source, aside, attempt);
            return source.ordinal();
          });
      Attempts.remove(storage, aside);
      storage.create(aside + "/_SUCCESS").close();
      storage.delete(target);
      storage.rename(aside, target);
    } catch (IOException e) {
      throw Failure.data("cannot write bad rows to " + directory + ": " + Text.reason(e), e);
    }
  }

  private static void writePart(SplitSource source, String aside, String attempt) {
    Storage storage = Storage.of(aside);
    String part = String.format(Locale.ROOT, "%s/part-%05d.csv", aside, source.ordinal());
    String writing = part + ".attempt-" + attempt;
    try {
      storage.delete(writing);
      try (Writer text = new OutputStreamWriter(storage.create(writing), StandardCharsets.UTF_8);
          CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
        csv.writeRecord("file", "offset", "reason", "column", "found", "row");
        source.forEachRejected(
            (rejection, row) ->
                csv.writeRecord(
                    source.split().file().path(),
                    Long.toString(rejection.offset()),
                    rejection.reason().text(),
                    PredictionPart.harmless(rejection.column()),
                    PredictionPart.harmless(rejection.detail()),
                    PredictionPart.harmless(row)));
      }
      storage.delete(part); // of an earlier attempt: the same bytes
      storage.rename(writing, part);
    } catch (IOException e) {
      throw Failure.data("cannot write " + part + ": " + Text.reason(e), e);
    }
  }
}
