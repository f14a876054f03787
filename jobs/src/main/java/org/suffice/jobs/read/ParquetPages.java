package org.suffice.jobs.read;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.suffice.storage.Storage;

/**
 * The pages of a column chunk, one after another. Of the chunk no more than a window is held, and
 * of the pages the current one, so that the size of a row group is no matter.
 */
final class ParquetPages implements AutoCloseable {
  private static final int OPTIONAL_BITS = 1;

  private final ParquetChunk chunk;
  private final Window window;
  private final ParquetCodec codec;
  private byte[] page = new byte[0];
  private long unread;

  /** The values of the current page, nulls left out, as encoded. */
  ByteBuffer values;

  /** How they are encoded. */
  Encoding encoding;

  /** How many values the current page has, nulls counted. */
  int count;

  /** For each value 1, or 0 where it is null; null itself when none is. */
  RunLengthBitPackingHybridDecoder present;

  /** The entries of the dictionary, plainly encoded, or null. */
  ByteBuffer dictionary;

  /** How many entries it has. */
  int dictionaryCount;

  /**
   * Reads the pages of a chunk that the file has.
   *
   * @param windowBytes about how much of the file to hold
   */
  ParquetPages(Storage.Stretches file, ParquetChunk chunk, int windowBytes) {
    this.chunk = chunk;
    this.window = new Window(file, chunk.offset(), chunk.length(), windowBytes);
    this.codec = new ParquetCodec(chunk.codec());
    this.unread = chunk.values();
  }

  /** Moves to the next page with values; false at the end. */
  boolean next() throws IOException {
    while (unread > 0) {
      PageHeader header = Util.readPageHeader(window);
      int stored = header.getCompressed_page_size();
      int size = header.getUncompressed_page_size();
      if (stored < 0 || size < 0) {
        throw new IOException("a page of " + stored + " bytes, " + size + " uncompressed");
      }
      if (size > Runtime.getRuntime().maxMemory() / 4) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "a page of %,d bytes, too much for the heap: give more memory, or write the file"
                    + " with pages of about 1 MiB",
                size));
      }
      int from = window.take(stored);
      verify(header, from, stored);
      count = 0;
      switch (header.getType()) {
        case DICTIONARY_PAGE -> readDictionary(header, from, stored, size);
        case DATA_PAGE -> readFirstVersion(header.getData_page_header(), from, stored, size);
        case DATA_PAGE_V2 -> readSecondVersion(header.getData_page_header_v2(), from, stored, size);
        default -> {} // an index
      }
      if (count < 0 || count > unread) {
        throw new IOException("a page of " + count + " values where " + unread + " are left");
      }
      unread -= count;
      if (count > 0) {
        return true;
      }
    }
    return false;
  }

  private void verify(PageHeader header, int from, int stored) throws IOException {
    if (header.isSetCrc()) {
      CRC32 crc = new CRC32();
      crc.update(window.buffer, from, stored);
      if ((int) crc.getValue() != header.getCrc()) {
        throw new IOException("a page does not match its checksum: the file is damaged");
      }
    }
  }

  private void readDictionary(PageHeader header, int from, int stored, int size)
      throws IOException {
    Encoding how = header.getDictionary_page_header().getEncoding();
    if (how != Encoding.PLAIN && how != Encoding.PLAIN_DICTIONARY) {
      throw new IOException("a dictionary encoded as " + how);
    }
    byte[] bytes = new byte[size];
    codec.decompress(window.buffer, from, stored, bytes, 0, size);
    dictionary = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    dictionaryCount = header.getDictionary_page_header().getNum_values();
    if (dictionaryCount < 0 || dictionaryCount > size) {
      throw new IOException(
          "a dictionary of " + dictionaryCount + " entries in " + size + " bytes");
    }
  }

  private void readFirstVersion(DataPageHeader header, int from, int stored, int size)
      throws IOException {
    count = header.getNum_values();
    encoding = header.getEncoding();
    ByteBuffer all = body(from, stored, size);
    present = null;
    if (chunk.optional()) {
      if (header.getDefinition_level_encoding() != Encoding.RLE) {
        throw new IOException("nulls encoded as " + header.getDefinition_level_encoding());
      }
      int length = all.getInt();
      setPresent(all.array(), all.position(), require(length, all.remaining()));
      all.position(all.position() + length);
    }
    values = all;
  }

  private void readSecondVersion(DataPageHeaderV2 header, int from, int stored, int size)
      throws IOException {
    count = header.getNum_values();
    encoding = header.getEncoding();
    int repetition = require(header.getRepetition_levels_byte_length(), stored);
    int definition = require(header.getDefinition_levels_byte_length(), stored - repetition);
    int levels = repetition + definition;
    present = null;
    if (chunk.optional() && header.getNum_nulls() != 0) {
      int start = from + repetition;
      byte[] nulls = Arrays.copyOfRange(window.buffer, start, start + definition);
      setPresent(nulls, 0, definition); // a copy, so that the window can be let go
    }
    if (levels > size) {
      throw new IOException("a page of " + size + " bytes with levels of " + levels);
    }
    boolean compressed = !header.isSetIs_compressed() || header.isIs_compressed();
    values =
        compressed && size > levels
            ? body(from + levels, stored - levels, size - levels)
            : slice(window.buffer, from + levels, stored - levels);
  }

  private static int require(int length, int most) throws IOException {
    if (length < 0 || length > most) {
      throw new IOException("levels of " + length + " bytes where " + most + " are left");
    }
    return length;
  }

  /** Sets where nulls are; a single run of ones, as most pages have, means that none are. */
  private void setPresent(byte[] bytes, int from, int length) {
    int at = from;
    int end = from + length;
    long run = 0;
    for (int shift = 0; at < end && shift < 35; shift += 7) {
      run |= (long) (bytes[at] & 0x7f) << shift;
      if (bytes[at++] >= 0) {
        break;
      }
    }
    boolean allPresent = (run & 1) == 0 && run >>> 1 >= count && at < end && bytes[at] == 1;
    if (!allPresent) {
      present =
          new RunLengthBitPackingHybridDecoder(
              OPTIONAL_BITS, new ByteArrayInputStream(bytes, from, length));
    }
  }

  private ByteBuffer body(int from, int stored, int size) throws IOException {
    if (codec.isIdentity()) {
      if (stored != size) {
        throw new IOException("a page of " + stored + " bytes, " + size + " uncompressed");
      }
      return slice(window.buffer, from, stored);
    }
    if (page.length < size) {
      page = new byte[Math.max(size, Math.min(2 * page.length, 1 << 20))];
    }
    codec.decompress(window.buffer, from, stored, page, 0, size);
    window.release();
    return slice(page, 0, size);
  }

  private static ByteBuffer slice(byte[] bytes, int from, int length) {
    return ByteBuffer.wrap(bytes, from, length).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() {
    codec.close();
  }

  /** A stretch of the file that moves forward. */
  private static final class Window extends InputStream {
    private final Storage.Stretches file;
    private final int size;
    private long position;
    private long left;
    private byte[] buffer;
    private int at;
    private int limit;

    Window(Storage.Stretches file, long position, long length, int size) {
      this.file = file;
      this.position = position;
      this.left = length;
      this.size = (int) Math.min(length, size);
      this.buffer = new byte[this.size];
    }

    @Override
    public int read() throws IOException {
      if (at == limit && left == 0) {
        return -1;
      }
      return buffer[take(1)] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int available = (int) Math.min(length, limit - at + left);
      if (available == 0) {
        return length == 0 ? 0 : -1;
      }
      System.arraycopy(buffer, take(available), bytes, from, available);
      return available;
    }

    /** Makes the next bytes available in {@link #buffer} and returns where they start there. */
    int take(int length) throws IOException {
      if (length > limit - at) {
        fill(length);
      }
      int from = at;
      at += length;
      return from;
    }

    /** Lets go of the room that a page larger than the window took, once it is done with. */
    void release() {
      if (at == limit && buffer.length > size) {
        buffer = new byte[0];
        at = 0;
        limit = 0;
      }
    }

    private void fill(int length) throws IOException {
      int held = limit - at;
      if (length - held > left) {
        throw new EOFException("the column ends within a page: the file is damaged");
      }
      byte[] into = length > buffer.length ? new byte[Math.max(length, size)] : buffer;
      System.arraycopy(buffer, at, into, 0, held);
      buffer = into;
      int more = (int) Math.min(left, buffer.length - held);
      file.readFully(position, buffer, held, more);
      position += more;
      left -= more;
      at = 0;
      limit = held + more;
    }
  }
}
