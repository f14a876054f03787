/** The command line: commands, settings, progress, exit codes and the status file. */
package org.suffice.jobs.cli;
