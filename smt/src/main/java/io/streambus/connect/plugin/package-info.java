/** What every plugin of the pack does the same way: tells its version, reads its configuration with all faults at once, counts records for the worker's metrics. */
package io.streambus.connect.plugin;
