package org.suffice.jobs.read;

import java.io.Serializable;

/**
 * A stretch of one file: the lines whose first byte lies in [start, end).
 *
 * @param end exclusive; Long.MAX_VALUE for a compressed file, which is read whole
 */
public record Split(InputFile file, long start, long end) implements Serializable {}
