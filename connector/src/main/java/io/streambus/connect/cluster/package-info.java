/** What is asked of one cluster as a whole, and how its failures and refusals are told. */
package io.streambus.connect.cluster;
