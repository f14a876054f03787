package org.suffice.jobs.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.Failure;

/** {@link LineReader} against a splitter that looks at one character after the other. */
final class LineReaderTest {
  private static final int BUFFER = 1 << 18;
  private static final int MAX_LINE = 1 << 20;

  @TempDir Path dir;

  /**
   * A line.
   *
   * @param offset of its first byte in the file
   */
  private record Line(long offset, String text) {}

  /** The lines of a text of one byte a character. */
  private static List<Line> naive(String text) {
    List<Line> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r') {
        lines.add(new Line(start, text.substring(start, i)));
        if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
          i++;
        }
        start = i + 1;
      }
    }
    if (start < text.length()) {
      lines.add(new Line(start, text.substring(start)));
    }
    return lines;
  }

  private InputFile file(String text) throws IOException {
    Path file = dir.resolve("text.csv");
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    Files.write(file, bytes);
    return new InputFile(0, file.toString(), bytes.length, 0);
  }

  private static List<Line> read(InputFile file, long start, long end) throws IOException {
    List<Line> lines = new ArrayList<>();
    try (LineReader reader = new LineReader(new Split(file, start, end), options(MAX_LINE))) {
      while (reader.next()) {
        lines.add(
            new Line(
                reader.offset(),
                new String(
                    reader.bytes(),
                    reader.from(),
                    reader.to() - reader.from(),
                    StandardCharsets.ISO_8859_1)));
        assertEquals(lines.size(), reader.lines());
      }
      assertTrue(!reader.next(), "the end is the end");
    }
    return lines;
  }

  private void assertEverySplitIsRight(String text, long splitBytes) throws IOException {
    InputFile file = file(text);
    List<Line> expected = naive(text);
    int seen = 0;
    for (long start = 0; start < text.length(); start += splitBytes) {
      long end = Math.min(text.length(), start + splitBytes);
      for (Line line : read(file, start, end)) {
        assertTrue(line.offset() >= start && line.offset() < end, "owner of " + line);
        assertEquals(expected.get(seen++), line);
      }
    }
    assertEquals(expected.size(), seen);
  }

  @Test
  void everyLineOnceWhateverTheSplits() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    String alphabet = "\n\n\r\r\n\r\nab, \t\"é";
    for (int repeat = 0; repeat < 100; repeat++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(1, 50);
      while (text.length() < length) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      for (int split = 1; split <= text.length(); split++) {
        try {
          assertEverySplitIsRight(text.toString(), split);
        } catch (AssertionError e) {
          throw new AssertionError("split " + split + " of " + quoted(text), e);
        }
      }
    }
  }

  private static String quoted(CharSequence text) {
    return text.toString().replace("\n", "\\n").replace("\r", "\\r");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r", "\n\n", "\r\r", "\r\n\r\n", "\n\r"})
  void lineEndsAtTheBorderOfTheBuffer(String end) throws IOException {
    for (int before = BUFFER - 3; before <= BUFFER + 1; before++) {
      String tail = "12,34" + end + "x" + end + end + "last";
      String one = "7".repeat(before) + end + tail;
      StringBuilder many = new StringBuilder();
      while (many.length() + 60 < before) {
        many.append("1.5,2.5,3").append(end);
      }
      many.append("8".repeat(before - many.length())).append(end).append(tail);
      for (String text : List.of(one, many.toString())) {
        assertEverySplitIsRight(text, Long.MAX_VALUE / 2);
        assertEverySplitIsRight(text, before);
        assertEverySplitIsRight(text, before + 1);
        assertEverySplitIsRight(text, 100_003);
      }
    }
  }

  @Test
  void aLineGrowsTheBufferManyTimes() throws IOException {
    String longest = "9".repeat(MAX_LINE - 10);
    assertEverySplitIsRight("a\r\n" + longest + "\r" + longest + "\nb", 1 << 19);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 1000, BUFFER - 1, BUFFER, BUFFER + 1, MAX_LINE})
  void aLineOfTheLimitIsReadAndOneByteMoreIsNot(int limit) throws IOException {
    for (String before : List.of("", "a,b\n", "c\r\n".repeat(50_000))) {
      for (String after : List.of("", "\n", "\r\nx,y\n")) {
        String line = "5".repeat(limit);
        assertEquals(limit, longest(before + line + after, limit), limit + " " + after);
        Failure failure =
            assertThrows(Failure.class, () -> longest(before + line + "5" + after, limit));
        assertTrue(failure.getMessage().contains("data.max-line=" + limit), failure.getMessage());
      }
    }
  }

  private int longest(String text, int maxLine) throws IOException {
    int longest = 0;
    try (LineReader reader =
        new LineReader(new Split(file(text), 0, text.length()), options(Math.max(3, maxLine)))) {
      while (reader.next()) {
        longest = Math.max(longest, reader.to() - reader.from());
      }
    }
    return longest;
  }

  @Test
  void theByteOrderMarkIsNoPartOfTheFirstLine() throws IOException {
    String mark = "\u00ef\u00bb\u00bf";
    for (String text : List.of("a,b\n1,2\n", "", "x", "\n\nq\r\n")) {
      List<Line> expected =
          naive(text).stream().map(line -> new Line(line.offset() + 3, line.text())).toList();
      assertEquals(expected, read(file(mark + text), 0, Long.MAX_VALUE));
    }
    // Elsewhere the same bytes are text.
    assertEquals(naive("a\n" + mark), read(file("a\n" + mark), 0, 5));
  }

  @Test
  void blankLinesHaveOnlyBlanksAndTabs() throws IOException {
    InputFile file = file(" \t\n\n \u00a0\n.\n");
    List<Boolean> blank = new ArrayList<>();
    try (LineReader reader = new LineReader(new Split(file, 0, 20), options(MAX_LINE))) {
      while (reader.next()) {
        blank.add(reader.isBlank());
      }
    }
    assertEquals(List.of(true, true, false, false), blank);
  }

  /** As scikit-learn's dump_svmlight_file writes them; in CSV the mark is text. */
  @Test
  void linesOfCommentAreBlankWithoutFields() throws IOException {
    InputFile file = file("# by f\n #\n1 1:2 # c\n");
    for (boolean libsvm : new boolean[] {true, false}) {
      ReadOptions options = libsvm ? options(MAX_LINE).plain() : options(MAX_LINE);
      List<Boolean> blank = new ArrayList<>();
      try (LineReader reader = new LineReader(new Split(file, 0, file.length()), options)) {
        while (reader.next()) {
          blank.add(reader.isBlank());
        }
      }
      assertEquals(List.of(libsvm, libsvm, false), blank);
    }
  }

  @Test
  void otherFormatsAreRefusedByTheirFirstBytes() throws IOException {
    for (String head :
        List.of(
            "\u00ff\u00fea\0", "\u00fe\u00ff\0a", "\u001f\u008b\b\0", "PAR1", "PK\u0003\u0004")) {
      InputFile file = file(head + "rest\n");
      assertThrows(Failure.class, () -> read(file, 0, 10), head);
    }
  }

  private static ReadOptions options(int maxLine) {
    return new ReadOptions(false, false, ',', false, "UTF-8", maxLine, Long.MAX_VALUE, 1);
  }
}
