/** Clusters of links: clients, probes and meters, and the safe wording of Kafka's errors. */
package io.streambus.bridge.cluster;
