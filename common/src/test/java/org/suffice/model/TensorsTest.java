package org.suffice.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.Failure;

/** The safetensors file: what is written is read, and what is damaged is refused with words. */
class TensorsTest {
  private static final int MUTATIONS = 20_000;

  private static Tensors sample() {
    return new Tensors()
        .put("weights", new double[] {1, -2.5, 3e300, 4, 5, 6}, 2, 3)
        .put("odd", new double[] {Double.NaN, -0.0, Double.NEGATIVE_INFINITY, Double.MIN_VALUE}, 4)
        .put("counts", new long[] {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE}, 4)
        .put("none", new double[0], 0)
        .put("größe \"x\"\n", 7.25);
  }

  private static byte[] file(String header, int dataBytes) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return file(json.length, json, dataBytes);
  }

  private static byte[] file(long length, byte[] header, int dataBytes) {
    return ByteBuffer.allocate(8 + header.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put(header)
        .array();
  }

  private static void assertRefused(byte[] bytes) {
    Failure failure = assertThrows(Failure.class, () -> Tensors.fromBytes(bytes));
    assertEquals(Failure.Kind.DATA, failure.kind());
    assertTrue(failure.getMessage().startsWith("safetensors: "), failure.getMessage());
  }

  @Test
  void everyBitComesBack() {
    Tensors tensors = Tensors.fromBytes(sample().toBytes());
    assertArrayEquals(new double[] {1, -2.5, 3e300, 4, 5, 6}, tensors.doubles("weights"));
    assertArrayEquals(
        new double[] {Double.NaN, -0.0, Double.NEGATIVE_INFINITY, Double.MIN_VALUE},
        tensors.doubles("odd"));
    assertArrayEquals(new long[] {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE}, tensors.longs("counts"));
    assertEquals(0, tensors.doubles("none").length);
    assertEquals(7.25, tensors.scalar("größe \"x\"\n"));
    assertArrayEquals(sample().toBytes(), tensors.toBytes(), "shapes come back too");
  }

  /** Another NaN is another pattern of bits; it is kept as it is. */
  @Test
  void payloadOfANanIsKept() {
    long bits = 0x7ff8_0000_dead_beefL;
    byte[] bytes = new Tensors().put("x", Double.longBitsToDouble(bits)).toBytes();
    assertEquals(bits, Double.doubleToRawLongBits(Tensors.fromBytes(bytes).scalar("x")));
  }

  @Test
  void formatIsThatOfSafetensors() {
    byte[] bytes = new Tensors().put("b", 1.0).put("a", new long[] {2}, 1, 1).toBytes();
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int length = (int) buffer.getLong();
    assertEquals(0, length % 8, "data are aligned");
    assertEquals(
        "{\"a\":{\"dtype\":\"I64\",\"shape\":[1,1],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[8,16]}}",
        new String(bytes, 8, length, StandardCharsets.UTF_8).stripTrailing());
    assertEquals(8 + length + 16, bytes.length);
    assertEquals(2, buffer.getLong(8 + length));
    assertEquals(1.0, buffer.getDouble(8 + length + 8));
  }

  @Test
  void equalArraysAreEqualBytesInWhateverOrderTheyWerePut() {
    byte[] forth = new Tensors().put("a", 1).put("b", 2).put("c", 3).toBytes();
    byte[] back = new Tensors().put("c", 3).put("b", 2).put("a", 1).toBytes();
    assertArrayEquals(forth, back);
  }

  @Test
  void arraysAreCopied() {
    double[] values = {1, 2};
    Tensors tensors = new Tensors().put("x", values, 2);
    values[0] = 9;
    tensors.doubles("x")[1] = 9;
    assertArrayEquals(new double[] {1, 2}, tensors.doubles("x"));
  }

  @Test
  void shapeAndLengthMustAgree() {
    assertThrows(IllegalArgumentException.class, () -> new Tensors().put("x", new double[3], 2, 2));
  }

  @Test
  void absentOrOtherArraysAreRefusedByName() {
    Tensors tensors = Tensors.fromBytes(sample().toBytes());
    for (Runnable use :
        new Runnable[] {
          () -> tensors.doubles("nothing"),
          () -> tensors.longs("weights"),
          () -> tensors.doubles("counts"),
          () -> tensors.scalar("weights"),
          () -> tensors.scalar("none")
        }) {
      Failure failure = assertThrows(Failure.class, use::run);
      assertEquals(Failure.Kind.DATA, failure.kind());
      assertTrue(failure.getMessage().startsWith("array '"), failure.getMessage());
    }
  }

  /** Metadata, other orders of fields and unused padding are as the format allows. */
  @Test
  void filesOfOthersAreRead() {
    byte[] bytes =
        file(
            "{\"__metadata__\":{\"by\":\"hand\"},"
                + "\"x\":{\"data_offsets\":[0,8],\"shape\":[],\"dtype\":\"F64\"}}   ",
            8);
    assertEquals(0, Tensors.fromBytes(bytes).scalar("x"));
    assertRefused(file("{}", 8)); // eight bytes that belong to nothing
  }

  @Test
  void truncatedFilesAreRefused() {
    byte[] bytes = sample().toBytes();
    for (int length = 0; length < bytes.length; length++) {
      assertRefused(Arrays.copyOf(bytes, length));
    }
  }

  @ParameterizedTest
  @ValueSource(
      longs = {-1, 0, 1, 3, 1 << 26, Integer.MAX_VALUE, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE})
  void headerLengthThatDoesNotFitIsRefused(long length) {
    assertRefused(file(length, "{}".getBytes(StandardCharsets.UTF_8), 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "null",
        "7",
        "\"x\"",
        "  ",
        "{",
        "{}}",
        "{\"x\":",
        "{\"x\":1}",
        "{\"x\":null}",
        "{\"x\":[]}",
        "{\"x\":{}}",
        "nonsense",
        "{\"x\":{\"dtype\":\"F64\"}}",
      })
  void headersThatAreNoDescriptionsAreRefused(String header) {
    assertRefused(file(header, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // what the type, the shape and the offsets may not be; the data have 16 bytes
        "'F32','shape':[2],'data_offsets':[0,16]",
        "'F64','shape':[2],'data_offsets':[0,8]",
        "'F64','shape':[1],'data_offsets':[0,16]",
        "'F64','shape':[2],'data_offsets':[8,24]",
        "'F64','shape':[2],'data_offsets':[16,0]",
        "'F64','shape':[2],'data_offsets':[-8,8]",
        "'F64','shape':[2],'data_offsets':[0]",
        "'F64','shape':[2],'data_offsets':[0,16,32]",
        "'F64','shape':[2],'data_offsets':['0','16']",
        "'F64','shape':[2],'data_offsets':[0.5,16.5]",
        "'F64','shape':[2],'data_offsets':{'0':0,'1':16}",
        "'F64','shape':[2]",
        "'F64','data_offsets':[0,8]",
        "'F64','shape':7,'data_offsets':[0,8]",
        "'F64','shape':{'a':2},'data_offsets':[0,16]",
        "'F64','shape':['2'],'data_offsets':[0,16]",
        "'F64','shape':[2.5],'data_offsets':[0,16]",
        "'F64','shape':[-2],'data_offsets':[0,16]",
        "'F64','shape':[-1,-2],'data_offsets':[0,16]",
        "'F64','shape':[null],'data_offsets':[0,16]",
        "'F64','shape':[[2]],'data_offsets':[0,16]",
        // products and counts beyond 64 bits
        "'F64','shape':[4294967296,4294967296],'data_offsets':[0,0]",
        "'F64','shape':[9223372036854775807,2],'data_offsets':[0,16]",
        "'F64','shape':[2305843009213693952],'data_offsets':[0,0]",
        "'F64','shape':[2305843009213693954],'data_offsets':[0,16]",
        "'F64','shape':[18446744073709551618],'data_offsets':[0,16]",
        "'F64','shape':[2],'data_offsets':[18446744073709551616,18446744073709551632]",
        "'F64','shape':[2],'data_offsets':[0,9223372036854775807]",
        "'F64','shape':[2],'data_offsets':[9223372036854775800,9223372036854775807]"
      })
  void descriptionsThatLieAreRefused(String description) {
    String json = ("{'x':{'dtype':" + description + "}}").replace('\'', '"');
    assertRefused(file(json, 16));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'x':{'dtype':'F64','shape':[1],'data_offsets':[0,8]},"
            + "'y':{'dtype':'F64','shape':[1],'data_offsets':[0,8]}}",
        "{'x':{'dtype':'F64','shape':[2],'data_offsets':[0,16]},"
            + "'y':{'dtype':'F64','shape':[1],'data_offsets':[8,16]}}"
      })
  void arraysThatOverlapAreRefused(String header) {
    assertRefused(file(header.replace('\'', '"'), 16));
  }

  @Test
  void nameTwiceIsRefused() {
    String one = "'x':{'dtype':'F64','shape':[1],'data_offsets':[0,8]}";
    assertRefused(file(("{" + one + "," + one + "}").replace('\'', '"'), 8));
  }

  /** A name from a file can carry anything; a message must not. */
  @Test
  void namesInMessagesAreMadeSafe() {
    byte[] bytes = file("{\"a\\n\\u001b[31mb\":{}}", 0);
    String message = assertThrows(Failure.class, () -> Tensors.fromBytes(bytes)).getMessage();
    assertTrue(message.chars().noneMatch(Character::isISOControl), message);
  }

  @Test
  void deepHeadersAreRefused() {
    assertRefused(file("{\"x\":".repeat(100_000), 0));
    assertRefused(file("[".repeat(100_000), 0));
  }

  /** Any damage is a Failure or still a well-formed file; never another exception. */
  @Test
  void damagedFilesNeverCrash() {
    byte[] whole = sample().toBytes();
    int headerEnd = 8 + (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
    Random random = new Random(2024);
    String signs = "{}[]:,\"-0123456789.eE\\ntf ";
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] bytes = whole.clone();
      for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
        int at = random.nextInt(random.nextInt(4) == 0 ? bytes.length : headerEnd);
        switch (random.nextInt(4)) {
          case 0 -> bytes[at] = (byte) random.nextInt(256);
          case 1 -> bytes[at] = (byte) signs.charAt(random.nextInt(signs.length()));
          case 2 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
          default -> {
            int to = Math.min(bytes.length, at + random.nextInt(16));
            System.arraycopy(bytes, random.nextInt(headerEnd), bytes, at, to - at);
          }
        }
      }
      if (random.nextInt(10) == 0) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      }
      try {
        Tensors read = Tensors.fromBytes(bytes);
        read.toBytes();
      } catch (Failure expected) {
        assertEquals(Failure.Kind.DATA, expected.kind());
      } catch (RuntimeException | Error e) {
        fail("mutation " + i + ": " + new String(bytes, StandardCharsets.ISO_8859_1), e);
      }
    }
  }
}
