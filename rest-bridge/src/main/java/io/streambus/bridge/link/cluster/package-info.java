/** How a cluster of a link is reached. Pure: no JSON, no Kafka, no HTTP. */
package io.streambus.bridge.link.cluster;
