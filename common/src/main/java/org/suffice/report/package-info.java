/** What a person reads afterwards: the summary of a model as text, as JSON and as a page. */
package org.suffice.report;
