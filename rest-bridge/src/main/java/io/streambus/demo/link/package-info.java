/** The demo's way to its link: the document from {@code config-examples}, and the documented REST calls, made by the client of the command line. */
package io.streambus.demo.link;
