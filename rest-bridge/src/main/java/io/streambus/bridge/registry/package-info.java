/** The clusters that are registered: known by their id to all links, told once. */
package io.streambus.bridge.registry;
