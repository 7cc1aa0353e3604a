/** Options that several commands take. */
package io.streambus.cli.option;
