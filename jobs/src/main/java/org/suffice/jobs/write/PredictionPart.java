package org.suffice.jobs.write;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.suffice.Failure;
import org.suffice.block.Block;
import org.suffice.model.Outputs;
import org.suffice.read.Numbers;
import org.suffice.read.Text;
import org.suffice.storage.Storage;

/** The predictions of one split as a CSV file, which has its name once it is whole. */
final class PredictionPart implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final Storage storage;
  private final String path;
  private final String writing;
  private final CsvWriter csv;
  private final int keep;
  private final int width;
  private final List<String> classes;
  private final String[] record;
  private double[] predictions = new double[0];
  private boolean closed;

  /**
   * Begins a part.
   *
   * @param attempt differs between two runs of the same work
   * @param keep the names of the columns whose text is written after the prediction
   */
  PredictionPart(String directory, int ordinal, String attempt, Outputs model, List<String> keep) {
    storage = Storage.of(directory);
    path = directory + "/" + String.format(Locale.ROOT, "part-%05d.csv", ordinal);
    writing = path + ".attempt-" + attempt;
    this.keep = keep.size();
    width = model.names().size();
    classes = model.classes().stream().map(PredictionPart::harmless).toList();
    List<String> names = new ArrayList<>();
    names.add("row");
    model.names().forEach(name -> names.add(Text.escape(name)));
    names.addAll(keep);
    record = names.toArray(String[]::new);
    try {
      storage.delete(writing);
      csv =
          CsvWriter.builder()
              .bufferSize(BUFFER)
              .lineDelimiter(LineDelimiter.LF)
              .build(new OutputStreamWriter(storage.create(writing), StandardCharsets.UTF_8));
      csv.writeRecord(record);
    } catch (IOException | UncheckedIOException e) {
      throw unwritable(e);
    }
  }

  private Failure unwritable(Exception e) {
    return Failure.data(
        String.format(
            Locale.ROOT,
            "cannot write %s: %s",
            path,
            Text.reason(
                e instanceof UncheckedIOException wrapped ? wrapped.getCause() : (IOException) e)),
        e);
  }

  /** Writes what the model says of the rows of a block. */
  void add(Block block, Outputs model) {
    if (predictions.length < block.numRows() * width) {
      predictions = new double[block.numRows() * width];
    }
    model.compute(block, predictions);
    try {
      for (int i = 0; i < block.numRows(); i++) {
        record[0] = Long.toString(block.rowIds()[i]);
        for (int k = 0; k < width; k++) {
          record[1 + k] = text(model, k, predictions[i * width + k]);
        }
        for (int k = 0; k < keep; k++) {
          record[1 + width + k] = harmless(block.kept()[i * keep + k]);
        }
        csv.writeRecord(record);
      }
    } catch (UncheckedIOException e) {
      throw unwritable(e);
    }
  }

  private String text(Outputs model, int output, double value) {
    if (output == 0 && !classes.isEmpty()) {
      return classes.get((int) value);
    }
    return model.isWhole(output) ? Long.toString((long) value) : Double.toString(value);
  }

  /** Gives the part its name. */
  void finish() {
    try {
      close();
      storage.delete(path); // of an earlier attempt: the same bytes
      storage.rename(writing, path);
    } catch (IOException | UncheckedIOException e) {
      throw unwritable(e);
    }
  }

  /** Lets go of the file. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      csv.close();
    } catch (IOException | UncheckedIOException e) {
      throw unwritable(e);
    }
  }

  /**
   * The text as a spreadsheet will not run it: what starts like a formula and is no number gets an
   * apostrophe before it.
   */
  static String harmless(String text) {
    if (text.isEmpty() || "=+-@\t\r".indexOf(text.charAt(0)) < 0) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Double.isNaN(Numbers.parse(bytes, 0, bytes.length)) ? "'" + text : text;
  }
}
