/**
 * Files to splits to blocks. What is a split depends on the files and {@code data.split-bytes}
 * alone, so that a laptop and a cluster cut alike.
 */
package org.suffice.jobs.read;
