/** Twenty ways to break a link, what it says of each, and when. */
package io.streambus.e2e.sweep;
