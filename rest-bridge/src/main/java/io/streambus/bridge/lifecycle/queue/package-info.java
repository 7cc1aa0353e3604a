/** Queues of calls that are bounded in number and time. */
package io.streambus.bridge.lifecycle.queue;
