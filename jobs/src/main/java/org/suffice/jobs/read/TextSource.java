package org.suffice.jobs.read;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.suffice.Failure;
import org.suffice.block.Block;
import org.suffice.block.BlockBuilder;
import org.suffice.read.LevelSets;
import org.suffice.read.Rejection;
import org.suffice.read.Row;
import org.suffice.read.RowAccount;
import org.suffice.read.RowParser;
import org.suffice.read.Text;

/** The rows of one split of a text file. */
final class TextSource implements SplitSource {
  private static final long serialVersionUID = 1L;

  private final Split split;
  private final ReadOptions options;
  private final RowParser.Factory parsers;
  private final String header;
  private final boolean reuse;
  private final long firstPosition;
  private final int ordinal;

  /**
   * Reads rows named by their byte offsets, each block overwriting the one before it.
   *
   * @param parsers null for passes that only scan or count
   * @param header the header that the file must start with, or null
   */
  TextSource(Split split, ReadOptions options, RowParser.Factory parsers, String header) {
    this(split, options, parsers, header, true, -1, 0);
  }

  private TextSource(
      Split split,
      ReadOptions options,
      RowParser.Factory parsers,
      String header,
      boolean reuse,
      long firstPosition,
      int ordinal) {
    this.split = split;
    this.options = options;
    this.parsers = parsers;
    this.header = header;
    this.reuse = reuse;
    this.firstPosition = firstPosition;
    this.ordinal = ordinal;
  }

  @Override
  public TextSource keepingBlocks() {
    return new TextSource(split, options, parsers, header, false, firstPosition, ordinal);
  }

  @Override
  public TextSource withPositionsFrom(long first, int position) {
    return new TextSource(split, options, parsers, header, reuse, first, position);
  }

  @Override
  public int ordinal() {
    return ordinal;
  }

  @Override
  public Split split() {
    return split;
  }

  @Override
  public BlockReader open() {
    try {
      return new Reader();
    } catch (IOException e) {
      throw SplitSource.unreadable(split, e);
    }
  }

  @Override
  public long countRows() {
    long[] rows = new long[1];
    forEachLine((lines) -> rows[0]++);
    return rows[0];
  }

  @Override
  public void scan(LevelSets sets) {
    if (!sets.seeksRanges()) {
      forEachLine(lines -> sets.add(lines.bytes(), lines.from(), lines.to()));
      return;
    }
    RowParser parser = parsers.newParser();
    Row row = new Row();
    row.values = new double[parser.numFeatures()];
    forEachLine(
        lines -> {
          sets.add(lines.bytes(), lines.from(), lines.to());
          if (parser.parse(lines.bytes(), lines.from(), lines.to(), row)
              == RowParser.Outcome.USED) {
            sets.addRow(row.values, 0);
          }
        });
  }

  /**
   * How far LIBSVM rows reach.
   *
   * @param features the largest feature position, plus one
   * @param found the ranges and classes that are sought
   */
  record Extent(int features, LevelSets found) implements Serializable {}

  /**
   * Finds how far LIBSVM rows reach.
   *
   * @param found added to
   * @param rowsToScan reads the rows that tell the ranges; null where none are sought
   */
  Extent extent(LevelSets found, RowParser.Factory rowsToScan) {
    RowParser parser = parsers.newParser();
    RowParser dense = rowsToScan == null ? null : rowsToScan.newParser();
    Row row = new Row();
    Row values = new Row();
    values.values = new double[dense == null ? 0 : dense.numFeatures()];
    int[] largest = new int[1];
    forEachLine(
        lines -> {
          RowParser.Outcome outcome = parser.parse(lines.bytes(), lines.from(), lines.to(), row);
          if (outcome == RowParser.Outcome.USED && row.size > 0) {
            largest[0] = Math.max(largest[0], row.indices[row.size - 1] + 1);
          }
          if (outcome == RowParser.Outcome.USED && found.seeksClasses()) {
            found.addClass(row.label);
          }
          if (dense != null
              && dense.parse(lines.bytes(), lines.from(), lines.to(), values)
                  == RowParser.Outcome.USED) {
            found.addRow(values.values, 0);
          }
        });
    return new Extent(largest[0], found);
  }

  @Override
  public void forEachRejected(RejectedRow consumer) {
    RowParser parser = parsers.newParser();
    Row row = new Row();
    row.kept = new String[parser.numKept()];
    row.values = parser.isSparse() ? new double[0] : new double[parser.numFeatures()];
    forEachLine(
        lines -> {
          if (parser.parse(lines.bytes(), lines.from(), lines.to(), row)
              == RowParser.Outcome.REJECTED) {
            consumer.accept(
                new Rejection(
                    row.reason, split.file().ordinal(), lines.offset(), row.column, row.detail),
                lines.text());
          }
        });
  }

  private interface LineConsumer {
    void accept(LineReader lines);
  }

  private void forEachLine(LineConsumer consumer) {
    try (LineReader lines = openLines()) {
      while (lines.next()) {
        if (!lines.isBlank()) {
          consumer.accept(lines);
        }
      }
    } catch (IOException e) {
      throw SplitSource.unreadable(split, e);
    }
  }

  /** Opens the lines after the header, which is checked. */
  private LineReader openLines() throws IOException {
    LineReader lines = new LineReader(split, options);
    try {
      if (options.header() && split.start() == 0) {
        skipHeader(lines);
      }
      return lines;
    } catch (IOException | RuntimeException e) {
      lines.close();
      throw e;
    }
  }

  private void skipHeader(LineReader lines) throws IOException {
    while (lines.next()) {
      if (lines.isBlank()) {
        continue;
      }
      String found = lines.text();
      if (header != null && !found.strip().equals(header.strip())) {
        throw Failure.data(
            split.file().path()
                + " line "
                + lines.lines()
                + ": the header differs from that of the first file: expected "
                + Text.show(header)
                + ", found "
                + Text.show(found)
                + firstDifference(found));
      }
      return;
    }
  }

  /** Headers may be alike for longer than is shown: where they are not is told. */
  private String firstDifference(String found) {
    String delimiter = Pattern.quote(String.valueOf(options.delimiter()));
    String[] expected = header.strip().split(delimiter, -1);
    String[] here = found.strip().split(delimiter, -1);
    int c = 0;
    while (c < expected.length && c < here.length && expected[c].equals(here[c])) {
      c++;
    }
    return ", first in column "
        + (c + 1)
        + ": "
        + (c < expected.length ? Text.show(expected[c]) : "none")
        + " and "
        + (c < here.length ? Text.show(here[c]) : "none");
  }

  private final class Reader implements BlockReader {
    private final LineReader lines;
    private final BlockBuilder builder;
    private long rows;
    private long rejected;
    private long blank;
    private boolean ended;

    Reader() throws IOException {
      lines = openLines();
      builder = new BlockBuilder(parsers.newParser(), split.file().ordinal(), reuse);
    }

    @Override
    public Block next() {
      try {
        while (!ended && lines.next()) {
          if (lines.isBlank()) {
            blank++;
            continue;
          }
          long offset = lines.offset();
          long id = firstPosition < 0 ? offset : firstPosition + rows;
          rows++;
          RowParser.Outcome outcome =
              builder.add(lines.bytes(), lines.from(), lines.to(), id, offset);
          if (outcome == RowParser.Outcome.REJECTED) {
            rejected++;
            ended = rejected >= options.stopAfter();
          }
          if (ended || builder.isFull()) {
            return build();
          }
        }
      } catch (IOException e) {
        throw SplitSource.unreadable(split, e);
      }
      return builder.isEmpty() && blank == 0 ? null : build();
    }

    private Block build() {
      Block block = builder.build();
      block.account().note(RowAccount.Note.BLANK_LINE, blank);
      blank = 0;
      return block;
    }

    @Override
    public void close() {
      try {
        lines.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The text of a line, whatever its bytes. */
  static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
