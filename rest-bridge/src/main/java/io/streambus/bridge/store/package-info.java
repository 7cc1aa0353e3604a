/** What the bridge must not forget: links, wishes and statuses, in a compacted topic of the control cluster. */
package io.streambus.bridge.store;
