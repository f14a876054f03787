package org.suffice.read;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * The classes of a label, looked up as they stand in the data: by their text, or by a number where
 * the format has numbers for labels.
 */
public final class ClassIndex implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Takes every text and every number for a class, while classes are not known yet. */
  public static final ClassIndex ANY = new ClassIndex(List.of(), 0);

  /** What is known of no position. */
  private static final int NONE = -1;

  private final LevelIndex texts;
  private final double[] numbers;
  private final int[] positions;

  /** The position of what is not among the classes. */
  private final int other;

  /**
   * Indexes classes.
   *
   * @param classes in the order of their positions
   */
  public ClassIndex(List<String> classes) {
    this(classes, NONE);
  }

  /**
   * Indexes classes beside which others may occur: their position is the number of classes.
   *
   * @param classes in the order of their positions
   */
  public static ClassIndex withOthers(List<String> classes) {
    return new ClassIndex(classes, classes.size());
  }

  private ClassIndex(List<String> classes, int other) {
    this.other = other;
    texts = new LevelIndex(classes);
    TreeMap<Double, Integer> byNumber = new TreeMap<>();
    for (int k = 0; k < classes.size(); k++) {
      byte[] bytes = classes.get(k).getBytes(StandardCharsets.UTF_8);
      double number = Numbers.parse(bytes, 0, bytes.length) + 0.0; // no -0.0
      if (Double.isFinite(number)) {
        // Of "1" and "01", a number is the one that it would be written as.
        if (Numbers.text(number).equals(classes.get(k))) {
          byNumber.put(number, k);
        } else {
          byNumber.putIfAbsent(number, k);
        }
      }
    }
    numbers = byNumber.keySet().stream().mapToDouble(Double::doubleValue).toArray();
    positions = byNumber.values().stream().mapToInt(Integer::intValue).toArray();
  }

  /** The classes by their text; empty while they are not known. */
  public LevelIndex texts() {
    return texts;
  }

  /** The position of the class written in {@code bytes[from, to)}; of another -1, or as said. */
  public int indexOf(byte[] bytes, int from, int to) {
    return known(texts.indexOf(bytes, from, to));
  }

  /** The position of the class whose text is that number; of another -1, or as said. */
  public int indexOf(double number) {
    int at = Arrays.binarySearch(numbers, number + 0.0);
    return known(at < 0 ? -1 : positions[at]);
  }

  /** What a position found stands for: every class is known while any will do. */
  int known(int position) {
    return position < 0 ? other : position;
  }
}
