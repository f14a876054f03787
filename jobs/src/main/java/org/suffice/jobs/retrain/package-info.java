/**
 * The nightly run: a store of models from which one version is in service, and what leads from new
 * data to the next version.
 *
 * <pre>
 * STORE/models/v000042/    a model as everywhere, and version.json: by which run, in place of what
 * STORE/CURRENT            the version in service, replaced in one step
 * STORE/statistics/NAME/   statistics of partitions of the data, kept from night to night
 * STORE/runs/ID.json       what every run did, written once
 * STORE/leases/000017.json which run may change the store, and until when
 * STORE/work/000017/       what that run has not finished
 * </pre>
 *
 * <p>The run that holds the lease writes in its own directory of work only; every change that
 * others see is one move out of there. A run that takes over moves the directory of the one before
 * away first: whatever that one still tries then fails, because what it would move is gone. So of
 * two runs that both believe to hold the lease one cannot change anything.
 */
package org.suffice.jobs.retrain;
