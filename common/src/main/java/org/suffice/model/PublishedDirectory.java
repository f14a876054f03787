package org.suffice.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.suffice.Failure;
import org.suffice.read.Text;
import org.suffice.storage.Storage;

/**
 * A directory of plain data: a JSON file, a safetensors file, others for people, and {@code
 * _SUCCESS}. It is written aside and published by one rename, so that readers see the whole or
 * nothing. The JSON file holds the SHA-256 of the arrays, {@code _SUCCESS} that of the JSON file;
 * readers refuse a directory in which either does not match. Loading never runs code.
 *
 * @param what it holds, in words: model, statistics
 * @param name of its two files, before .json and .safetensors
 * @param option of the command line that names it, for messages
 */
record PublishedDirectory(String what, String name, String option) {
  /** The newest version of the format that this code reads, and the one that it writes. */
  static final int FORMAT_VERSION = 1;

  private static final String SUCCESS = "_SUCCESS";
  private static final int MAX_BYTES = 1 << 30;

  /**
   * What a directory holds.
   *
   * @param sha256 of the JSON file
   */
  record Content(JsonNode json, String sha256, Tensors tensors) {}

  private String jsonName() {
    return name + ".json";
  }

  private String arraysName() {
    return name + ".safetensors";
  }

  private String format() {
    return "suffice-" + what;
  }

  /**
   * Checks, before work begins, that a directory may be written there.
   *
   * @throws Failure when something is there and may not be replaced
   */
  void requireWritable(String directory, boolean overwrite) {
    Storage storage = Storage.of(directory);
    try {
      Optional<Storage.Entry> existing = storage.find(directory);
      if (existing.isEmpty()) {
        return;
      }
      if (!overwrite) {
        throw Failure.usage(directory + " exists; give another " + option + ", or --overwrite");
      }
      boolean ours =
          existing.get().isDirectory() && storage.find(directory + "/" + jsonName()).isPresent();
      if (!ours) {
        throw Failure.usage(directory + " exists and is not a " + what + "; it is not overwritten");
      }
    } catch (IOException e) {
      throw Failure.data("cannot look at " + directory + ": " + e.getMessage(), e);
    }
  }

  /**
   * Publishes a directory.
   *
   * @param json modified: format, version and the hash of the arrays are added
   * @param others further files by name
   * @param parts a directory to move into this one, where there is one
   * @throws Failure when it cannot be written; nothing is then left behind
   */
  void write(
      String directory,
      ObjectNode json,
      Tensors tensors,
      Map<String, String> others,
      Optional<String> parts,
      boolean overwrite) {
    requireWritable(directory, overwrite);
    Storage storage = Storage.of(directory);
    String target = storage.absolute(directory);
    String aside = aside(directory, "writing");
    byte[] arrays = tensors.toBytes();
    json.put("format", format());
    json.put("formatVersion", FORMAT_VERSION);
    ObjectNode file = json.putObject("arrays");
    file.put("file", arraysName());
    file.put("bytes", arrays.length);
    file.put("sha256", sha256(arrays));
    byte[] text = Json.pretty(json).getBytes(StandardCharsets.UTF_8);
    List<String> made = new ArrayList<>(); // directories above, not there yet, deepest first
    try {
      storage.delete(aside);
      for (String above = Storage.parent(target);
          storage.find(above).isEmpty();
          above = Storage.parent(above)) {
        made.add(above);
      }
      storage.makeDirectories(aside);
      if (parts.isPresent()) {
        storage.rename(parts.get(), aside + "/" + ReferenceParts.NAME);
      }
      writeFile(storage, aside + "/" + arraysName(), arrays);
      writeFile(storage, aside + "/" + jsonName(), text);
      for (Map.Entry<String, String> other : others.entrySet()) {
        byte[] bytes = other.getValue().getBytes(StandardCharsets.UTF_8);
        writeFile(storage, aside + "/" + other.getKey(), bytes);
      }
      writeFile(
          storage,
          aside + "/" + SUCCESS,
          (success(text) + "\n").getBytes(StandardCharsets.US_ASCII));
      publish(storage, aside, target);
    } catch (IOException e) {
      discard(storage, aside, made, e);
      throw Failure.data(
          "cannot write the " + what + " to " + directory + ": " + Text.reason(e), e);
    }
  }

  /** A hidden directory beside another. */
  static String aside(String directory, String why) {
    String target = Storage.of(directory).absolute(directory);
    return Storage.parent(target)
        + "/."
        + Storage.name(target)
        + "."
        + why
        + "-"
        + ProcessHandle.current().pid();
  }

  private static void discard(Storage storage, String aside, List<String> made, IOException cause) {
    try {
      storage.delete(aside);
      for (String above : made) {
        if (storage.find(above).isPresent() && storage.list(above).isEmpty()) {
          storage.delete(above);
        }
      }
    } catch (IOException left) {
      cause.addSuppressed(left);
    }
  }

  /** One rename; an old one is moved out of the way first and put back if the rename fails. */
  private static void publish(Storage storage, String aside, String target) throws IOException {
    if (storage.find(target).isEmpty()) {
      storage.rename(aside, target);
      return;
    }
    String old = aside.replace(".writing-", ".replaced-");
    storage.delete(old);
    storage.rename(target, old);
    try {
      storage.rename(aside, target);
    } catch (IOException e) {
      storage.rename(old, target);
      throw e;
    }
    storage.delete(old);
  }

  private static void writeFile(Storage storage, String path, byte[] bytes) throws IOException {
    try (OutputStream out = storage.create(path)) {
      out.write(bytes);
    }
  }

  private String success(byte[] json) {
    return jsonName() + " sha256 " + sha256(json);
  }

  /**
   * Reads a directory and makes something of its content.
   *
   * @throws Failure when there is none, it is not complete, a hash does not match, or the content
   *     is not well-formed
   */
  <T> T read(String directory, Function<Content, T> parse) {
    Storage storage = Storage.of(directory);
    try {
      if (storage.find(directory).isEmpty()) {
        throw Failure.data("there is no " + what + " at " + directory);
      }
      if (storage.find(directory + "/" + SUCCESS).isEmpty()) {
        throw Failure.data(directory + " holds no complete " + what + ": there is no " + SUCCESS);
      }
      byte[] text = readFile(storage, directory + "/" + jsonName());
      String found =
          new String(readFile(storage, directory + "/" + SUCCESS), StandardCharsets.UTF_8).strip();
      if (!found.equals(success(text))) {
        throw Failure.data(directory + "/" + jsonName() + " was changed after it was written");
      }
      JsonNode json = Json.parse(text);
      int version = json.path("formatVersion").asInt();
      String kind = json.path("format").asText();
      if (!kind.equals(format()) || version < 1 || version > FORMAT_VERSION) {
        throw Failure.data(
            directory
                + " is not a "
                + what
                + " that this version reads: format "
                + Text.show(kind)
                + " version "
                + version);
      }
      byte[] arrays = readFile(storage, directory + "/" + arraysName());
      if (!sha256(arrays).equals(json.path("arrays").path("sha256").asText())) {
        throw Failure.data(
            directory + "/" + arraysName() + " does not match the hash in " + jsonName());
      }
      return parsed(
          directory, () -> parse.apply(new Content(json, sha256(text), Tensors.fromBytes(arrays))));
    } catch (JsonProcessingException e) {
      throw Failure.data(
          directory
              + "/"
              + jsonName()
              + " is not well-formed: "
              + Text.show(e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw Failure.data("cannot read the " + what + " at " + directory + ": " + Text.reason(e), e);
    } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
      throw Failure.data(
          "the " + what + " at " + directory + " is not well-formed: " + Text.show(e.toString()),
          e);
    }
  }

  /** Failures of the content say which of many directories they are of. */
  private <T> T parsed(String directory, Supplier<T> content) {
    try {
      return content.get();
    } catch (Failure e) {
      throw e.getMessage().contains(directory) || e.kind() != Failure.Kind.DATA
          ? e
          : Failure.data("the " + what + " at " + directory + ": " + e.getMessage(), e);
    }
  }

  private byte[] readFile(Storage storage, String path) throws IOException {
    Optional<Storage.Entry> entry = storage.find(path);
    if (entry.isEmpty()) {
      throw Failure.data("the " + what + " is not complete: there is no " + path);
    }
    // Bytes, arrays and what is copied on the way stay within the heap.
    long most = Math.min(MAX_BYTES, Runtime.getRuntime().maxMemory() / 4);
    if (entry.get().length() > most) {
      throw Failure.data(
          path + " is larger than a " + what + " can be: " + entry.get().length() + " bytes");
    }
    try (InputStream in = storage.open(path, 0)) {
      return in.readNBytes(MAX_BYTES);
    }
  }

  /** The SHA-256 in hexadecimal. */
  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
