/**
 * What users name: the connector classes in a connector's configuration, the config provider in a worker's, the formatter on the command line of
 * Kafka's console consumer.
 */
package io.streambus.connect;
