package org.suffice.jobs.write;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.suffice.Failure;
import org.suffice.block.Block;
import org.suffice.jobs.pass.Engine;
import org.suffice.jobs.read.DataSet;
import org.suffice.jobs.read.SplitSource;
import org.suffice.model.Outputs;
import org.suffice.model.SearchOutputs;
import org.suffice.pass.BlockSource;
import org.suffice.read.RowAccount;
import org.suffice.read.Text;
import org.suffice.storage.Storage;

/**
 * Predicts every row of an input into a directory of CSV parts, one for each split: {@code
 * row,prediction} and what else the model says, row being the 0-based position in the input. The
 * directory appears whole or not at all.
 */
public final class PredictionJob {
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
   * @param memoryBytes a model that is itself data is held in memory up to this size
   * @return what became of the rows
   * @throws Failure when more rows cannot be used than the budget covers; nothing is then left
   *     behind
   */
  public static RowAccount run(
      Engine engine,
      DataSet data,
      Outputs model,
      List<String> keep,
      String output,
      long memoryBytes) {
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
      RowAccount account =
          search(model, memoryBytes)
              ? writeInChunks(
                  engine, numbered(engine, data.sources()), (SearchOutputs) model, keep, aside)
              : write(engine, numbered(engine, data.sources()), model, keep, aside);
      data.requireAcceptable(account);
      data.requireRows(account);
      Attempts.remove(storage, aside);
      storage.create(aside + "/_SUCCESS").close();
      storage.delete(target);
      storage.rename(aside, target);
      published = true;
      return account;
    } catch (IOException e) {
      throw Failure.data("cannot write predictions to " + output + ": " + Text.reason(e), e);
    } finally {
      if (!published) {
        discard(storage, aside);
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

  /** Whether the model is passed over for chunks of the rows. */
  private static boolean search(Outputs model, long memoryBytes) {
    return model instanceof SearchOutputs search && search.bytesInMemory() > memoryBytes;
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
    Outputs used =
        model instanceof SearchOutputs search
            ? search.onAllCores(engine.sparesCores(sources.size()))
            : model;
    List<RowAccount> accounts =
        engine.onEachSplit(
            "predict",
            sources,
            (source, attempt) -> {
              RowAccount account = new RowAccount();
              try (PredictionPart part =
                      new PredictionPart(aside, source.ordinal(), attempt, used, keep);
                  BlockSource.BlockReader reader = source.open()) {
                for (Block block = reader.next(); block != null; block = reader.next()) {
                  account.merge(block.account());
                  part.add(block, used);
                }
                part.finish();
              }
              return account;
            });
    RowAccount all = new RowAccount();
    accounts.forEach(all::merge);
    return all;
  }

  private static RowAccount writeInChunks(
      Engine engine,
      List<SplitSource> sources,
      SearchOutputs model,
      List<String> keep,
      String aside) {
    PartsInOrder parts = new PartsInOrder(aside, model, keep);
    RowAccount account =
        new ChunkedSearch(engine, model)
            .over(sources, (source, block, found) -> parts.at(source).add(block, found));
    parts.finish(sources.size());
    return account;
  }

  /** One part after the other, each finished when the next begins. */
  private static final class PartsInOrder {
    private final String directory;
    private final Outputs model;
    private final List<String> keep;
    private int begun;
    private PredictionPart part;

    PartsInOrder(String directory, Outputs model, List<String> keep) {
      this.directory = directory;
      this.model = model;
      this.keep = keep;
    }

    PredictionPart at(int ordinal) {
      while (begun <= ordinal) {
        if (part != null) {
          part.finish();
        }
        part = new PredictionPart(directory, begun, "0", model, keep);
        begun++;
      }
      return part;
    }

    void finish(int count) {
      at(count - 1).finish();
    }
  }
}
