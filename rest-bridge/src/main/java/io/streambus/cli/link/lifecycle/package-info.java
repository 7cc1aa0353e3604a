/** {@code streambus link start}, {@code stop}, {@code pause} and {@code resume}: the request, and the wait for the status that it leads to. */
package io.streambus.cli.link.lifecycle;
