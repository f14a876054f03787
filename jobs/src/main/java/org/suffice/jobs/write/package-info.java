/** Predictions as CSV parts, written aside and published whole by one rename. */
package org.suffice.jobs.write;
