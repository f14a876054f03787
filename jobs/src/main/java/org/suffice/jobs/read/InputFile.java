package org.suffice.jobs.read;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import org.suffice.storage.Storage;

/**
 * One file of the input.
 *
 * @param ordinal its position among the files in sorted path order
 * @param length in bytes as stored
 * @param modified milliseconds since 1970, to notice a change while reading
 */
public record InputFile(int ordinal, String path, long length, long modified)
    implements Serializable {
  Compression compression() {
    return Compression.of(path);
  }

  /** Opens the (uncompressed) bytes from an offset, which is 0 for a compressed file. */
  InputStream open(long offset) throws IOException {
    InputStream raw = Storage.of(path).open(path, offset);
    try {
      return compression().decompress(raw);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }
}
