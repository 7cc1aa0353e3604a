/** What becomes of a record of the source on its way to the worker: a copy with its provenance, made for the fewest objects. */
package io.streambus.connect.convert;
