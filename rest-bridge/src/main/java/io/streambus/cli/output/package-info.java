/** How answers look: as tables for people, as JSON or YAML for programs. */
package io.streambus.cli.output;
