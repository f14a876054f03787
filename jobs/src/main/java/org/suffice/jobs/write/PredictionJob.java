package org.suffice.jobs.write;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.suffice.Failure;
import org.suffice.block.Block;
import org.suffice.jobs.pass.Engine;
import org.suffice.jobs.read.DataSet;
import org.suffice.jobs.read.SplitSource;
import org.suffice.model.Outputs;
import org.suffice.pass.BlockSource;
import org.suffice.read.Numbers;
import org.suffice.read.RowAccount;
import org.suffice.read.Text;
import org.suffice.storage.Storage;

/**
 * Predicts every row of an input into a directory of CSV parts, one for each split: {@code
 * row,prediction} and what else the model says, row being the 0-based position in the input. The
 * directory appears whole or not at all.
 */
public final class PredictionJob {
  private static final int BUFFER = 1 << 16;

  private PredictionJob() {}

  /**
   * Checks, before work begins, that predictions may be written there.
   *
   * @throws Failure when something is there that may not be replaced
   */
  public static void requireWritable(String output, String data, boolean overwrite) {
    Storage storage = Storage.of(output);
    String target = storage.absolute(output);
    String source = Storage.of(data).absolute(data);
    if (Storage.overlap(target, source)) {
      throw Failure.usage("--output " + output + " and --data " + data + " overlap");
    }
    try {
      Optional<Storage.Entry> existing = storage.find(target);
      if (existing.isEmpty()) {
        return;
      }
      if (!overwrite) {
        throw Failure.usage(output + " exists; give another --output, or --overwrite");
      }
      boolean ours =
          existing.get().isDirectory()
              && storage.find(target + "/_SUCCESS").isPresent()
              && storage.list(target).stream()
                  .allMatch(e -> e.name().matches("part-\\d+\\.csv|_SUCCESS"));
      if (!ours) {
        throw Failure.usage(output + " exists and holds more than predictions; not overwritten");
      }
    } catch (IOException e) {
      throw Failure.data("cannot look at " + output + ": " + e.getMessage(), e);
    }
  }

  /**
   * Predicts and publishes.
   *
   * @param keep the names of the columns whose text the data set keeps, written after the
   *     prediction
   * @return what became of the rows
   * @throws Failure when more rows cannot be used than the budget covers; nothing is then left
   *     behind
   */
  public static RowAccount run(
      Engine engine, DataSet data, Outputs model, List<String> keep, String output) {
    Storage storage = Storage.of(output);
    String target = storage.absolute(output);
    String aside =
        Storage.parent(target)
            + "/."
            + Storage.name(target)
            + ".writing-"
            + ProcessHandle.current().pid();
    boolean published = false;
    try {
      storage.delete(aside);
      storage.makeDirectories(aside);
      RowAccount account = write(engine, numbered(engine, data.sources()), model, keep, aside);
      data.requireAcceptable(account);
      if (account.read() == 0) {
        throw Failure.data("no rows to predict");
      }
      removeAttempts(storage, aside);
      storage.create(aside + "/_SUCCESS").close();
      storage.delete(target);
      storage.rename(aside, target);
      published = true;
      return account;
    } catch (IOException e) {
      throw Failure.data("cannot write predictions to " + output + ": " + e, e);
    } finally {
      if (!published) {
        discard(storage, aside);
      }
    }
  }

  /** Deletes what tasks left that were killed while they wrote. */
  static void removeAttempts(Storage storage, String directory) throws IOException {
    for (Storage.Entry entry : storage.list(directory)) {
      if (entry.name().contains(".attempt-")) {
        storage.delete(entry.path());
      }
    }
  }

  private static void discard(Storage storage, String aside) {
    try {
      storage.delete(aside);
    } catch (IOException e) {
      throw Failure.data("cannot remove the unfinished " + aside + ": " + e.getMessage(), e);
    }
  }

  /** Tells every split the position of its first row; one light pass when there are several. */
  private static List<SplitSource> numbered(Engine engine, List<SplitSource> sources) {
    if (sources.size() == 1) {
      return List.of(sources.get(0).withPositionsFrom(0, 0));
    }
    List<Long> counts =
        engine.onEachSplit("count rows", sources, (source, attempt) -> source.countRows());
    List<SplitSource> numbered = new ArrayList<>();
    long first = 0;
    for (int i = 0; i < sources.size(); i++) {
      numbered.add(sources.get(i).withPositionsFrom(first, i));
      first += counts.get(i);
    }
    return numbered;
  }

  private static RowAccount write(
      Engine engine, List<SplitSource> sources, Outputs model, List<String> keep, String aside) {
    List<String> names = new ArrayList<>();
    names.add("row");
    model.names().forEach(name -> names.add(Text.escape(name)));
    names.addAll(keep);
    String[] header = names.toArray(String[]::new);
    List<RowAccount> accounts =
        engine.onEachSplit(
            "predict",
            sources,
            (source, attempt) -> writePart(source, model, header, aside, attempt));
    RowAccount all = new RowAccount();
    accounts.forEach(all::merge);
    return all;
  }

  private static RowAccount writePart(
      SplitSource source, Outputs model, String[] header, String aside, String attempt) {
    Storage storage = Storage.of(aside);
    String part = aside + "/" + String.format(Locale.ROOT, "part-%05d.csv", source.ordinal());
    String writing = part + ".attempt-" + attempt;
    RowAccount account = new RowAccount();
    try (BlockSource.BlockReader reader = source.open()) {
      storage.delete(writing);
      try (OutputStream out = storage.create(writing);
          Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
          CsvWriter csv =
              CsvWriter.builder().bufferSize(BUFFER).lineDelimiter(LineDelimiter.LF).build(text)) {
        csv.writeRecord(header);
        String[] record = header.clone();
        int outputs = model.names().size();
        List<String> classes = model.classes().stream().map(PredictionJob::harmless).toList();
        int keep = header.length - 1 - outputs;
        double[] predictions = new double[0];
        for (Block block = reader.next(); block != null; block = reader.next()) {
          account.merge(block.account());
          if (predictions.length < block.numRows() * outputs) {
            predictions = new double[block.numRows() * outputs];
          }
          model.compute(block, predictions);
          for (int i = 0; i < block.numRows(); i++) {
            record[0] = Long.toString(block.rowIds()[i]);
            for (int k = 0; k < outputs; k++) {
              double value = predictions[i * outputs + k];
              record[1 + k] =
                  k == 0 && !classes.isEmpty() ? classes.get((int) value) : Double.toString(value);
            }
            for (int k = 0; k < keep; k++) {
              record[1 + outputs + k] = harmless(block.kept()[i * keep + k]);
            }
            csv.writeRecord(record);
          }
        }
      }
      storage.delete(part); // of an earlier attempt: the same bytes
      storage.rename(writing, part);
      return account;
    } catch (IOException e) {
      throw Failure.data(
          String.format(Locale.ROOT, "cannot write %s: %s", part, e.getMessage()), e);
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
