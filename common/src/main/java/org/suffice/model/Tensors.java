package org.suffice.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.suffice.Failure;
import org.suffice.read.Text;

/**
 * Named arrays of doubles and longs in the safetensors format: eight bytes of header length, a JSON
 * header, little-endian data. Names are written in order, so that equal arrays are equal bytes.
 */
public final class Tensors {
  private static final int MAX_HEADER = 1 << 26;

  private final TreeMap<String, Tensor> tensors = new TreeMap<>();

  private record Tensor(String type, long[] shape, Object values) {
    int length() {
      return values instanceof double[] doubles ? doubles.length : ((long[]) values).length;
    }
  }

  /** Adds an array of doubles; the product of the shape is its length. */
  public Tensors put(String name, double[] values, long... shape) {
    return put(name, new Tensor("F64", shape, values.clone()));
  }

  /** Adds one double. */
  public Tensors put(String name, double value) {
    return put(name, new double[] {value}, 1);
  }

  /** Adds an array of longs. */
  public Tensors put(String name, long[] values, long... shape) {
    return put(name, new Tensor("I64", shape, values.clone()));
  }

  private Tensors put(String name, Tensor tensor) {
    if (product(tensor.shape) != tensor.length()) {
      throw new IllegalArgumentException(
          name + ": shape " + Arrays.toString(tensor.shape) + ", length " + tensor.length());
    }
    tensors.put(name, tensor);
    return this;
  }

  private static long product(long[] shape) {
    long product = 1;
    for (long extent : shape) {
      product = Math.multiplyExact(product, extent);
    }
    return product;
  }

  /** The names of the arrays, in order. */
  public Set<String> names() {
    return Collections.unmodifiableSet(tensors.keySet());
  }

  /** Whether there is an array of that name. */
  public boolean has(String name) {
    return tensors.containsKey(name);
  }

  /** The doubles of that name. */
  public double[] doubles(String name) {
    return ((double[]) get(name, "F64").values).clone();
  }

  /** The doubles of that name, of which there must be so many. */
  public double[] doubles(String name, int length) {
    double[] values = doubles(name);
    if (values.length != length) {
      throw Failure.data(
          "array '" + name + "': expected " + length + " values, found " + values.length);
    }
    return values;
  }

  /** The single double of that name. */
  public double scalar(String name) {
    double[] values = (double[]) get(name, "F64").values;
    if (values.length != 1) {
      throw Failure.data("array '" + name + "': expected one value, found " + values.length);
    }
    return values[0];
  }

  /** The longs of that name. */
  public long[] longs(String name) {
    return ((long[]) get(name, "I64").values).clone();
  }

  private Tensor get(String name, String type) {
    Tensor tensor = tensors.get(name);
    if (tensor == null || !tensor.type.equals(type)) {
      throw Failure.data(
          "array '"
              + name
              + "': expected type "
              + type
              + ", found "
              + (tensor == null ? "no such array" : tensor.type));
    }
    return tensor;
  }

  /** The file's bytes. */
  public byte[] toBytes() {
    ObjectNode header = Json.object();
    long at = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Tensor tensor = entry.getValue();
      ObjectNode description = header.putObject(entry.getKey());
      description.put("dtype", tensor.type);
      ArrayNode shape = description.putArray("shape");
      for (long extent : tensor.shape) {
        shape.add(extent);
      }
      long end = at + 8L * tensor.length();
      description.putArray("data_offsets").add(at).add(end);
      at = end;
    }
    String json = Json.compact(header);
    String padded = json + " ".repeat((8 - json.getBytes(StandardCharsets.UTF_8).length % 8) % 8);
    byte[] head = padded.getBytes(StandardCharsets.UTF_8);
    ByteBuffer buffer =
        ByteBuffer.allocate(Math.toIntExact(8 + head.length + at)).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(head.length).put(head);
    for (Tensor tensor : tensors.values()) {
      if (tensor.values instanceof double[] doubles) {
        buffer.asDoubleBuffer().put(doubles);
      } else {
        buffer.asLongBuffer().put((long[]) tensor.values);
      }
      buffer.position(buffer.position() + 8 * tensor.length());
    }
    return buffer.array();
  }

  /**
   * Reads a file's bytes.
   *
   * @throws Failure when they are not well-formed
   */
  public static Tensors fromBytes(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < 8) {
      throw Failure.data(
          "safetensors: the file has " + bytes.length + " bytes, expected 8 or more");
    }
    long headerLength = buffer.getLong();
    if (headerLength < 2 || headerLength > Math.min(MAX_HEADER, bytes.length - 8)) {
      throw Failure.data("safetensors: header of " + headerLength + " bytes does not fit the file");
    }
    int start = 8 + (int) headerLength;
    Tensors result = new Tensors();
    try {
      JsonNode header = Json.parse(Arrays.copyOfRange(bytes, 8, start));
      if (!header.isObject()) {
        throw Failure.data("safetensors: the header is not an object");
      }
      TreeMap<Long, Long> stretches = new TreeMap<>();
      for (Map.Entry<String, JsonNode> field : header.properties()) {
        if (!field.getKey().equals("__metadata__")) {
          result.tensors.put(field.getKey(), read(field.getKey(), field.getValue(), bytes, start));
          JsonNode offsets = field.getValue().path("data_offsets");
          long from = integer(offsets.path(0));
          long to = integer(offsets.path(1));
          if (to > from && stretches.put(from, to) != null) {
            throw Failure.data("safetensors: arrays overlap");
          }
        }
      }
      long at = 0;
      for (Map.Entry<Long, Long> stretch : stretches.entrySet()) {
        if (stretch.getKey() != at) {
          throw Failure.data("safetensors: arrays overlap or leave a gap");
        }
        at = stretch.getValue();
      }
      if (at != bytes.length - start) {
        throw Failure.data("safetensors: the file holds more than its arrays");
      }
    } catch (IOException | ArithmeticException e) {
      throw Failure.data("safetensors: the header is not well-formed", e);
    }
    return result;
  }

  /** A whole number of 64 bits, or -1. */
  private static long integer(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToLong() ? node.longValue() : -1;
  }

  private static Tensor read(String name, JsonNode description, byte[] bytes, int start) {
    String type = description.path("dtype").asText();
    JsonNode offsets = description.path("data_offsets");
    long from = integer(offsets.path(0));
    long to = integer(offsets.path(1));
    JsonNode extents = description.path("shape");
    long[] shape = new long[extents.isArray() ? extents.size() : 0];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = integer(extents.get(i));
    }
    boolean known = type.equals("F64") || type.equals("I64");
    boolean shaped = Arrays.stream(shape).allMatch(extent -> extent >= 0);
    if (!known
        || !shaped
        || !extents.isArray()
        || !offsets.isArray()
        || offsets.size() != 2
        || from < 0
        || to < from
        || to > bytes.length - start
        || to - from != Math.multiplyExact(8, product(shape))) {
      throw Failure.data("safetensors: array " + Text.show(name) + " does not fit its description");
    }
    ByteBuffer data =
        ByteBuffer.wrap(bytes, (int) (start + from), (int) (to - from))
            .slice()
            .order(ByteOrder.LITTLE_ENDIAN);
    int length = (int) ((to - from) / 8);
    if (type.equals("F64")) {
      double[] values = new double[length];
      data.asDoubleBuffer().get(values);
      return new Tensor(type, shape, values);
    }
    long[] values = new long[length];
    data.asLongBuffer().get(values);
    return new Tensor(type, shape, values);
  }
}
