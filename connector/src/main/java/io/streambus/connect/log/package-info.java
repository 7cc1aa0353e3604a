/** Reading a partition from an offset to where it ends, as topics are read that hold state. */
package io.streambus.connect.log;
