/** The commands that a person gives a bridge: {@code streambus link}, {@code status} and {@code context}. */
package io.streambus.cli.link;
