/** The process that a command runs in: its environment, its standard streams, and whether they are terminals. */
package io.streambus.cli.process;
