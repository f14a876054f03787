/** Placeholder. */
package org.suffice.jobs;
