/**
 * {@code streambus demo}: two clusters, a worker and a bridge on this machine, sample records, a link, and the proof that what arrives is what was sent.
 * Nothing here may import the plugin's classes: they are not on the demo's class path, see {@code io.streambus.demo.stage.PluginIsolation}.
 */
package io.streambus.demo;
