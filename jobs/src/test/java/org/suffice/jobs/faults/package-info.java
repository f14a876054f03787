/**
 * What real faults do to real processes: commands that are killed at every step, killed executors
 * and workers, data nodes that stop, two runs at once, a disk that is full. They run on the cluster
 * of {@code scripts/cluster start --hdfs} and by {@code scripts/suffice}, as a user would, with
 * {@code mvn -Pfaults verify}.
 */
package org.suffice.jobs.faults;
