/** The settings of a bridge's process. */
package io.streambus.bridge.config;
