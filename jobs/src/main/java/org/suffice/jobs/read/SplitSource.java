package org.suffice.jobs.read;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.suffice.Failure;
import org.suffice.block.Block;
import org.suffice.block.BlockBuilder;
import org.suffice.pass.BlockSource;
import org.suffice.read.RowParser;
import org.suffice.read.Text;

/**
 * The blocks of one split. Reading stops at the first row that cannot be used: it is in the last
 * block's account, from where it reaches the driver in the order of the data, whichever task failed
 * first.
 */
public final class SplitSource implements BlockSource, Serializable {
  private static final long serialVersionUID = 1L;

  private final Split split;
  private final ReadOptions options;
  private final RowParser.Factory parsers;
  private final boolean reuse;
  private final long firstPosition;
  private final int ordinal;

  /** Reads rows named by their byte offsets, each block overwriting the one before it. */
  public SplitSource(Split split, ReadOptions options, RowParser.Factory parsers) {
    this(split, options, parsers, true, -1, 0);
  }

  private SplitSource(
      Split split,
      ReadOptions options,
      RowParser.Factory parsers,
      boolean reuse,
      long firstPosition,
      int ordinal) {
    this.split = split;
    this.options = options;
    this.parsers = parsers;
    this.reuse = reuse;
    this.firstPosition = firstPosition;
    this.ordinal = ordinal;
  }

  /** The same with blocks that may be kept. */
  public SplitSource keepingBlocks() {
    return new SplitSource(split, options, parsers, false, firstPosition, ordinal);
  }

  /**
   * The same with rows named by position.
   *
   * @param first the position of the split's first row
   * @param ordinal the position of the split among all splits
   */
  public SplitSource withPositionsFrom(long first, int ordinal) {
    return new SplitSource(split, options, parsers, reuse, first, ordinal);
  }

  /** The position of the split among all splits, where it was told. */
  public int ordinal() {
    return ordinal;
  }

  /** The split that is read. */
  public Split split() {
    return split;
  }

  @Override
  public BlockReader open() {
    try {
      return new Reader();
    } catch (IOException e) {
      throw unreadable(split, e);
    }
  }

  /** An I/O error as a failure that names the file. */
  static Failure unreadable(Split split, IOException e) {
    String what = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return Failure.data("cannot read " + split.file().path() + ": " + what, e);
  }

  /** Opens the lines of a split after its header, which is checked. */
  static LineReader openLines(Split split, ReadOptions options, String expectedHeader)
      throws IOException {
    LineReader lines = new LineReader(split, options.maxLine());
    try {
      if (options.header() && split.start() == 0) {
        skipHeader(lines, split, expectedHeader);
      }
      return lines;
    } catch (IOException | RuntimeException e) {
      lines.close();
      throw e;
    }
  }

  private static void skipHeader(LineReader lines, Split split, String expected)
      throws IOException {
    while (lines.next()) {
      if (lines.isBlank()) {
        continue;
      }
      String found =
          new String(
              lines.bytes(), lines.from(), lines.to() - lines.from(), StandardCharsets.UTF_8);
      if (expected != null && !found.strip().equals(expected.strip())) {
        throw Failure.data(
            split.file().path()
                + " line 1: the header differs from that of the first file: expected "
                + Text.show(expected)
                + ", found "
                + Text.show(found));
      }
      return;
    }
  }

  private final class Reader implements BlockReader {
    private final LineReader lines;
    private final BlockBuilder builder;
    private long rows;
    private boolean ended;

    Reader() throws IOException {
      lines = openLines(split, options, parsers.expectedHeader());
      builder = new BlockBuilder(parsers.newParser(), split.file().ordinal(), reuse);
    }

    @Override
    public Block next() {
      try {
        while (!ended && lines.next()) {
          if (lines.isBlank()) {
            continue;
          }
          long offset = lines.offset();
          long id = firstPosition < 0 ? offset : firstPosition + rows;
          rows++;
          RowParser.Outcome outcome =
              builder.add(lines.bytes(), lines.from(), lines.to(), id, offset);
          ended = outcome == RowParser.Outcome.REJECTED;
          if (ended || builder.isFull()) {
            return builder.build();
          }
        }
      } catch (IOException e) {
        throw unreadable(split, e);
      }
      return builder.isEmpty() ? null : builder.build();
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
}
