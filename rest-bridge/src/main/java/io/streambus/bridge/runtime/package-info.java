/** Which Connect clusters there are, and on which of them a flow runs. */
package io.streambus.bridge.runtime;
