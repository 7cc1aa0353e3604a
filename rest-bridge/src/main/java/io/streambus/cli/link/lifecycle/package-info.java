/** {@code streambus link start}, {@code stop}, {@code pause} and {@code resume}: the call, and the wait until it has come true. */
package io.streambus.cli.link.lifecycle;
