package org.suffice.jobs.read;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import org.suffice.block.Block;
import org.suffice.block.BlockBuilder;
import org.suffice.block.DenseBlock;
import org.suffice.jobs.read.ParquetCells.Conversion;
import org.suffice.jobs.read.ParquetCells.Use;
import org.suffice.read.Column;
import org.suffice.read.LevelSets;
import org.suffice.read.Rejection;
import org.suffice.read.Row;
import org.suffice.read.RowParser.Outcome;
import org.suffice.read.RowPlan;
import org.suffice.storage.Storage;

/**
 * The rows of one row group of a Parquet file, named by their positions in the file. It carries
 * where the values lie, so that the footer is read on the driver only.
 */
final class ParquetSource implements SplitSource {
  private static final long serialVersionUID = 1L;

  /** The most that is held of a column while it is scanned. */
  private static final int WINDOW = 2 << 20;

  /**
   * What is read.
   *
   * @param firstRow the position of the row group's first row in the file
   * @param chunks one for each column of the plan; without plan, one for each column of the table,
   *     null where it cannot be read
   * @param plan null for passes that only scan or count
   * @param marks words that mean a missing value
   * @param stopAfter rejected rows after which reading stops
   */
  record Content(
      Split split,
      long firstRow,
      long rows,
      ArrayList<ParquetChunk> chunks,
      ParquetPlan plan,
      ArrayList<String> marks,
      long stopAfter)
      implements Serializable {}

  private final Content content;
  private final boolean reuse;
  private final long firstPosition;
  private final int ordinal;
  private final ParquetSource rowsToScan;

  /** Reads rows, each block overwriting the one before it. */
  ParquetSource(Content content) {
    this(content, true, -1, 0, null);
  }

  private ParquetSource(
      Content content, boolean reuse, long firstPosition, int ordinal, ParquetSource rowsToScan) {
    this.content = content;
    this.reuse = reuse;
    this.firstPosition = firstPosition;
    this.ordinal = ordinal;
    this.rowsToScan = rowsToScan;
  }

  /** The same to scan, with the rows that tell the ranges of numbers. */
  ParquetSource withRowsToScan(ParquetSource rows) {
    return new ParquetSource(content, reuse, firstPosition, ordinal, rows);
  }

  @Override
  public Split split() {
    return content.split();
  }

  @Override
  public ParquetSource keepingBlocks() {
    return new ParquetSource(content, false, firstPosition, ordinal, rowsToScan);
  }

  @Override
  public ParquetSource withPositionsFrom(long first, int position) {
    return new ParquetSource(content, reuse, first, position, rowsToScan);
  }

  @Override
  public int ordinal() {
    return ordinal;
  }

  @Override
  public long countRows() {
    return content.rows();
  }

  @Override
  public BlockReader open() {
    try {
      return new Reader();
    } catch (IOException e) {
      throw SplitSource.unreadable(split(), e);
    }
  }

  @Override
  public void scan(LevelSets sets) {
    if (sets.seeksRanges()) {
      try (BlockReader reader = rowsToScan.open()) {
        for (Block block = reader.next(); block != null; block = reader.next()) {
          for (int i = 0; i < block.numRows(); i++) {
            sets.addRow(((DenseBlock) block).values(), i * block.numFeatures());
          }
        }
      }
    }
    String path = split().file().path();
    ParquetCells.Marks marks = ParquetCells.Marks.of(content.marks());
    try (Storage.Stretches file = Storage.of(path).openStretches(path)) {
      for (int c = 0; c < content.chunks().size(); c++) {
        if (content.chunks().get(c) != null) {
          scan(sets, c, file, marks);
        }
      }
    } catch (IOException e) {
      throw SplitSource.unreadable(split(), e);
    }
  }

  private void scan(LevelSets sets, int c, Storage.Stretches file, ParquetCells.Marks marks) {
    ParquetChunk chunk = content.chunks().get(c);
    boolean seeksLevels = sets.seeksLevels(c);
    boolean seeksMissing = sets.seeksMissing(c);
    if (seeksMissing && chunk.nulls() > 0) {
      sets.addMissing(c);
      seeksMissing = false;
    }
    boolean mayBeMarked =
        switch (chunk.type().kind()) {
          case CATEGORICAL -> !marks.words().isEmpty();
          case NUMERIC -> marks.haveNumbers();
          case DATE -> false;
        };
    seeksMissing &= chunk.nulls() < 0 || mayBeMarked;
    if (chunk.isAbsent() || !(seeksLevels || seeksMissing)) {
      return;
    }
    Use use = Use.TEXT;
    if (seeksLevels) {
      use = Use.BYTES;
    } else if (chunk.type().kind() == Column.Kind.NUMERIC) {
      use = Use.NUMBER;
    }
    Conversion conversion = new Conversion(chunk.type(), use, false, null, marks);
    String path = split().file().path();
    try (ParquetColumn column = new ParquetColumn(path, file, chunk, conversion, 1, WINDOW)) {
      if (column.scan(seeksLevels ? level -> sets.addLevel(c, level) : null, seeksMissing)
          && sets.seeksMissing(c)) {
        sets.addMissing(c);
      }
    }
  }

  @Override
  public void forEachRejected(RejectedRow consumer) {
    RowPlan rows = content.plan().rows;
    Row row = new Row();
    row.kept = new String[content.plan().numKept];
    row.values = new double[rows.encoder().width()];
    try (ParquetRows group = new ParquetRows(content, true)) {
      while (group.next()) {
        if (group.fill(row) == Outcome.REJECTED) {
          consumer.accept(
              new Rejection(
                  row.reason,
                  split().file().ordinal(),
                  content.firstRow() + group.index(),
                  row.column,
                  row.detail),
              group.text());
        }
      }
    } catch (IOException e) {
      throw SplitSource.unreadable(split(), e);
    }
  }

  private final class Reader implements BlockReader {
    private final ParquetRows group;
    private final BlockBuilder builder;
    private long rejected;
    private boolean ended;

    Reader() throws IOException {
      group = new ParquetRows(content, false);
      builder =
          new BlockBuilder(
              content.plan().rows.encoder().width(),
              content.plan().numKept,
              split().file().ordinal(),
              reuse);
    }

    @Override
    public Block next() {
      while (!ended && group.next()) {
        long index = group.index();
        long place = content.firstRow() + index;
        Outcome outcome = group.fill(builder.begin());
        builder.end(outcome, firstPosition < 0 ? place : firstPosition + index, place);
        if (outcome == Outcome.REJECTED) {
          rejected++;
          ended = rejected >= content.stopAfter();
        }
        if (ended || builder.isFull()) {
          return builder.build();
        }
      }
      return builder.isEmpty() ? null : builder.build();
    }

    @Override
    public void close() {
      try {
        group.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
