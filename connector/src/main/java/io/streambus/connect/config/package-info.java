/** What users type: settings of the connector, what is wrong with them, and the settings of the clients that follow from them. */
package io.streambus.connect.config;
