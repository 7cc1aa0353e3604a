/** What users name: the connector classes in a connector's configuration, the formatter on the command line of Kafka's console consumer. */
package io.streambus.connect;
