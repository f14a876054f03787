/** Placeholder. */
package org.suffice;
