/** The command line {@code streambus}: reads options, sets up logging, and hands over to the bridge or the demo. */
package io.streambus.cli;
