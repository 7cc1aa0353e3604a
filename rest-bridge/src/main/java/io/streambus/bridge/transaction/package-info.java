/** Transactions that are open on a source: readers of committed records see nothing behind the oldest of them. Pure rules; who is asked is a port. */
package io.streambus.bridge.transaction;
