package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.suffice.model.Json;

/** Statistics changed by somebody who knows their format, hashes and all. */
final class Damaged {
  static final String JSON = "statistics.json";
  static final String ARRAYS = "statistics.safetensors";
  static final String SUCCESS = "_SUCCESS";

  private Damaged() {}

  static void edit(Path file, String from, String to) throws IOException {
    String text = Files.readString(file);
    assertTrue(text.contains(from), from + " in " + text);
    Files.writeString(file, text.replaceFirst(Pattern.quote(from), Matcher.quoteReplacement(to)));
  }

  static void json(Path at, String from, String to) throws IOException {
    edit(at.resolve(JSON), from, to);
    rehash(at);
  }

  /** Overwrites a value of the first array of such a name. */
  static void longs(Path at, String name, int index, long value) throws IOException {
    ByteBuffer file =
        ByteBuffer.wrap(Files.readAllBytes(at.resolve(ARRAYS))).order(ByteOrder.LITTLE_ENDIAN);
    int header = Math.toIntExact(file.getLong(0));
    String text = new String(file.array(), 8, header, StandardCharsets.UTF_8);
    Matcher offsets =
        Pattern.compile("\"" + name + "\":\\{[^}]*\"data_offsets\":\\[([0-9]+)").matcher(text);
    assertTrue(offsets.find(), name + " in " + text);
    file.putLong(8 + header + Integer.parseInt(offsets.group(1)) + 8 * index, value);
    Files.write(at.resolve(ARRAYS), file.array());
    rehash(at);
  }

  /** Puts the hashes in that belong to what stands there now. */
  static void rehash(Path at) throws IOException {
    ObjectNode json = (ObjectNode) Json.parse(Files.readAllBytes(at.resolve(JSON)));
    ((ObjectNode) json.get("arrays")).put("sha256", sha256(at.resolve(ARRAYS)));
    Files.writeString(at.resolve(JSON), Json.pretty(json));
    Files.writeString(at.resolve(SUCCESS), JSON + " sha256 " + sha256(at.resolve(JSON)) + "\n");
  }

  private static String sha256(Path file) throws IOException {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
