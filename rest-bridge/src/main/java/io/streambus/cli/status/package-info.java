/** {@code streambus status}: all links at a glance. */
package io.streambus.cli.status;
