package org.suffice.jobs.read;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Text of another character set as UTF-8; bytes that are no text of that set are an error. */
final class Transcoder extends InputStream {
  private final Reader reader;
  private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
  private final CharBuffer chars = CharBuffer.allocate(1 << 14).flip();
  private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16).flip();
  private boolean ended;

  Transcoder(InputStream in, Charset charset) {
    reader =
        new InputStreamReader(
            in,
            charset
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
  }

  @Override
  public int read() throws IOException {
    return fill() ? bytes.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, bytes.remaining());
    bytes.get(buffer, offset, count);
    return count;
  }

  /** Makes at least one byte available. False at the end. */
  private boolean fill() throws IOException {
    while (!bytes.hasRemaining()) {
      if (ended) {
        return false;
      }
      chars.compact();
      int read = reader.read(chars);
      ended = read < 0;
      chars.flip();
      bytes.clear();
      CoderResult result = encoder.encode(chars, bytes, ended);
      if (result.isError()) {
        result.throwException();
      }
      bytes.flip();
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
