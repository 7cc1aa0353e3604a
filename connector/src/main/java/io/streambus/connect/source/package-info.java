/** The pull side: reads a source cluster's topics and hands the records to the worker's producer, byte for byte. */
package io.streambus.connect.source;
