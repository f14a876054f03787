/** Spark MLlib, used the way its users do. */
package org.suffice.bench.mllib;
