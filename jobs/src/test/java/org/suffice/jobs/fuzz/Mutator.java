package org.suffice.jobs.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Small damage to bytes, of the kinds that parsers stumble over. */
final class Mutator {
  private static final int MAX_BYTES = 1 << 13;

  /** What means something to one parser or another. */
  private static final String[] TOKENS = {
    "\"",
    "\"\"",
    "\"\"\"",
    "\\",
    "\\\"",
    ",",
    ";",
    "\t",
    " ",
    "  ",
    "\n",
    "\r",
    "\r\n",
    "\n\n",
    "\n\r",
    "\0",
    "\u0001",
    "\u001b[31m",
    "\ufeff",
    "\u0085",
    "\u2028",
    "\u00a0",
    "\u202e",
    "é",
    "\ud83d\ude00",
    "-",
    "+",
    ".",
    "e",
    "E",
    "1e",
    "e5",
    "0",
    "-0",
    "00",
    "1.",
    ".5",
    "+5",
    "1e308",
    "1e309",
    "-1e400",
    "1e-400",
    "4.9e-324",
    "2.2250738585072012e-308",
    "1e999999999",
    "1e-999999999",
    "9007199254740993",
    "18446744073709551616",
    "123456789012345",
    "1234567890123456789012345678901234567890",
    "0.000000000000000000000000000000000000001",
    "179769313486231580793728971405303415e273",
    "NaN",
    "nan",
    "Infinity",
    "-inf",
    "0x1p3",
    "1d",
    "1_000",
    "1,5",
    "NA",
    "null",
    "?",
    "true",
    "2026-02-29",
    "2024-02-29T23:59:60Z",
    "0000-01-01",
    "9999-12-31 23:59:59.999+14:00",
    "2024-13-01",
    ":",
    "::",
    "#",
    "qid:1",
    "qiX:2",
    "1:1",
    "0:1",
    "2147483647:1",
    "2147483648:1",
    "99999999999999999999:1",
    "=cmd",
    "'",
    "<",
    "&",
    "{",
    "}",
    "[",
    "]",
    "[[[[[[[[",
    "{\"a\":",
    "null,",
    "-1",
    "2147483648",
    "9223372036854775807",
    "9223372036854775808",
    "1e3",
    "\\u0000",
    "\\ud800",
    "x",
    "y",
    "other"
  };

  /** Fragments of UTF-8, and of other character sets. */
  private static final byte[][] FRAGMENTS = {
    {(byte) 0xc3},
    {(byte) 0xe2, (byte) 0x82},
    {(byte) 0xf0, (byte) 0x9f, (byte) 0x98},
    {(byte) 0x80},
    {(byte) 0xff},
    {(byte) 0xff, (byte) 0xfe},
    {(byte) 0xfe, (byte) 0xff},
    {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
    {(byte) 0xc0, (byte) 0x80},
    {(byte) 0xef, (byte) 0xbb},
    {0x1b, '$', 'B'},
    {0x1b, '$', ')', 'A'},
    {0x0e},
    {(byte) 0x8e, (byte) 0xa1},
    {0x1f, (byte) 0x8b}
  };

  private final SplittableRandom random;

  Mutator(SplittableRandom random) {
    this.random = random;
  }

  /** A copy with one piece of damage or several. */
  byte[] mutate(byte[] bytes, List<byte[]> others) {
    byte[] result = bytes;
    do {
      result = once(result, others);
    } while (random.nextInt(3) > 0);
    return result.length > Math.max(MAX_BYTES, 2 * bytes.length)
        ? Arrays.copyOf(result, Math.max(MAX_BYTES, bytes.length))
        : result;
  }

  private byte[] once(byte[] in, List<byte[]> others) {
    int at = random.nextInt(in.length + 1);
    int length = Math.min(in.length - at, 1 << random.nextInt(7));
    byte[] piece = Arrays.copyOfRange(in, at, at + length);
    switch (random.nextInt(12)) {
      case 0:
        return replace(in, at, length, new byte[0]);
      case 1:
        return replace(in, at, 0, repeated(piece, 1 + random.nextInt(4)));
      case 2:
        return replace(in, at, Math.min(1, in.length - at), new byte[] {(byte) random.nextInt()});
      case 3:
        if (length > 0) {
          piece[random.nextInt(length)] ^= (byte) (1 << random.nextInt(8));
        }
        return replace(in, at, length, piece);
      case 4:
        return replace(in, random.nextInt(in.length + 1), 0, piece);
      case 5:
        return Arrays.copyOf(in, at);
      case 6:
        byte[] other = others.get(random.nextInt(others.size()));
        return replace(in, at, in.length - at, tail(other));
      case 7:
        return replace(in, at, length, token());
      case 8:
        return replace(in, at, 0, repeated(token(), 1 + random.nextInt(40)));
      default:
        return replace(in, at, 0, token());
    }
  }

  private byte[] tail(byte[] bytes) {
    return Arrays.copyOfRange(bytes, random.nextInt(bytes.length + 1), bytes.length);
  }

  /** Something that means something. */
  byte[] token() {
    return random.nextInt(8) == 0
        ? FRAGMENTS[random.nextInt(FRAGMENTS.length)]
        : TOKENS[random.nextInt(TOKENS.length)].getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] repeated(byte[] piece, int times) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < times; i++) {
      out.writeBytes(piece);
    }
    return out.toByteArray();
  }

  private static byte[] replace(byte[] in, int at, int length, byte[] by) {
    byte[] out = new byte[in.length - length + by.length];
    System.arraycopy(in, 0, out, 0, at);
    System.arraycopy(by, 0, out, at, by.length);
    System.arraycopy(in, at + length, out, at + by.length, in.length - at - length);
    return out;
  }

  /** The bytes with one stretch left out, longer stretches first. */
  static List<byte[]> shorter(byte[] bytes) {
    List<byte[]> result = new ArrayList<>();
    for (int size = Integer.highestOneBit(Math.max(1, bytes.length / 2)); size > 0; size /= 2) {
      int step = Math.max(size, bytes.length / 1000);
      for (int at = 0; at + size <= bytes.length; at += step) {
        result.add(replace(bytes, at, size, new byte[0]));
      }
    }
    return result;
  }

  /** Bytes as text that a terminal and a bug report can bear. */
  static String show(byte[] bytes) {
    StringBuilder out = new StringBuilder("'");
    int shown = Math.min(bytes.length, 3000);
    for (int i = 0; i < shown; i++) {
      int b = bytes[i] & 0xff;
      if (b == '\n') {
        out.append("\\n");
      } else if (b == '\r') {
        out.append("\\r");
      } else if (b < 32 || b > 126 || b == '\\') {
        out.append(String.format("\\x%02x", b));
      } else {
        out.append((char) b);
      }
    }
    return out.append(shown < bytes.length ? "…'" : "'") + " (" + bytes.length + " bytes)";
  }
}
