/** How a long-running command ends: by a signal, and only after it has cleaned up. */
package io.streambus.cli.ending;
