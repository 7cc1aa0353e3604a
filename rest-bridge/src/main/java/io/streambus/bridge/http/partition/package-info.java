/** How a partition that stands still is made to go on. */
package io.streambus.bridge.http.partition;
