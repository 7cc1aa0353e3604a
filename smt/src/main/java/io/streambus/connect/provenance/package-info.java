/** Where a record has been: the {@code streambus.provenance} header, its format, and the rule that keeps records from going round in circles. */
package io.streambus.connect.provenance;
