package org.suffice.jobs.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.BZip2Codec;
import org.suffice.jobs.cli.TestSettings;
import org.suffice.jobs.read.DataSettings;
import org.suffice.read.Column;
import org.suffice.read.DatePart;
import org.suffice.read.Schema;

/** Makes CSV files: well-formed ones of every kind, most of them then damaged. */
final class CsvTarget implements Target {
  private static final int PROFILES = 400;
  private static final String DELIMITERS = ",,,,,;;\t\t| :";
  private static final String[] CHARSETS = {
    "ISO-8859-1",
    "windows-1252",
    "UTF-16",
    "UTF-16LE",
    "UTF-16BE",
    "UTF-32",
    "Shift_JIS",
    "GB18030",
    "EUC-JP",
    "Big5",
    "IBM1047",
    "US-ASCII",
    "UTF-7"
  };
  private static final String[] WORDS = {
    "red", "green", "blue", "other", "a b", "x=1", "é", "grün", "日本", "=cmd", "<b>", "#", "-"
  };
  private static final int BUFFER = 1 << 18;

  private final Path scratch;
  private final List<Profile> profiles = new ArrayList<>();

  /**
   * How a file is written and read.
   *
   * @param names of the columns, in the order of the file
   * @param schema to read it as data for a model
   */
  record Profile(
      Map<String, String> values,
      DataSettings settings,
      Naive.Dialect dialect,
      boolean header,
      boolean multiline,
      List<String> names,
      Schema schema) {}

  CsvTarget(Path scratch) {
    this.scratch = scratch;
    SplittableRandom random = new SplittableRandom(20261122);
    for (int i = 0; i < PROFILES; i++) {
      profiles.add(profile(random));
    }
  }

  private static Profile profile(SplittableRandom random) {
    List<String> kinds = new ArrayList<>(List.of("y"));
    for (String kind : List.of("x1", "x2", "x3", "color", "when", "w", "note")) {
      if (random.nextInt(2) == 0 || (kind.equals("note") && kinds.size() == 1)) {
        kinds.add(random.nextInt(kinds.size() + 1), kind);
      }
    }
    if (kinds.stream().noneMatch(kind -> kind.matches("x.|color|when"))) {
      kinds.add("x1");
    }
    boolean header = random.nextInt(5) > 0;
    List<String> names = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      names.add(header ? kinds.get(i) : "c" + (i + 1));
    }
    char delimiter = DELIMITERS.charAt(random.nextInt(DELIMITERS.length()));
    boolean backslash = random.nextInt(4) == 0;
    boolean multiline = random.nextInt(4) == 0;
    Map<String, String> values = new LinkedHashMap<>();
    values.put("data.path", "rows.csv");
    values.put("data.label", names.get(kinds.indexOf("y")));
    values.put("data.header", Boolean.toString(header));
    values.put("data.delimiter", delimiter == '\t' ? "tab" : String.valueOf(delimiter));
    values.put("data.escape", backslash ? "\\" : "\"");
    values.put("data.multiline", Boolean.toString(multiline));
    values.put("data.bad-rows", "100%");
    values.put("data.missing", List.of("error", "drop", "mean").get(random.nextInt(3)));
    values.put("data.unseen-level", List.of("error", "other", "missing").get(random.nextInt(3)));
    if (random.nextInt(4) == 0) {
      values.put("data.charset", CHARSETS[random.nextInt(CHARSETS.length)]);
      if (!Charset.isSupported(values.get("data.charset"))) {
        values.remove("data.charset");
      }
    }
    if (random.nextInt(3) == 0) {
      values.put("data.missing-values", "[\"\", \"-999\", \"?\", \"é\"]");
    }
    if (kinds.contains("w")) {
      values.put("data.weight", names.get(kinds.indexOf("w")));
    }
    if (kinds.contains("note")) {
      values.put("data.ignore", "[" + names.get(kinds.indexOf("note")) + "]");
    }
    if (kinds.contains("when")) {
      values.put(
          "features.date-parts",
          "[{column=" + names.get(kinds.indexOf("when")) + ", parts=[epoch, month, yearday]}]");
    }
    if (random.nextInt(10) == 0) {
      values.put("data.max-levels", "2");
    }
    DataSettings settings = TestSettings.data(values);
    return new Profile(
        values,
        settings,
        new Naive.Dialect(delimiter, backslash),
        header,
        multiline,
        List.copyOf(kinds),
        schema(kinds, names, settings));
  }

  private static Schema schema(List<String> kinds, List<String> names, DataSettings settings) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      String name = names.get(i);
      switch (kinds.get(i)) {
        case "color" ->
            columns.add(Column.categorical(name, List.of("blue", "green", "other", "red", "é")));
        case "when" ->
            columns.add(
                Column.date(name, List.of(DatePart.YEAR, DatePart.WEEKDAY, DatePart.MINUTE)));
        case "y", "w", "note" -> {}
        default -> columns.add(Column.numeric(name));
      }
    }
    return new Schema(columns, settings.label(), settings.weight());
  }

  @Override
  public Input make(SplittableRandom random) {
    if (random.nextInt(4) == 0) {
      return new CsvLine(profiles.get(random.nextInt(PROFILES)), line(random), random.nextInt());
    }
    Profile profile = profiles.get(random.nextInt(PROFILES));
    boolean clean = random.nextInt(6) == 0;
    String text = text(profile, random, clean);
    byte[] bytes = text.getBytes(charset(profile));
    Mutator mutator = new Mutator(random);
    if (!clean && random.nextInt(4) > 0) {
      byte[] other = text(profile, random, false).getBytes(StandardCharsets.UTF_8);
      bytes = mutator.mutate(bytes, List.of(bytes, other));
    }
    String name = "rows.csv";
    if (random.nextInt(20) == 0) {
      boolean gzip = random.nextBoolean();
      name += gzip ? ".gz" : ".bz2";
      bytes = gzip ? gzip(bytes) : bzip2(bytes);
      if (!clean && random.nextInt(2) == 0) {
        bytes = mutator.mutate(bytes, List.of(bytes));
      }
    }
    Optional<Integer> maxLine =
        random.nextInt(30) == 0 ? Optional.of(20 + random.nextInt(200)) : Optional.empty();
    return new CsvFile(
        scratch,
        name,
        profile,
        bytes,
        clean && maxLine.isEmpty() && !profile.values.containsKey("data.max-levels"),
        random.nextInt(3) == 0,
        random.nextInt(),
        maxLine);
  }

  private static Charset charset(Profile profile) {
    return Charset.forName(profile.values.getOrDefault("data.charset", "UTF-8"));
  }

  private static byte[] line(SplittableRandom random) {
    Mutator mutator = new Mutator(random);
    StringBuilder cell = new StringBuilder(cell("x1", random, false));
    byte[] bytes = cell.toString().getBytes(StandardCharsets.UTF_8);
    return random.nextBoolean() ? bytes : mutator.mutate(bytes, List.of(bytes, mutator.token()));
  }

  private static String text(Profile profile, SplittableRandom random, boolean clean) {
    StringBuilder out = new StringBuilder();
    String end = List.of("\n", "\n", "\r\n", "\r").get(random.nextInt(4));
    if (random.nextInt(12) == 0 && charset(profile).name().startsWith("UTF-8")) {
      out.append('\ufeff');
    }
    if (profile.header) {
      out.append(String.join(String.valueOf(profile.dialect.delimiter()), profile.names));
      out.append(end);
    }
    int rows = 1 + random.nextInt(clean ? 6 : 12);
    // Now and then a file longer than the buffer of the reader, cut at its edge.
    if (random.nextInt(400) == 0) {
      int edge = BUFFER + random.nextInt(400) - 200;
      while (out.length() < edge) {
        row(out, profile, random, true);
        out.append(end);
      }
    }
    for (int i = 0; i < rows; i++) {
      row(out, profile, random, clean);
      if (i < rows - 1 || random.nextBoolean()) {
        out.append(clean || random.nextInt(6) > 0 ? end : "\r\n");
      }
      if (random.nextInt(20) == 0) {
        out.append(end);
      }
    }
    return out.toString();
  }

  private static void row(
      StringBuilder out, Profile profile, SplittableRandom random, boolean clean) {
    char delimiter = profile.dialect.delimiter();
    for (int i = 0; i < profile.names.size(); i++) {
      if (i > 0) {
        out.append(delimiter);
      }
      String cell = cell(profile.names.get(i), random, clean);
      boolean needsQuotes = cell.indexOf(delimiter) >= 0 || cell.matches("(?s).*[\"\r\n].*");
      if ((needsQuotes && (clean || random.nextInt(10) > 0)) || random.nextInt(8) == 0) {
        if (clean && !profile.multiline) {
          cell = cell.replaceAll("[\r\n]", "_");
        }
        String escaped =
            profile.dialect.backslash()
                ? cell.replace("\\", "\\\\").replace("\"", "\\\"")
                : cell.replace("\"", "\"\"");
        out.append(random.nextInt(8) == 0 && delimiter != ' ' ? " " : "");
        out.append('"').append(escaped).append('"');
      } else {
        out.append(cell);
      }
    }
  }

  private static String cell(String kind, SplittableRandom random, boolean clean) {
    if (!clean && random.nextInt(25) == 0) {
      return new String(new Mutator(random).token(), StandardCharsets.UTF_8);
    }
    switch (kind) {
      case "color":
        return clean
            ? List.of("red", "green", "blue").get(random.nextInt(3))
            : WORDS[random.nextInt(WORDS.length)];
      case "when":
        String day =
            String.format(
                "%04d-%02d-%02d",
                1900 + random.nextInt(200), 1 + random.nextInt(12), 1 + random.nextInt(28));
        return day + List.of("", " 10:15", "T23:59:59.5Z", "T00:00+0130").get(random.nextInt(4));
      case "note":
        return List.of("", "plain", "say \"hi\"", "two\nlines", "a,b;c", "tail\\", "\r\n")
            .get(random.nextInt(clean ? 4 : 7));
      case "w":
        return List.of("1", "2.5", "0", "1e3", "1").get(random.nextInt(clean ? 2 : 5));
      default:
        return number(random, clean);
    }
  }

  private static String number(SplittableRandom random, boolean clean) {
    switch (random.nextInt(clean ? 4 : 10)) {
      case 0:
        return Integer.toString(random.nextInt(200) - 100);
      case 1:
        return Double.toString(random.nextInt(100_000) / 100.0 - 50);
      case 2:
        return Double.toString(random.nextDouble() * 1e6);
      case 3:
        return (random.nextInt(2) == 0 ? "-" : "") + random.nextInt(10) + "e" + random.nextInt(9);
      case 4:
        return Double.toString(Double.longBitsToDouble(random.nextLong()));
      case 5: // around the lengths at which the ways of reading change
        return digits(random, 13 + random.nextInt(8))
            + (random.nextBoolean() ? "." + digits(random, 1 + random.nextInt(12)) : "");
      case 6: // halves of the last place, exact ties and beside them
        double base = Double.longBitsToDouble(random.nextLong() & 0x7fef_ffff_ffff_ffffL);
        String tie =
            new java.math.BigDecimal(base)
                .add(new java.math.BigDecimal(Math.ulp(base)).divide(new java.math.BigDecimal(2)))
                .toString();
        return tie + (random.nextBoolean() || tie.indexOf('E') >= 0 ? "" : digits(random, 1));
      case 7: // zeros that an exponent takes back
        int zeros = 1 << random.nextInt(13);
        return random.nextBoolean()
            ? "0." + "0".repeat(zeros) + digits(random, 3) + "e" + zeros
            : digits(random, 2) + "0".repeat(zeros) + "e-" + zeros;
      case 8:
        return digits(random, 1 + random.nextInt(20)) + "e" + (random.nextInt(700) - 350);
      default:
        return List.of("", "NA", "-999", "?", " 5 ", "\t7", "+.5", "-0", "1e22", "1e23")
            .get(random.nextInt(10));
    }
  }

  private static String digits(SplittableRandom random, int count) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < count; i++) {
      out.append(random.nextInt(10));
    }
    return out.toString();
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gz = new GZIPOutputStream(out)) {
      gz.write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return out.toByteArray();
  }

  private static byte[] bzip2(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BZip2Codec codec = new BZip2Codec();
    codec.setConf(new Configuration(false));
    try (OutputStream bz = codec.createOutputStream(out)) {
      bz.write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return Arrays.copyOf(out.toByteArray(), out.size());
  }
}
