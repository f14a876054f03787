package org.suffice.jobs.read;

import com.github.luben.zstd.ZstdDecompressCtx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import net.jpountz.lz4.LZ4Factory;
import org.apache.parquet.format.CompressionCodec;
import org.xerial.snappy.Snappy;

/**
 * Decompresses pages with the codecs that Spark carries. Every one of them is told how many bytes
 * to expect and never writes beyond them, whatever the compressed bytes say.
 */
final class ParquetCodec implements AutoCloseable {
  private final CompressionCodec codec;
  private ZstdDecompressCtx zstd;

  ParquetCodec(CompressionCodec codec) {
    this.codec = codec;
  }

  boolean isIdentity() {
    return codec == CompressionCodec.UNCOMPRESSED;
  }

  /**
   * Decompresses {@code in[from, from + length)}.
   *
   * @param out overwritten from {@code at} on
   * @param size the number of bytes expected
   * @throws IOException when that is not what comes out
   */
  void decompress(byte[] in, int from, int length, byte[] out, int at, int size)
      throws IOException {
    int written;
    try {
      written =
          switch (codec) {
            case UNCOMPRESSED -> {
              System.arraycopy(in, from, out, at, size);
              yield length;
            }
            case SNAPPY ->
                // The native decompressor trusts its caller about the room there is.
                Snappy.uncompressedLength(in, from, length) == size
                    ? Snappy.uncompress(in, from, length, out, at)
                    : -1;
            case GZIP -> gunzip(in, from, length, out, at, size);
            case ZSTD -> {
              if (zstd == null) {
                zstd = new ZstdDecompressCtx();
              }
              yield zstd.decompressByteArray(out, at, size, in, from, length);
            }
            case LZ4_RAW ->
                // The implementation in plain Java: the faster ones of the releases that clusters
                // carry read out of bounds (CVE-2025-12183).
                LZ4Factory.safeInstance()
                    .safeDecompressor()
                    .decompress(in, from, length, out, at, size);
            default ->
                throw new IOException(
                    "pages compressed with " + codec + " are not supported; write zstd or snappy");
          };
    } catch (RuntimeException e) { // of zstd and lz4, each its own
      throw new IOException("a page does not decompress: " + e.getMessage(), e);
    }
    if (written != size) {
      throw new IOException("a page does not decompress to its " + size + " bytes");
    }
  }

  private static int gunzip(byte[] in, int from, int length, byte[] out, int at, int size)
      throws IOException {
    try (InputStream text = new GZIPInputStream(new ByteArrayInputStream(in, from, length))) {
      int read = text.readNBytes(out, at, size);
      return text.read() < 0 ? read : -1;
    }
  }

  @Override
  public void close() {
    if (zstd != null) {
      zstd.close();
    }
  }
}
