/** What users name in a connector's configuration: the connector classes. */
package io.streambus.connect;
