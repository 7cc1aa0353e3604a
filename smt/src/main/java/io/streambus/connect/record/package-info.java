/** How the transforms read Connect's records: where a record stood at its source, and what its headers say, whichever connector made it. */
package io.streambus.connect.record;
