/** Which bridge to talk to, and who one is there: named contexts in a file of the user, and {@code streambus context}, which keeps them. */
package io.streambus.cli.context;
