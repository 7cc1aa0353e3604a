/** Which bridge to talk to, and who one is there: named contexts in a file of the user. */
package io.streambus.cli.context;
