/**
 * What a user desires of links, as values that cannot be wrong, and the life cycle they go through. Pure: no JSON, no Kafka, no HTTP.
 */
package io.streambus.bridge.link;
