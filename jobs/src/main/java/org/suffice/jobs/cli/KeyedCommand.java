package org.suffice.jobs.cli;

import java.util.List;

/** A command with configuration keys, which its help lists with their defaults. */
interface KeyedCommand {
  /** The keys. */
  List<Key> keys();
}
