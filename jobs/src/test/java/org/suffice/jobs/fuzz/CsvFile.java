package org.suffice.jobs.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import org.suffice.Failure;
import org.suffice.jobs.fuzz.CsvTarget.Profile;
import org.suffice.jobs.pass.LocalEngine;
import org.suffice.jobs.read.DataSet;
import org.suffice.jobs.read.DataSettings;
import org.suffice.jobs.read.Input.Format;
import org.suffice.pass.Progress;
import org.suffice.read.Column;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Rejection;
import org.suffice.read.RowAccount;
import org.suffice.read.RowPlan;
import org.suffice.read.Schema;

/**
 * A CSV file, read to train or to apply a model, whole and in splits; {@link Naive} must agree on
 * every row.
 *
 * @param clean whether nothing is wrong with it, so that it must be read
 * @param apply whether a model's schema is used instead of one worked out from the file
 */
record CsvFile(
    Path scratch,
    String name,
    Profile profile,
    byte[] bytes,
    boolean clean,
    boolean apply,
    int seed,
    Optional<Integer> maxLine)
    implements Input {
  private static final int MAX_SPLITS = 12;

  @Override
  public void check() throws Exception {
    Path file = scratch.resolve(name);
    Files.write(file, bytes);
    try {
      SplittableRandom random = new SplittableRandom(seed);
      List<ReadRows> whole = new ArrayList<>();
      Failure failure = ReadRows.failure(() -> whole.add(read(file, Long.MAX_VALUE >> 1)));
      if (failure != null && clean) {
        throw new AssertionError("a clean file is refused: " + failure.getMessage());
      }
      if (clean && whole.get(0).account().rejected() > 0) {
        throw new AssertionError("a clean row is rejected");
      }
      long split = splitBytes(random);
      List<ReadRows> cut = new ArrayList<>();
      Failure other = ReadRows.failure(() -> cut.add(read(file, split)));
      if ((failure == null) != (other == null)) {
        throw new AssertionError(
            "whole and splits differ: splits of "
                + split
                + ", whole: "
                + failure
                + ", split: "
                + other);
      }
      if (failure == null) {
        ReadRows.assertSame("split by " + split, whole.get(0), cut.get(0));
      }

    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** Not smaller than what stands before the end of the first line that is not blank. */
  private long splitBytes(SplittableRandom random) {
    int splits = random.nextInt(8) == 0 ? MAX_SPLITS : 1 + random.nextInt(3);
    int least = Math.max(1, bytes.length / splits);
    for (Naive.Line line : Naive.lines(Naive.chars(bytes), null)) {
      if (!line.isBlank(profile.dialect().delimiter())) {
        least = (int) Math.max(least, line.offset() + 1);
        break;
      }
    }
    return least + random.nextInt(Math.max(1, bytes.length - least + 2));
  }

  private ReadRows read(Path file, long splitBytes) {
    Map<String, Object> changes = new HashMap<>();
    changes.put("path", file.toString());
    changes.put("splitBytes", splitBytes);
    maxLine.ifPresent(
        most ->
            changes.put("text", ReadRows.with(profile.settings().text(), Map.of("maxLine", most))));
    DataSettings settings = ReadRows.with(profile.settings(), changes);
    org.suffice.jobs.read.Input input = settings.input();
    DataSet data;
    double[] means = null;
    List<String> keep = List.of();
    if (apply) {
      SplittableRandom random = new SplittableRandom(seed);
      means = random.doubles(new FeatureEncoder(profile.schema().features()).width()).toArray();
      keep = keep(random);
      data = DataSet.forModel(settings, input, profile.schema(), means, true, keep);
    } else {
      data = DataSet.forTraining(settings, input, new LocalEngine(1, Progress.NONE));
    }
    ReadRows found = ReadRows.of(data, rarely());
    Twin twin = new Twin(data.schema(), data.encoder(), means, keep);
    ReadRows.assertSame("naive", twin.read(), found);
    checkMessages(input, data, found, twin);
    return found;
  }

  /** For what costs a pass over the file. */
  private boolean rarely() {
    return seed % 8 == 0;
  }

  private List<String> keep(SplittableRandom random) {
    return profile.header() && random.nextBoolean()
        ? profile.names().subList(0, 1 + random.nextInt(profile.names().size()))
        : List.of();
  }

  private void checkMessages(
      org.suffice.jobs.read.Input input, DataSet data, ReadRows found, Twin twin) {
    if (rarely()) {
      data.warnings(found.account()).forEach(ReadRows::assertHarmless);
    }
    int shown = rarely() ? RowAccount.SHOWN : 1;
    for (Rejection rejection : found.account().rejections().stream().limit(shown).toList()) {
      String message = input.locate(rejection);
      ReadRows.assertHarmless(message);
      String line = " line " + twin.lineNumbers.get(rejection.offset());
      if (input.format() != Format.CSV
          || !message.startsWith(line, message.indexOf(name) + name.length())) {
        throw new AssertionError("place: expected" + line + ", found " + message);
      }
    }
    Failure refused = ReadRows.failure(() -> data.requireAcceptable(found.account()));
    if (refused != null && found.account().rejected() == 0) {
      throw new AssertionError("refused: " + refused.getMessage());
    }
  }

  /** The same file read slowly. */
  private final class Twin {
    private final Schema schema;
    private final FeatureEncoder encoder;
    private final double[] means;
    private final List<String> keep;
    private final Set<String> marks;
    private final Map<Long, Integer> lineNumbers = new HashMap<>();
    private final DataSettings settings = profile.settings();

    Twin(Schema schema, FeatureEncoder encoder, double[] means, List<String> keep) {
      this.schema = schema;
      this.encoder = encoder;
      this.means = means;
      this.keep = keep;
      this.marks = new HashSet<>();
      settings
          .dialect()
          .missingValues()
          .forEach(mark -> marks.add(Naive.chars(mark.getBytes(StandardCharsets.UTF_8))));
    }

    ReadRows read() {
      List<ReadRows.Row> rows = new ArrayList<>();
      List<Long> rejected = new ArrayList<>();
      RowAccount account = new RowAccount();
      List<String> header = null;
      for (Naive.Line line : Naive.lines(text(), profile.multiline() ? profile.dialect() : null)) {
        if (line.isBlank(profile.dialect().delimiter())) {
          account.note(RowAccount.Note.BLANK_LINE, header == null && profile.header() ? 0 : 1);
          continue;
        }
        List<String> cells = Naive.cells(line.text(), profile.dialect());
        if (header == null) {
          if (profile.header()) {
            header = names(line.text());
            continue;
          }
          header = new ArrayList<>();
          for (int i = 0; i < cells.size(); i++) {
            header.add("c" + (i + 1));
          }
        }
        lineNumbers.put(line.offset(), line.number());
        row(line.offset(), cells, header, rows, rejected, account);
      }
      account.addUsed(rows.size());
      return new ReadRows(rows, rejected, account);
    }

    private List<String> names(String line) {
      String text = Naive.utf8(line); // with replacement characters, as the header is shown
      List<String> names = new ArrayList<>();
      for (String cell :
          Naive.cells(Naive.chars(text.getBytes(StandardCharsets.UTF_8)), profile.dialect())) {
        names.add(Naive.utf8(cell));
      }
      return names;
    }

    private void row(
        long offset,
        List<String> cells,
        List<String> header,
        List<ReadRows.Row> rows,
        List<Long> rejected,
        RowAccount account) {
      if (cells == null || cells.size() != header.size()) {
        reject(offset, rejected, account);
        return;
      }
      double[] values = new double[encoder.width()];
      int missing = 0;
      for (int c = 0; c < schema.features().size(); c++) {
        String cell = cells.get(header.indexOf(schema.features().get(c).name()));
        int state = feature(c, cell, values);
        if (state < 0) {
          reject(offset, rejected, account);
          return;
        }
        missing += state;
      }
      String labelCell = cells.get(header.indexOf(schema.label()));
      boolean labelMissing = marks.contains(labelCell);
      OptionalDouble label = Naive.number(labelCell);
      boolean drop = settings.missing() == RowPlan.Missing.DROP;
      OptionalDouble weight = OptionalDouble.of(1);
      if (schema.weight().isPresent()) {
        String cell = cells.get(header.indexOf(schema.weight().get()));
        weight = marks.contains(cell) ? OptionalDouble.empty() : Naive.number(cell);
      }
      boolean badLabel =
          labelMissing ? !drop : label.isEmpty() || Double.isInfinite(label.getAsDouble());
      boolean badWeight =
          weight.isEmpty() || weight.getAsDouble() < 0 || Double.isInfinite(weight.getAsDouble());
      boolean allMissing = missing > 0 && missing == schema.features().size() && !drop;
      if (badLabel || badWeight || allMissing) {
        reject(offset, rejected, account);
      } else if (drop && (labelMissing || missing > 0)) {
        account.addMissingDropped();
      } else if (weight.getAsDouble() == 0) {
        account.addZeroWeight();
      } else {
        List<String> kept =
            keep.stream().map(name -> Naive.utf8(cells.get(header.indexOf(name)))).toList();
        rows.add(
            new ReadRows.Row(
                offset,
                label.getAsDouble(),
                weight.getAsDouble(),
                Arrays.stream(values).boxed().toList(),
                kept));
      }
    }

    private void reject(long offset, List<Long> rejected, RowAccount account) {
      rejected.add(offset);
      account.addRejected(new Rejection(Rejection.Reason.ENTRY, 0, offset, "", ""));
    }

    /** 0 for a value stored, 1 for one that is missing, -1 for a row that cannot be used. */
    private int feature(int c, String cell, double[] values) {
      Column column = schema.features().get(c);
      int slot = encoder.firstSlot(c);
      if (marks.contains(cell)) {
        return missing(c, values);
      }
      switch (column.kind()) {
        case NUMERIC -> {
          OptionalDouble value = Naive.number(cell);
          if (value.isEmpty() || Double.isInfinite(value.getAsDouble())) {
            return -1;
          }
          values[slot] = value.getAsDouble();
        }
        case DATE -> {
          if (Naive.date(cell) == null) {
            return -1;
          }
          for (int i = 0; i < column.parts().size(); i++) {
            values[slot + i] = DatePartTwin.of(column.parts().get(i), Naive.date(cell));
          }
        }
        case CATEGORICAL -> {
          if (cell.indexOf('\0') >= 0) {
            return -1;
          }
          List<String> levels =
              column.levels().stream()
                  .map(level -> Naive.chars(level.getBytes(StandardCharsets.UTF_8)))
                  .toList();
          int level = levels.indexOf(cell);
          if (level < 0) {
            switch (settings.unseen()) {
              case ERROR -> {
                return -1;
              }
              case MISSING -> {
                return missing(c, values);
              }
              default -> level = levels.indexOf("other");
            }
          }
          if (level >= 0) {
            values[slot + level] = 1;
          }
        }
        default -> throw new IllegalStateException();
      }
      return 0;
    }

    private int missing(int c, double[] values) {
      switch (settings.missing()) {
        case ERROR -> {
          return -1;
        }
        case DROP -> {
          return 1;
        }
        default -> {
          int slot = encoder.firstSlot(c);
          if (means != null) {
            System.arraycopy(means, slot, values, slot, encoder.numSlots(c));
          } else {
            values[encoder.indicatorSlot(c)] = 1;
          }
          return 1;
        }
      }
    }

    /** The text in UTF-8, a character for each byte. */
    private String text() {
      try {
        byte[] plain = bytes;
        if (name.endsWith(".gz")) {
          plain = new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
        } else if (name.endsWith(".bz2")) {
          org.apache.hadoop.io.compress.BZip2Codec codec =
              new org.apache.hadoop.io.compress.BZip2Codec();
          codec.setConf(new org.apache.hadoop.conf.Configuration(false));
          plain = codec.createInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
        }
        Charset charset = Charset.forName(settings.text().charset());
        if (List.of("UTF-8", "US-ASCII").contains(charset.name())) {
          return Naive.chars(plain);
        }
        String text = charset.newDecoder().decode(ByteBuffer.wrap(plain)).toString();
        return Naive.chars(text.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new AssertionError("accepted, but it cannot be decoded", e);
      }
    }
  }

  @Override
  public String show() {
    return name
        + (apply ? " for a model" : " to train")
        + ", settings "
        + Mutator.show(profile.values().toString().getBytes(StandardCharsets.UTF_8))
        + maxLine.map(most -> ", max-line " + most).orElse("")
        + "\n"
        + Mutator.show(bytes);
  }

  @Override
  public List<CsvFile> smaller() {
    if (clean || bytes.length > 1 << 16) {
      return Collections.emptyList();
    }
    return Mutator.shorter(bytes).stream()
        .map(b -> new CsvFile(scratch, name, profile, b, clean, apply, seed, maxLine))
        .toList();
  }
}
