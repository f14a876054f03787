package org.suffice.jobs.read;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.io.compress.BZip2Codec;
import org.suffice.storage.HadoopStorage;

/** How the bytes of a file are compressed, by its name. */
enum Compression {
  NONE(""),
  GZIP(".gz"),
  BZIP2(".bz2");

  private static final int BUFFER = 1 << 16;

  private final String suffix;

  Compression(String suffix) {
    this.suffix = suffix;
  }

  static Compression of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith(GZIP.suffix)) {
      return GZIP;
    }
    return lower.endsWith(BZIP2.suffix) ? BZIP2 : NONE;
  }

  /** The name without the suffix of the compression. */
  String strip(String name) {
    return name.substring(0, name.length() - suffix.length());
  }

  InputStream decompress(InputStream in) throws IOException {
    return switch (this) {
      case NONE -> in;
      case GZIP -> new GZIPInputStream(in, BUFFER);
      case BZIP2 -> {
        BufferedInputStream head = new BufferedInputStream(in, BUFFER);
        head.mark(3);
        if (!Arrays.equals(head.readNBytes(3), new byte[] {'B', 'Z', 'h'})) {
          throw new IOException("its name says bzip2, its first bytes do not");
        }
        head.reset();
        BZip2Codec codec = new BZip2Codec();
        codec.setConf(HadoopStorage.configuration());
        yield codec.createInputStream(head);
      }
    };
  }
}
