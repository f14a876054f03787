package org.suffice.jobs.fuzz;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.suffice.Failure;
import org.suffice.jobs.pass.LocalEngine;
import org.suffice.jobs.read.DataSet;
import org.suffice.jobs.read.DataSettings;
import org.suffice.pass.Progress;
import org.suffice.read.Column;
import org.suffice.read.LibsvmPlan;
import org.suffice.read.Rejection;
import org.suffice.read.RowAccount;
import org.suffice.read.Schema;

/**
 * A LIBSVM file, read whole and in splits; a reader by regular expressions must agree on every row.
 *
 * @param clean whether nothing is wrong with it
 * @param model the number of features of a model that reads it, or 0 to train
 */
record LibsvmFile(
    Path scratch, DataSettings settings, byte[] bytes, boolean clean, int model, int seed)
    implements Input {
  private static final Pattern ENTRY = Pattern.compile("([0-9]+):(.*)", Pattern.DOTALL);
  private static final String NAME = "rows.libsvm";

  @Override
  public void check() throws Exception {
    Path file = scratch.resolve(NAME);
    Files.write(file, bytes);
    try {
      List<ReadRows> whole = new ArrayList<>();
      Failure failure = ReadRows.failure(() -> whole.add(read(file, Long.MAX_VALUE >> 1)));
      if (clean && (failure != null || whole.get(0).account().rejected() > 0)) {
        throw new AssertionError("a clean file is refused: " + failure);
      }
      SplittableRandom random = new SplittableRandom(seed);
      int splits = random.nextInt(8) == 0 ? 12 : 1 + random.nextInt(3);
      long least = Math.max(1, bytes.length / splits);
      long split = least + random.nextInt(bytes.length + 2);
      List<ReadRows> cut = new ArrayList<>();
      Failure other = ReadRows.failure(() -> cut.add(read(file, split)));
      if ((failure == null) != (other == null)) {
        throw new AssertionError("whole and splits differ: " + failure + ", " + other);
      }
      if (failure == null) {
        ReadRows.assertSame("split by " + split, whole.get(0), cut.get(0));
      }

    } finally {
      Files.deleteIfExists(file);
    }
  }

  private ReadRows read(Path file, long splitBytes) {
    Map<String, Object> changes = new HashMap<>();
    changes.put("path", file.toString());
    changes.put("splitBytes", splitBytes);
    DataSettings here = ReadRows.with(settings, changes);
    org.suffice.jobs.read.Input input = here.input();
    DataSet data;
    if (model > 0) {
      List<Column> columns =
          IntStream.rangeClosed(1, model)
              .mapToObj(i -> Column.numeric(LibsvmPlan.featureName(i)))
              .toList();
      Schema schema = new Schema(columns, "label", Optional.empty());
      data = DataSet.forModel(here, input, schema, new double[model], true, List.of());
    } else {
      data = DataSet.forTraining(here, input, new LocalEngine(1, Progress.NONE));
    }
    ReadRows found = ReadRows.of(data, seed % 8 == 0);
    ReadRows.assertSame("naive", naive(model > 0 ? model : Integer.MAX_VALUE), found);
    if (seed % 8 == 0) {
      data.warnings(found.account()).forEach(ReadRows::assertHarmless);
    }
    ReadRows.failure(() -> data.requireAcceptable(found.account()));
    return found;
  }

  private ReadRows naive(int numFeatures) {
    List<ReadRows.Row> rows = new ArrayList<>();
    List<Long> rejected = new ArrayList<>();
    RowAccount account = new RowAccount();
    for (Naive.Line line : Naive.lines(Naive.chars(bytes), null)) {
      if (line.isBlank('\0')) {
        account.note(RowAccount.Note.BLANK_LINE, 1);
        continue;
      }
      ReadRows.Row row = row(line, numFeatures);
      if (row == null) {
        rejected.add(line.offset());
        account.addRejected(new Rejection(Rejection.Reason.ENTRY, 0, line.offset(), "", ""));
      } else {
        rows.add(row);
      }
    }
    account.addUsed(rows.size());
    return new ReadRows(rows, rejected, account);
  }

  private ReadRows.Row row(Naive.Line line, int numFeatures) {
    String[] tokens = Naive.trim(line.text().replaceAll("(?s)#.*", "")).split("[ \t]+");
    OptionalDouble label = Naive.number(tokens[0]);
    if (label.isEmpty() || Double.isInfinite(label.getAsDouble())) {
      return null;
    }
    Map<Long, Double> entries = new TreeMap<>();
    for (int i = 1; i < tokens.length; i++) {
      if (tokens[i].startsWith("qid:") && tokens[i].length() > 4) {
        continue;
      }
      Matcher entry = ENTRY.matcher(tokens[i]);
      if (!entry.matches()) {
        return null;
      }
      OptionalDouble value = Naive.number(entry.group(2));
      String digits = entry.group(1).replaceAll("^0+(?=.)", "");
      long index = digits.length() > 10 ? Long.MAX_VALUE : Long.parseLong(digits);
      long position = settings.zeroBased() ? index : index - 1;
      if (value.isEmpty()
          || Double.isInfinite(value.getAsDouble())
          || position < 0
          || position >= Integer.MAX_VALUE - 8) {
        return null;
      }
      if (entries.put(position, value.getAsDouble()) != null) {
        return null;
      }
    }
    List<Double> values = new ArrayList<>();
    entries.keySet().removeIf(position -> position >= numFeatures);
    entries.forEach(
        (position, value) -> {
          values.add((double) position);
          values.add(value);
        });
    return new ReadRows.Row(line.offset(), label.getAsDouble(), 1, values, List.of());
  }

  @Override
  public String show() {
    return (settings.zeroBased() ? "zero-based, " : "")
        + "model of "
        + model
        + " features\n"
        + Mutator.show(bytes);
  }

  @Override
  public List<LibsvmFile> smaller() {
    return clean
        ? List.of()
        : Mutator.shorter(bytes).stream()
            .map(b -> new LibsvmFile(scratch, settings, b, clean, model, seed))
            .toList();
  }
}
