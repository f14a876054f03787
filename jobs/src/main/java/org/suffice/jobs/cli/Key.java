package org.suffice.jobs.cli;

import java.util.List;

/**
 * One configuration key: the same name on the command line, in a file and in the model.
 *
 * @param name dotted
 * @param kind what values it takes
 * @param choices the words of a choice, else empty
 * @param fallback the default as text; empty for "not set"
 * @param help what it means, with its unit, in one line
 */
record Key(String name, Kind kind, List<String> choices, String fallback, String help) {
  enum Kind {
    TEXT,
    TEXTS,
    OBJECTS,
    MAP,
    NUMBERS,
    NUMBERS_OR_AUTO,
    POWERS,
    WORD_OR_MAP,
    LISTS,
    FLAG,
    WHOLE,
    NUMBER,
    CHOICE
  }

  static Key text(String name, String fallback, String help) {
    return new Key(name, Kind.TEXT, List.of(), fallback, help);
  }

  static Key texts(String name, String fallback, String help) {
    return new Key(name, Kind.TEXTS, List.of(), fallback, help);
  }

  static Key objects(String name, String fallback, String help) {
    return new Key(name, Kind.OBJECTS, List.of(), fallback, help);
  }

  static Key map(String name, String help) {
    return new Key(name, Kind.MAP, List.of(), "{}", help);
  }

  /** One of some words, of which the first is the default, or numbers by class. */
  static Key wordOrMap(String name, List<String> words, String help) {
    return new Key(name, Kind.WORD_OR_MAP, words, words.get(0), help);
  }

  static Key numbers(String name, String fallback, String help) {
    return new Key(name, Kind.NUMBERS, List.of(), fallback, help);
  }

  static Key numbersOrAuto(String name, String fallback, String help) {
    return new Key(name, Kind.NUMBERS_OR_AUTO, List.of(), fallback, help);
  }

  static Key powers(String name, String fallback, String help) {
    return new Key(name, Kind.POWERS, List.of(), fallback, help);
  }

  static Key lists(String name, String fallback, String help) {
    return new Key(name, Kind.LISTS, List.of(), fallback, help);
  }

  static Key flag(String name, boolean fallback, String help) {
    return new Key(name, Kind.FLAG, List.of(), Boolean.toString(fallback), help);
  }

  static Key whole(String name, long fallback, String help) {
    return new Key(name, Kind.WHOLE, List.of(), Long.toString(fallback), help);
  }

  static Key number(String name, String fallback, String help) {
    return new Key(name, Kind.NUMBER, List.of(), fallback, help);
  }

  static Key choice(String name, String fallback, List<String> choices, String help) {
    return new Key(name, Kind.CHOICE, choices, fallback, help);
  }

  /** The kind of value in words. */
  String expects() {
    return switch (kind) {
      case TEXT -> "text";
      case TEXTS -> "a list such as [a, b]";
      case OBJECTS -> "a list of {key=value, …}";
      case MAP -> "{name=number, …}";
      case WORD_OR_MAP -> String.join(", ", choices) + " or {class=number, …}";
      case NUMBERS -> "a number or a list of numbers";
      case NUMBERS_OR_AUTO -> "auto, a number or a list of numbers";
      case POWERS -> "a number, inf, or a list of them";
      case LISTS -> "a list of lists such as [[a, b]]";
      case FLAG -> "true or false";
      case WHOLE -> "a whole number";
      case NUMBER -> "a number";
      case CHOICE -> "one of " + String.join(", ", choices);
    };
  }
}
