/** How messages say which record stops a partition and how it goes on: written by tasks, read by whoever is to end a standstill. */
package io.streambus.connect.standstill;
