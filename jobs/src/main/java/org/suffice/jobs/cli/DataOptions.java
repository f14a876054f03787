package org.suffice.jobs.cli;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.suffice.Failure;
import org.suffice.jobs.read.BadRows;
import org.suffice.jobs.read.DataSettings;
import org.suffice.jobs.read.ReadOptions;
import org.suffice.model.Model;
import org.suffice.read.CsvDialect;
import org.suffice.read.DatePart;
import org.suffice.read.RowPlan;
import org.suffice.read.Text;
import picocli.CommandLine.Option;

/** Options of every command that reads data, and the settings they lead to. */
final class DataOptions {
  /** Settings of a training run that say nothing of other data. */
  private static final List<String> NOT_REMEMBERED =
      List.of(
          "data.path",
          "data.format",
          "data.bad-rows",
          "data.quarantine",
          "data.recursive",
          "data.literal-path",
          "execution",
          "execution.driver-bytes");

  private static final List<String> FORMATS = List.of("csv", "libsvm", "parquet");

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description = "File, directory or pattern: CSV or LIBSVM (plain, .gz, .bz2), Parquet")
  String data;

  @Option(
      names = "--format",
      paramLabel = "csv|libsvm|parquet",
      description = "By the name when not given")
  String format;

  @Option(names = "--config", paramLabel = "FILE", description = "Settings in HOCON")
  String config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting; may be repeated; overrides the file")
  List<String> set = new ArrayList<>();

  /** The settings: defaults, what a model remembers, the file, then the command line. */
  Settings settings(List<Key> keys, Map<String, String> remembered) {
    Settings settings = new Settings(keys);
    remembered.forEach(
        (name, value) -> {
          if (settings.knows(name)) {
            settings.set(name, value);
          }
        });
    if (config != null) {
      settings.file(config);
    }
    set.forEach(settings::assignment);
    if (data != null) {
      settings.set("data.path", data);
    }
    if (format != null) {
      settings.set("data.format", format);
    }
    return settings;
  }

  /** The settings to apply a model: how its training data were written is the default. */
  Settings forModel(List<Key> keys, Model model) {
    Map<String, String> remembered = new HashMap<>(model.record().options());
    for (String name : NOT_REMEMBERED) {
      remembered.remove(name);
    }
    return settings(keys, remembered);
  }

  /** What the settings say of the data. */
  static DataSettings data(Settings settings) {
    if (settings.text("data.path").isEmpty()) {
      throw Failure.usage("no data: give --data PATH");
    }
    String escape = settings.text("data.escape");
    if (!escape.equals("\"") && !escape.equals("\\")) {
      throw Failure.usage("data.escape: expected \" or \\, found " + Text.show(escape));
    }
    CsvDialect dialect =
        new CsvDialect(
            delimiter(settings.text("data.delimiter")),
            settings.flag("data.header"),
            escape.equals("\\"),
            settings.texts("data.missing-values"));
    BadRows badRows = BadRows.parse(settings.text("data.bad-rows"));
    return new DataSettings(
        settings.text("data.path"),
        settings.flag("data.literal-path"),
        settings.flag("data.recursive"),
        format(settings),
        settings.text("data.label"),
        settings.optional("data.weight"),
        settings.texts("data.features"),
        settings.texts("data.ignore"),
        settings.texts("data.categorical"),
        dateParts(settings.objects("features.date-parts")),
        BasisOptions.bases(settings),
        BasisOptions.interactions(settings),
        dialect,
        settings.flag("data.zero-based"),
        settings.flag("data.merge-schema"),
        RowPlan.Missing.valueOf(upper(settings.text("data.missing"))),
        RowPlan.UnseenLevel.valueOf(upper(settings.text("data.unseen-level"))),
        badRows,
        settings.optional("data.quarantine"),
        within(settings, "data.split-bytes", 1 << 12, 1L << 40),
        new DataSettings.Limits(
            (int) within(settings, "data.max-columns", 1, 10_000_000),
            (int) within(settings, "data.max-features", 1, 1 << 30),
            (int) within(settings, "data.max-levels", 1, 10_000_000)),
        new ReadOptions(
            dialect.header(),
            settings.flag("data.multiline"),
            dialect.delimiter(),
            dialect.backslash(),
            charset(settings.text("data.charset")),
            (int) within(settings, "data.max-line", 1, 1 << 30),
            within(settings, "data.max-expanded-bytes", 1, Long.MAX_VALUE),
            badRows.stopAfter()));
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }

  private static Optional<String> format(Settings settings) {
    Optional<String> format = settings.optional("data.format");
    if (format.isPresent() && !FORMATS.contains(format.get())) {
      throw Failure.usage(
          "data.format: expected one of "
              + String.join(", ", FORMATS)
              + ", found "
              + Text.show(format.get()));
    }
    return format;
  }

  private static String charset(String name) {
    try {
      return Charset.forName(name).name();
    } catch (IllegalArgumentException e) {
      throw Failure.usage("data.charset: " + Text.show(name) + " is not a known character set");
    }
  }

  private static Map<String, List<DatePart>> dateParts(List<Map<String, Object>> entries) {
    Map<String, List<DatePart>> result = new LinkedHashMap<>();
    for (Map<String, Object> entry : entries) {
      boolean good =
          entry.keySet().equals(Set.of("column", "parts"))
              && entry.get("column") instanceof String
              && entry.get("parts") instanceof List<?> list
              && !list.isEmpty();
      if (!good) {
        throw Failure.usage(
            "features.date-parts: expected {column=NAME, parts=[…]}, found "
                + Text.show(String.valueOf(entry)));
      }
      List<DatePart> parts = new ArrayList<>();
      for (Object part : (List<?>) entry.get("parts")) {
        String name = String.valueOf(part);
        parts.add(
            DatePart.named(name)
                .orElseThrow(
                    () ->
                        Failure.usage(
                            "features.date-parts: there is no part "
                                + Text.show(name)
                                + Text.suggest(name, DatePart.keys()))));
      }
      result.put((String) entry.get("column"), parts);
    }
    return result;
  }

  /** A whole number within bounds. */
  private static long within(Settings settings, String key, long least, long most) {
    long value = settings.whole(key);
    if (value < least || value > most) {
      throw Failure.usage(
          key + ": expected a number from " + least + " to " + most + ", found " + value);
    }
    return value;
  }

  private static char delimiter(String text) {
    String one = text.equals("\\t") || text.equals("tab") ? "\t" : text;
    if (one.length() != 1 || one.charAt(0) >= 128 || "\"\n\r".contains(one)) {
      throw Failure.usage(
          "data.delimiter: expected one ASCII character (or \\t), found " + Text.show(text));
    }
    return one.charAt(0);
  }
}
