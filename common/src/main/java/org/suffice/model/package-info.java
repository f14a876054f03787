/**
 * Immutable models that predict blocks, arrays and rows of text without Spark, and the directory
 * they are kept in: JSON and safetensors, plain data whose loading never runs code.
 */
package org.suffice.model;
