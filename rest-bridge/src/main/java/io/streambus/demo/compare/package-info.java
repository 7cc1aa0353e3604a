/** Holds two clusters' copies of a topic against each other, record by record. The rules are pure; only {@code PartitionReader} reads clusters. */
package io.streambus.demo.compare;
