/** What links have to do with each other: names that stand for the same cluster, topics that two of them write. Pure rules; who asks the clusters is elsewhere. */
package io.streambus.bridge.relation;
