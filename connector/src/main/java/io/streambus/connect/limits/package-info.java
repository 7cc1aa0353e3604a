/** What the target would refuse, known before it is written: the limits of its topics and of the worker's producer, and what becomes of such records. */
package io.streambus.connect.limits;
