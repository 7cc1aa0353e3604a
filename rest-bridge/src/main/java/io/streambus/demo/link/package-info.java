/** The demo's way to its link: the document from {@code config-examples}, and the documented REST calls. */
package io.streambus.demo.link;
