/** What the connector itself does beside its tasks: watches the topics of both clusters, creates and grows those of the target, and keeps their settings in step. */
package io.streambus.connect.watch;
