/**
 * Where bytes lie. {@link org.suffice.storage.Storage} speaks to the local file system directly,
 * because starting Hadoop's client takes longer than a small job, and to every other file system
 * through Hadoop.
 */
package org.suffice.storage;
