/** How much of a flow's rate each of its tasks may use: by demand, so that the rate holds however the load is spread. */
package io.streambus.connect.throttle;
