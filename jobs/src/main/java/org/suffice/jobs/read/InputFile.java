package org.suffice.jobs.read;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.Charset;
import java.util.zip.ZipException;
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

  /**
   * Opens the bytes of the text, uncompressed and in UTF-8, from an offset, which is 0 for a file
   * that is compressed or in another character set.
   */
  InputStream open(long offset, ReadOptions options) throws IOException {
    InputStream raw = Storage.of(path).open(path, offset);
    try {
      InputStream text = raw;
      if (compression() != Compression.NONE) {
        text =
            new ExpansionLimit(
                compression().decompress(raw), path, length, options.maxExpandedBytes());
      }
      return options.isUtf8() ? text : new Transcoder(text, Charset.forName(options.charset()));
    } catch (ZipException e) {
      raw.close();
      throw new IOException("its name says gzip, its first bytes do not: " + e.getMessage(), e);
    } catch (RuntimeException e) { // the bzip2 of Hadoop trusts what it reads
      raw.close();
      throw new IOException("the compressed data are damaged", e);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }
}
