/**
 * The engines that do work on splits: {@link org.suffice.jobs.pass.LocalEngine} on the cores of the
 * driver, {@link org.suffice.jobs.pass.SparkEngine} on a cluster. Both cut and merge alike, so that
 * both give the same bits.
 */
package org.suffice.jobs.pass;
