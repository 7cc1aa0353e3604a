/** PEM files: read, watched, and made into keys and certificates of listeners and clients. */
package io.streambus.bridge.tls;
