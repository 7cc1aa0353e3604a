/** What commands end with: exit codes, and failures that carry one. */
package io.streambus.cli.exit;
