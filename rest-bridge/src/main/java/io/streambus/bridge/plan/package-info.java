/** From a link to the connector configurations that carry it out. Pure: the same link always gives the same plan. */
package io.streambus.bridge.plan;
