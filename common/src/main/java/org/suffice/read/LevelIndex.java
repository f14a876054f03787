package org.suffice.read;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The levels of a categorical column, looked up by their UTF-8 bytes without making a String: open
 * addressing over FNV-1a hashes.
 */
public final class LevelIndex implements Serializable {
  private static final long serialVersionUID = 1L;

  private final byte[][] levels;
  private final int[] table;

  /** Indexes the levels in the order given. */
  public LevelIndex(List<String> names) {
    levels = new byte[names.size()][];
    table = new int[Integer.highestOneBit(Math.max(4, names.size() * 2)) * 2];
    Arrays.fill(table, -1);
    for (int i = 0; i < levels.length; i++) {
      levels[i] = names.get(i).getBytes(StandardCharsets.UTF_8);
      int slot = hash(levels[i], 0, levels[i].length) & (table.length - 1);
      while (table[slot] >= 0) {
        if (Arrays.equals(levels[table[slot]], levels[i])) {
          throw new IllegalArgumentException("level twice: " + names.get(i));
        }
        slot = (slot + 1) & (table.length - 1);
      }
      table[slot] = i;
    }
  }

  /** The number of levels. */
  public int size() {
    return levels.length;
  }

  /** The position of the level written in {@code bytes[from, to)}, or -1. */
  public int indexOf(byte[] bytes, int from, int to) {
    int slot = hash(bytes, from, to) & (table.length - 1);
    while (table[slot] >= 0) {
      byte[] level = levels[table[slot]];
      if (Arrays.equals(level, 0, level.length, bytes, from, to)) {
        return table[slot];
      }
      slot = (slot + 1) & (table.length - 1);
    }
    return -1;
  }

  /** FNV-1a, its high bits folded down because the table uses the low ones. */
  static int hash(byte[] bytes, int from, int to) {
    int h = 0x811c9dc5;
    for (int i = from; i < to; i++) {
      h = (h ^ (bytes[i] & 0xff)) * 0x01000193;
    }
    return h ^ (h >>> 15);
  }
}
