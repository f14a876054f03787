package org.suffice.jobs.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.suffice.Failure;
import org.suffice.read.Text;
import org.suffice.storage.Storage;

/**
 * The settings of a run: defaults, overridden by a HOCON file, overridden by the command line. An
 * unknown key is an error that names the nearest known one.
 */
final class Settings {
  private static final int MAX_FILE = 1 << 20;
  private static final int MAX_BRACKETS = 1000;

  private final Map<String, Key> keys = new LinkedHashMap<>();
  private final Map<String, ConfigValue> values = new LinkedHashMap<>();
  private final boolean othersAllowed;

  /** Starts with the defaults of the keys. */
  Settings(List<Key> known) {
    this(known, false);
  }

  private Settings(List<Key> known, boolean othersAllowed) {
    this.othersAllowed = othersAllowed;
    for (Key key : known) {
      keys.put(key.name(), key);
      values.put(key.name(), fallback(key));
    }
  }

  /** The same for settings of which some keys are of no concern: others are passed over. */
  static Settings amongOthers(List<Key> known) {
    return new Settings(known, true);
  }

  private static ConfigValue fallback(Key key) {
    boolean quoted = key.kind() == Key.Kind.TEXT || key.kind() == Key.Kind.CHOICE;
    return parse(key.name(), quoted ? ConfigUtil.quoteString(key.fallback()) : key.fallback());
  }

  /** Overrides by a HOCON file. */
  Settings file(String path) {
    String text;
    try {
      Storage storage = Storage.of(path);
      if (storage.find(path).isEmpty()) {
        throw Failure.usage("--config: no such file: " + path);
      }
      try (InputStream in = storage.open(path, 0)) {
        text = new String(in.readNBytes(MAX_FILE), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw Failure.usage("--config: cannot read " + path + ": " + Text.reason(e));
    }
    Config config;
    try {
      config = ConfigFactory.parseString(text).resolve();
    } catch (ConfigException e) {
      throw Failure.usage(path + said(e));
    }
    for (Key key : keys.values()) {
      boolean named = key.kind() == Key.Kind.MAP || key.kind() == Key.Kind.WORD_OR_MAP;
      if (named && config.hasPath(key.name())) {
        put(path + ": ", key.name(), config.getValue(key.name()));
        config = config.withoutPath(key.name());
      }
    }
    for (Map.Entry<String, ConfigValue> entry : config.entrySet()) {
      put(path + ": ", String.join(".", ConfigUtil.splitPath(entry.getKey())), entry.getValue());
    }
    return this;
  }

  /** Where a file is not HOCON, and why. */
  private static String said(ConfigException e) {
    String message = String.valueOf(e.getMessage());
    String where = ": ";
    if (e.origin() != null && e.origin().lineNumber() > 0) {
      message = message.replaceFirst("^[^:]*: [0-9]+(-[0-9]+)?: ", "");
      where = " line " + e.origin().lineNumber() + ": ";
    }
    // The library means the brace, and says otherwise.
    return where + Text.escape(message.replace("a close parentheses ')'", "a closing brace '}'"));
  }

  /** Overrides by one {@code key=value} of the command line. */
  Settings assignment(String assignment) {
    int equals = assignment.indexOf('=');
    if (equals <= 0) {
      throw Failure.usage("--set " + Text.show(assignment) + ": expected key=value");
    }
    String name = assignment.substring(0, equals).strip();
    return set(name, assignment.substring(equals + 1));
  }

  /** Overrides one key by a value as text: HOCON where it is that, a word otherwise. */
  Settings set(String name, String text) {
    Key key = keys.get(name);
    boolean word = key != null && (key.kind() == Key.Kind.TEXT || key.kind() == Key.Kind.CHOICE);
    ConfigValue value;
    try {
      value = parse(name, word && !text.startsWith("\"") ? ConfigUtil.quoteString(text) : text);
    } catch (ConfigException e) {
      value = parse(name, ConfigUtil.quoteString(text));
    }
    put("", name, value);
    return this;
  }

  /** One value. It may be that of a model's options, so it must not reach beyond itself. */
  private static ConfigValue parse(String name, String text) {
    if (text.chars().filter(c -> c == '[' || c == '{').count() > MAX_BRACKETS) {
      throw Failure.usage(name + ": too many brackets in " + Text.show(text));
    }
    ConfigValue value =
        ConfigFactory.parseString(
                "value : " + text, ConfigParseOptions.defaults().setIncluder(new NoInclude()))
            .getValue("value");
    value.unwrapped(); // throws where something is left to substitute
    return value;
  }

  /** Refuses include, which would read files and addresses. */
  private static final class NoInclude
      implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
      return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
      throw Failure.usage("include is not possible in a setting: " + Text.show(what));
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
      return include(context, what.toString());
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
      return include(context, what.toString());
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
      return include(context, what);
    }
  }

  private void put(String where, String name, ConfigValue value) {
    Key key = keys.get(name);
    if (key == null && othersAllowed) {
      return;
    }
    if (key == null) {
      throw Failure.usage(where + "unknown key " + Text.show(name) + suggest(name));
    }
    check(where, key, value);
    values.put(name, value);
  }

  /** The key that ends as the unknown one does, its group left out or another; else the nearest. */
  private String suggest(String name) {
    String last = name.substring(name.lastIndexOf('.') + 1);
    List<String> same =
        keys.keySet().stream()
            .filter(
                known ->
                    known.regionMatches(
                        true, known.length() - last.length() - 1, "." + last, 0, last.length() + 1))
            .toList();
    return same.size() == 1
        ? "; did you mean " + Text.show(same.get(0)) + "?"
        : Text.suggest(name, same.isEmpty() || name.contains(".") ? keys.keySet() : same);
  }

  private static void check(String where, Key key, ConfigValue value) {
    Object plain = value.unwrapped();
    boolean good =
        switch (key.kind()) {
          case TEXT ->
              value.valueType() != ConfigValueType.OBJECT
                  && value.valueType() != ConfigValueType.LIST;
          case TEXTS ->
              value.valueType() == ConfigValueType.LIST
                  || value.valueType() == ConfigValueType.STRING;
          case OBJECTS ->
              plain instanceof List<?> list && list.stream().allMatch(Map.class::isInstance);
          case MAP ->
              plain instanceof Map<?, ?> map
                  && map.values().stream().allMatch(item -> isNumber(String.valueOf(item)));
          case WORD_OR_MAP ->
              key.choices().contains(String.valueOf(plain))
                  || plain instanceof Map<?, ?> map
                      && map.values().stream().allMatch(item -> isNumber(String.valueOf(item)));
          case NUMBERS -> isNumberOrNumbers(plain);
          case NUMBERS_OR_AUTO -> "auto".equals(plain) || isNumberOrNumbers(plain);
          case POWERS ->
              isPower(plain)
                  || plain instanceof List<?> list
                      && !list.isEmpty()
                      && list.stream().allMatch(Settings::isPower);
          case LISTS ->
              plain instanceof List<?> list && list.stream().allMatch(List.class::isInstance);
          case FLAG -> plain instanceof Boolean || "true".equals(plain) || "false".equals(plain);
          case WHOLE -> String.valueOf(plain).matches("-?\\d{1,18}");
          case NUMBER -> plain instanceof Number || isNumber(String.valueOf(plain));
          case CHOICE -> key.choices().contains(String.valueOf(plain));
        };
    if (!good) {
      throw Failure.usage(
          where
              + key.name()
              + ": expected "
              + key.expects()
              + ", found "
              + Text.show(String.valueOf(plain)));
    }
  }

  private static boolean isNumberOrNumbers(Object plain) {
    return isNumber(String.valueOf(plain))
        || plain instanceof List<?> list
            && !list.isEmpty()
            && list.stream().allMatch(item -> isNumber(String.valueOf(item)));
  }

  private static boolean isNumber(String text) {
    try {
      return Double.isFinite(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isPower(Object plain) {
    return "inf".equals(plain) || isNumber(String.valueOf(plain));
  }

  private Object plain(String name) {
    return values.get(name).unwrapped();
  }

  /** A text; empty when not set. */
  String text(String name) {
    return String.valueOf(plain(name));
  }

  /** A text, or nothing when not set. */
  Optional<String> optional(String name) {
    return Optional.of(text(name)).filter(value -> !value.isEmpty());
  }

  /** A list of texts; a single word is a list of one. */
  List<String> texts(String name) {
    if (plain(name) instanceof List<?> list) {
      List<String> result = new ArrayList<>();
      list.forEach(item -> result.add(item == null ? "null" : String.valueOf(item)));
      return result;
    }
    return List.of(text(name));
  }

  /** A list of objects, each with its fields by name. */
  List<Map<String, Object>> objects(String name) {
    List<Map<String, Object>> result = new ArrayList<>();
    for (Object item : (List<?>) plain(name)) {
      Map<String, Object> fields = new LinkedHashMap<>();
      ((Map<?, ?>) item).forEach((key, value) -> fields.put(String.valueOf(key), value));
      result.add(fields);
    }
    return result;
  }

  /** Numbers by name. */
  Map<String, Double> map(String name) {
    Map<String, Double> result = new LinkedHashMap<>();
    ((Map<?, ?>) plain(name))
        .forEach(
            (key, value) -> result.put(String.valueOf(key), Double.valueOf(String.valueOf(value))));
    return result;
  }

  /** One or more numbers; none for {@code auto}. */
  double[] numbers(String name) {
    Object plain = plain(name);
    if (plain instanceof List<?> list) {
      return list.stream().mapToDouble(item -> Double.parseDouble(String.valueOf(item))).toArray();
    }
    return plain.equals("auto") ? new double[0] : new double[] {number(name)};
  }

  /** A list of lists of texts. */
  List<List<String>> lists(String name) {
    return ((List<?>) plain(name))
        .stream().map(list -> ((List<?>) list).stream().map(String::valueOf).toList()).toList();
  }

  /** A yes or no. */
  boolean flag(String name) {
    return Boolean.parseBoolean(text(name));
  }

  /** A whole number. */
  long whole(String name) {
    return Long.parseLong(text(name));
  }

  /** A number. */
  double number(String name) {
    return Double.parseDouble(text(name));
  }

  /** Whether the key is one of these settings. */
  boolean knows(String name) {
    return keys.containsKey(name);
  }

  /** Every setting as text, in the order of the keys. */
  Map<String, String> asText() {
    Map<String, String> all = new LinkedHashMap<>();
    values.forEach(
        (name, value) ->
            all.put(
                name,
                value.valueType() == ConfigValueType.LIST
                        || value.valueType() == ConfigValueType.OBJECT
                    ? value.render(com.typesafe.config.ConfigRenderOptions.concise())
                    : String.valueOf(value.unwrapped())));
    return all;
  }
}
