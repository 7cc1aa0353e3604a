/**
 * Brokers and Connect workers inside this process, with real ports and real storage: for the demo and for tests.
 * The only package that imports Kafka's broker and worker classes, which are no public API; whoever uses it brings
 * {@code kafka_2.13} and {@code connect-runtime} onto the class path.
 */
package io.streambus.runtime.embedded;
