/** Which topics a flow carries, what they are called on the target, which task has which partition, and keeping the target's topics in step. */
package io.streambus.connect.topic;
