/** A TCP proxy that behaves as badly as a long line: late, narrow, frozen, reset or unreachable. Brokers behind it advertise its port. */
package io.streambus.runtime.fault;
