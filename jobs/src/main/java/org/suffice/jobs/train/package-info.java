/** One thin job per algorithm: data in, a trainer of {@code common}, a published model out. */
package org.suffice.jobs.train;
