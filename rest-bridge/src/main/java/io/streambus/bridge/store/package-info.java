/** What the bridge must not forget: links, desired states and statuses, in a compacted topic of the control cluster. */
package io.streambus.bridge.store;
