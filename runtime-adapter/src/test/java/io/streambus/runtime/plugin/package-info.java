/** A source connector for tests, packed into a plugin directory when a test needs one: workers load it as they load any plugin. */
package io.streambus.runtime.plugin;
