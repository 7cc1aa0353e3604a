/** What the demo sets up before it plays: two clusters and a Connect worker in this process, the bridge as a child process, ports and files. */
package io.streambus.demo.stage;
