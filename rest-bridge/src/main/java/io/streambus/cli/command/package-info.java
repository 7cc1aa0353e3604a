/** What commands that talk to a bridge have in common: which bridge, which links, the form of the output. */
package io.streambus.cli.command;
