/**
 * What a user wishes for, as values that cannot be wrong, and the life cycle such a wish goes through. Pure: no JSON, no Kafka, no HTTP.
 */
package io.streambus.bridge.link;
