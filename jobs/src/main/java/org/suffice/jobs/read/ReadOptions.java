package org.suffice.jobs.read;

import java.io.Serializable;

/**
 * How lines are taken from a split.
 *
 * @param header whether each file starts with a header line
 * @param maxLine the longest line in bytes
 */
public record ReadOptions(boolean header, int maxLine) implements Serializable {}
