/** The bridge as a process: its configuration, and how its parts are put together. */
package io.streambus.bridge;
