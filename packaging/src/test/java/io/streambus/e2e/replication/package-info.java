/** The packaged plugin on a real worker between real clusters: what arrives, what is reported, what survives. */
package io.streambus.e2e.replication;
