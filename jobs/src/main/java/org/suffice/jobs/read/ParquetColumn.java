package org.suffice.jobs.read;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.column.values.bytestreamsplit.ByteStreamSplitValuesReaderForDouble;
import org.apache.parquet.column.values.bytestreamsplit.ByteStreamSplitValuesReaderForFLBA;
import org.apache.parquet.column.values.bytestreamsplit.ByteStreamSplitValuesReaderForFloat;
import org.apache.parquet.column.values.bytestreamsplit.ByteStreamSplitValuesReaderForInteger;
import org.apache.parquet.column.values.bytestreamsplit.ByteStreamSplitValuesReaderForLong;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesReader;
import org.apache.parquet.column.values.deltalengthbytearray.DeltaLengthByteArrayValuesReader;
import org.apache.parquet.column.values.deltastrings.DeltaByteArrayReader;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridValuesReader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.io.api.Binary;
import org.suffice.Failure;
import org.suffice.read.Text;
import org.suffice.storage.Storage;

/**
 * Decodes the values of one column chunk, some rows at a time. The entries of a dictionary are
 * converted once; plain values are taken from the page's bytes; every other encoding is left to
 * Parquet's own decoders.
 */
final class ParquetColumn implements AutoCloseable {
  private final String path;
  private final ParquetChunk chunk;
  private final ParquetCells.Conversion conversion;
  private final ParquetPages pages;

  /** The rows decoded last. */
  final ParquetCells cells;

  private ParquetCells dictionary;
  private int left;
  private ByteBuffer values;
  private RunLengthBitPackingHybridDecoder present;
  private RunLengthBitPackingHybridDecoder ids;
  private ValuesReader decoder;
  private int bit;

  /**
   * Starts before the first value.
   *
   * @param path of the file, for messages
   * @param batch the most rows decoded at a time
   * @param windowBytes about how much of the file to hold
   */
  ParquetColumn(
      String path,
      Storage.Stretches file,
      ParquetChunk chunk,
      ParquetCells.Conversion conversion,
      int batch,
      int windowBytes) {
    this.path = path;
    this.chunk = chunk;
    this.conversion = conversion;
    this.pages = chunk.isAbsent() ? null : new ParquetPages(file, chunk, windowBytes);
    this.cells = new ParquetCells(conversion, batch);
  }

  /** What the values are read for. */
  ParquetCells.Use use() {
    return conversion.use();
  }

  /** Decodes the next {@code rows} values into {@link #cells}, from 0 on. */
  void decode(int rows) {
    guarded(
        () -> {
          decodePages(rows);
          return true;
        });
  }

  private void decodePages(int rows) throws IOException {
    int at = 0;
    while (at < rows) {
      if (pages == null) {
        cells.putMissing(at++);
        continue;
      }
      if (left == 0) {
        nextPage();
      }
      int end = at + Math.min(left, rows - at);
      left -= end - at;
      if (present == null) {
        decodePresent(at, end);
      } else {
        for (int i = at; i < end; i++) {
          if (present.readInt() == 0) {
            cells.putMissing(i);
          } else {
            decodePresent(i, i + 1);
          }
        }
      }
      at = end;
    }
  }

  @FunctionalInterface
  private interface Decoding {
    boolean run() throws IOException;
  }

  private boolean guarded(Decoding decoding) {
    try {
      return decoding.run();
    } catch (Failure e) {
      throw e;
    } catch (IOException | RuntimeException e) { // what broken bytes may lead a decoder to
      String what = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw Failure.data(
          "cannot read " + path + ", column " + Text.show(chunk.column()) + ": " + what, e);
    }
  }

  /**
   * Reads all values to find the levels that occur, and whether one is missing. A column that is
   * all dictionary is read until every entry of it was met.
   *
   * @param levels takes each level at least once, or null where none are sought
   * @return whether a value is missing, as far as that is sought
   */
  boolean scan(Consumer<byte[]> levels, boolean seeksMissing) {
    return guarded(() -> scanPages(levels, seeksMissing));
  }

  private boolean scanPages(Consumer<byte[]> levels, boolean seeksMissing) throws IOException {
    boolean missing = false;
    boolean[] met = null;
    int unmet = 0;
    for (long unread = chunk.values(); unread > 0; unread -= pages.count) {
      nextPage();
      if (ids != null && met == null) {
        met = new boolean[dictionary.states.length];
        unmet = met.length;
      }
      for (; left > 0; left--) {
        if (present != null && present.readInt() == 0) {
          missing = true;
        } else if (ids != null) {
          int id = ids.readInt();
          if (!met[id]) {
            met[id] = true;
            unmet--;
            missing |= take(dictionary, id, levels);
          }
        } else {
          decodePresent(0, 1);
          missing |= take(cells, 0, levels);
        }
      }
      boolean done = chunk.isAllDictionary() && dictionary != null && unmet == 0;
      if ((done || levels == null) && (missing || !seeksMissing)) {
        break;
      }
    }
    return missing;
  }

  private static boolean take(ParquetCells from, int i, Consumer<byte[]> levels) {
    if (levels != null
        && (from.states[i] == ParquetCells.OK || from.states[i] == ParquetCells.INEXACT)) {
      levels.accept(from.bytes[i]);
    }
    return from.states[i] == ParquetCells.MISSING;
  }

  private void nextPage() throws IOException {
    if (!pages.next()) {
      throw new IOException("the column ends before its last row");
    }
    left = pages.count;
    values = pages.values;
    present = pages.present;
    ids = null;
    decoder = null;
    bit = 0;
    switch (pages.encoding) {
      case PLAIN -> {}
      case RLE_DICTIONARY, PLAIN_DICTIONARY -> openDictionaryPage();
      default -> openDecoder(pages.encoding);
    }
  }

  private void openDictionaryPage() throws IOException {
    if (dictionary == null) {
      if (pages.dictionary == null) {
        throw new IOException("a page refers to a dictionary that is not there");
      }
      ByteBuffer page = values;
      values = pages.dictionary;
      dictionary = new ParquetCells(conversion, pages.dictionaryCount);
      for (int i = 0; i < pages.dictionaryCount; i++) {
        decodePlain(dictionary, i);
      }
      values = page;
    }
    if (values.hasRemaining()) { // it is empty when every value is null
      int width = values.get();
      if (width < 0 || width > 32) {
        throw new IOException("dictionary positions of " + width + " bits");
      }
      ids = new RunLengthBitPackingHybridDecoder(width, ByteBufferInputStream.wrap(values));
    }
  }

  private void openDecoder(Encoding encoding) throws IOException {
    decoder =
        switch (encoding) {
          case RLE -> new RunLengthBitPackingHybridValuesReader(1); // truth values
          case DELTA_BINARY_PACKED -> new DeltaBinaryPackingValuesReader();
          case DELTA_LENGTH_BYTE_ARRAY -> new DeltaLengthByteArrayValuesReader();
          case DELTA_BYTE_ARRAY -> new DeltaByteArrayReader();
          case BYTE_STREAM_SPLIT ->
              switch (chunk.type().physical()) {
                case INT32 -> new ByteStreamSplitValuesReaderForInteger();
                case INT64 -> new ByteStreamSplitValuesReaderForLong();
                case FLOAT -> new ByteStreamSplitValuesReaderForFloat();
                case DOUBLE -> new ByteStreamSplitValuesReaderForDouble();
                default -> new ByteStreamSplitValuesReaderForFLBA(chunk.type().width());
              };
          default -> throw new IOException("values encoded as " + encoding);
        };
    decoder.initFromPage(pages.count, ByteBufferInputStream.wrap(values));
  }

  private void decodePresent(int from, int to) throws IOException {
    if (ids != null) {
      for (int i = from; i < to; i++) {
        cells.put(i, dictionary, ids.readInt());
      }
    } else if (decoder != null) {
      for (int i = from; i < to; i++) {
        decodeOther(i);
      }
    } else {
      for (int i = from; i < to; i++) {
        decodePlain(cells, i);
      }
    }
  }

  private void decodePlain(ParquetCells into, int i) {
    switch (chunk.type().physical()) {
      case BOOLEAN -> {
        int at = values.position() + (bit >> 3);
        into.put(i, values.get(at) >> (bit++ & 7) & 1L);
      }
      case INT32 -> into.put(i, (long) values.getInt());
      case INT64 -> into.put(i, values.getLong());
      case FLOAT -> into.put(i, (double) values.getFloat());
      case DOUBLE -> into.put(i, values.getDouble());
      case BYTE_ARRAY -> putBytes(into, i, values.getInt());
      default -> putBytes(into, i, chunk.type().width());
    }
  }

  private void putBytes(ParquetCells into, int i, int length) {
    int from = values.position();
    values.position(Math.addExact(from, length)); // throws when that is beyond the page
    into.put(i, values.array(), from, from + length);
  }

  private void decodeOther(int i) {
    switch (chunk.type().physical()) {
      case BOOLEAN -> cells.put(i, decoder.readBoolean() ? 1L : 0L);
      case INT32 -> cells.put(i, (long) decoder.readInteger());
      case INT64 -> cells.put(i, decoder.readLong());
      case FLOAT -> cells.put(i, (double) decoder.readFloat());
      case DOUBLE -> cells.put(i, decoder.readDouble());
      default -> {
        Binary value = decoder.readBytes();
        ByteBuffer bytes = value.toByteBuffer();
        if (bytes.hasArray()) {
          int from = bytes.arrayOffset() + bytes.position();
          cells.put(i, bytes.array(), from, from + bytes.remaining());
        } else {
          byte[] copy = value.getBytes();
          cells.put(i, copy, 0, copy.length);
        }
      }
    }
  }

  @Override
  public void close() {
    if (pages != null) {
      pages.close();
    }
  }
}
